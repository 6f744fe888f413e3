import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { type JournalDisk, nodeDisk } from './disk.js'
import { openFileJournal } from './file-journal.js'
import { readJournal } from './read-journal.js'
import type { JournalRecord } from './store.js'
import { markName, segmentName, temporaryDirectory } from './testing/directories.js'

// Exhaustive: thousands of journals opened one after the other.
vi.setConfig({ testTimeout: 60_000 })

const headerBytes = 512
const preallocateBytes = 512
const options = { create: true, meta: { commands: '1' }, preallocateBytes }

/** Payloads of different lengths, so that records end at every distance from the padding; a batch is what one commit wrote. */
const batches = [['{"n":1}'], ['{"n":2,"t":"é"}', '[3]'], ['4', '{"n":[5,5,5,5]}', '{"six":"6"}']]
const all: JournalRecord[] = batches.flat().map((payload, index) => ({ seq: index + 1, atMs: 1_000 + index, payload }))
const lastBatchStart = offsetAfter(3)
const recordsEnd = offsetAfter(6)

function offsetAfter(count: number): number {
  const payloads = batches.flat().slice(0, count)
  return payloads.reduce((offset, text) => offset + Math.ceil((72 + Buffer.byteLength(text)) / 8) * 8, headerBytes)
}

async function written(): Promise<string> {
  const directory = temporaryDirectory()
  const journal = await openFileJournal(directory, options)
  let seq = 0
  for (const batch of batches) {
    for (const payload of batch) journal.append({ atMs: 1_000 + seq++, payload })
    await journal.commit()
  }
  await journal.close()
  return directory
}

const original = await written()
const originalBytes = readFileSync(join(original, segmentName))

/** A directory to put changed bytes into; without the mark it is what a power failure right after the last write leaves. */
function copyWith(marked: 'with the mark' | 'without the mark'): { put(bytes: Buffer): void; directory: string } {
  const directory = temporaryDirectory()
  if (marked === 'with the mark') copyFileSync(join(original, markName), join(directory, markName))
  return { directory, put: (bytes) => writeFileSync(join(directory, segmentName), bytes) }
}

type Outcome = { served: JournalRecord[]; droppedBytes: number } | { code: string; message: string }
function outcomeOf(directory: string): Outcome {
  try {
    const journal = readJournal(directory)
    return { served: [...journal.read()], droppedBytes: journal.droppedBytes }
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return { code, message }
  }
}

function flipped(bytes: Buffer, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
  return changed
}

test('the journal under test lies on disk as this file thinks', () => {
  expect(outcomeOf(original)).toEqual({ served: all, droppedBytes: 0 })
  expect(originalBytes.subarray(recordsEnd).every((byte) => byte === 0)).toBe(true)
  expect(originalBytes.readUInt8(recordsEnd - 8)).not.toBe(0)
})

describe('one flipped bit', () => {
  test('anywhere in the header refuses to open', () => {
    const { directory, put } = copyWith('without the mark')
    for (let bit = 0; bit < headerBytes * 8; bit++) {
      put(flipped(originalBytes, bit))
      const code = bit < 64 ? 'journal_invalid' : 'journal_damaged'
      expect(outcomeOf(directory), `bit ${bit}`).toMatchObject({ code })
    }
  })

  test('anywhere in records that were synced refuses to open and names the offset', () => {
    const { directory, put } = copyWith('with the mark')
    for (let bit = headerBytes * 8; bit < recordsEnd * 8; bit++) {
      put(flipped(originalBytes, bit))
      const seq = all.findLastIndex((_, index) => offsetAfter(index) * 8 <= bit)
      const message = expect.stringContaining(`byte ${offsetAfter(seq)} `)
      expect(outcomeOf(directory), `bit ${bit}`).toMatchObject({ code: 'journal_damaged', message })
    }
  })

  test('without the mark, before the last batch refuses to open, inside it drops the rest and says so', () => {
    const { directory, put } = copyWith('without the mark')
    for (let bit = headerBytes * 8; bit < recordsEnd * 8; bit++) {
      put(flipped(originalBytes, bit))
      const intact = all.filter((_, index) => offsetAfter(index + 1) * 8 <= bit)
      const start = offsetAfter(intact.length)
      expect(outcomeOf(directory), `bit ${bit}`).toMatchObject(
        bit < lastBatchStart * 8
          ? { code: 'journal_damaged', message: expect.stringContaining(`byte ${start} `) }
          : { served: intact, droppedBytes: expect.toSatisfy((bytes: number) => bytes > 0) },
      )
    }
  })

  test('in the space behind the records loses nothing and is reported', () => {
    const { directory, put } = copyWith('with the mark')
    for (let bit = recordsEnd * 8; bit < originalBytes.length * 8; bit++) {
      put(flipped(originalBytes, bit))
      const droppedBytes = (bit >> 3) + 1 - recordsEnd
      expect(outcomeOf(directory), `bit ${bit}`).toEqual({ served: all, droppedBytes })
    }
  })

  test('in the mark makes it say nothing, and every record is still served', () => {
    const { directory, put } = copyWith('with the mark')
    put(originalBytes)
    const mark = readFileSync(join(original, markName))
    for (let bit = 0; bit < mark.length * 8; bit++) {
      writeFileSync(join(directory, markName), flipped(mark, bit))
      expect(outcomeOf(directory), `bit ${bit}`).toEqual({ served: all, droppedBytes: 0 })
    }
  })
})

describe('a file cut off', () => {
  test('at any byte of the last batch keeps every whole record before it and reports the rest', () => {
    const { directory, put } = copyWith('without the mark')
    for (let size = lastBatchStart; size <= recordsEnd; size++) {
      put(originalBytes.subarray(0, size))
      const intact = all.filter((_, index) => offsetAfter(index + 1) <= size)
      const rest = originalBytes.subarray(offsetAfter(intact.length), size)
      const droppedBytes = rest.findLastIndex((byte) => byte !== 0) + 1
      expect(outcomeOf(directory), `size ${size}`).toEqual({ served: intact, droppedBytes })
    }
  })

  test('or with the rest as zeros, as a preallocated file is after a torn write, does the same', () => {
    const { directory, put } = copyWith('without the mark')
    for (let size = lastBatchStart; size <= recordsEnd; size++) {
      put(Buffer.concat([originalBytes.subarray(0, size)], originalBytes.length))
      const served = all.filter((_, index) => offsetAfter(index + 1) <= size)
      const found = outcomeOf(directory)
      // The padding is zeros anyway: a record is whole once its last byte that is not zero is there.
      const isWhole = 'served' in found && found.droppedBytes === 0 && found.served.length === served.length + 1
      if (isWhole) expect(found.served, `size ${size}`).toEqual(all.slice(0, served.length + 1))
      else expect(found, `size ${size}`).toMatchObject({ served })
    }
  })

  test('at any byte is refused where the mark says that more was synced', () => {
    const { directory, put } = copyWith('with the mark')
    for (let size = 0; size < recordsEnd; size++) {
      put(originalBytes.subarray(0, size))
      const code = size < 64 ? 'journal_invalid' : 'journal_damaged'
      expect(outcomeOf(directory), `size ${size}`).toMatchObject({ code })
    }
  })

  test('and opened again goes on from the last whole record, with nothing of the rest coming back', async () => {
    const { directory, put } = copyWith('without the mark')
    const lastStart = offsetAfter(5)
    for (let size = lastStart + 1; size < recordsEnd; size++) {
      for (const name of [markName]) rmSync(join(directory, name), { force: true })
      put(Buffer.concat([originalBytes.subarray(0, size)], originalBytes.length))
      const before = outcomeOf(directory)
      if (!('served' in before) || before.served.length === 6) continue
      const journal = await openFileJournal(directory, options)
      expect(journal.droppedBytes).toBe(before.droppedBytes)
      expect(journal.append({ atMs: 2_000, payload: '6' })).toBe(6)
      await journal.close()
      expect(outcomeOf(directory)).toEqual({
        served: [...all.slice(0, 5), { seq: 6, atMs: 2_000, payload: '6' }],
        droppedBytes: 0,
      })
    }
  })
})

describe('what a power failure may leave of the last write', () => {
  test('its first record lost and later ones whole: all of it is dropped, for none was acknowledged', () => {
    const { directory, put } = copyWith('without the mark')
    const bytes = Buffer.from(originalBytes)
    bytes.fill(0, lastBatchStart, offsetAfter(4))
    put(bytes)
    expect(outcomeOf(directory)).toEqual({ served: all.slice(0, 3), droppedBytes: expect.any(Number) })
  })

  test('a record of an earlier batch lost: refused, for the later batch proves that it had been synced', () => {
    const { directory, put } = copyWith('without the mark')
    for (const seq of [1, 2, 3]) {
      const bytes = Buffer.from(originalBytes)
      bytes.fill(0, offsetAfter(seq - 1), offsetAfter(seq))
      put(bytes)
      expect(outcomeOf(directory)).toMatchObject({
        code: 'journal_damaged',
        message: expect.stringContaining(`at byte ${offsetAfter(seq - 1)} of ${join(directory, segmentName)}`),
      })
    }
  })
})

describe('a record in a place that is not its own', () => {
  test('copied over another of the same length is refused: its checksum covers its offset', async () => {
    const directory = temporaryDirectory()
    const journal = await openFileJournal(directory, options)
    for (let n = 0; n < 3; n++) {
      journal.append({ atMs: 0, payload: '1' })
      await journal.commit()
    }
    await journal.close()
    rmSync(join(directory, markName))
    const bytes = readFileSync(join(directory, segmentName))
    bytes.copyWithin(headerBytes, headerBytes + 80, headerBytes + 160)
    writeFileSync(join(directory, segmentName), bytes)
    const message = expect.stringContaining('the checksum does not match')
    expect(outcomeOf(directory)).toMatchObject({ code: 'journal_damaged', message })
  })

  test('from another journal, intact and at its own offset, is refused even at the very end', async () => {
    const other = temporaryDirectory()
    const journal = await openFileJournal(other, options)
    for (const [index, { payload }] of all.entries()) journal.append({ atMs: 1_001 + index, payload })
    await journal.close()
    const { directory, put } = copyWith('without the mark')
    const otherBytes = readFileSync(join(other, segmentName))
    put(
      Buffer.concat(
        [originalBytes.subarray(0, offsetAfter(5)), otherBytes.subarray(offsetAfter(5), recordsEnd)],
        originalBytes.length,
      ),
    )
    const message = expect.stringContaining('record 6 does not follow from record 5 (chain hash)')
    expect(outcomeOf(directory)).toMatchObject({ code: 'journal_damaged', message })
  })

  test('a whole other journal is refused beside the mark of this one', async () => {
    const other = temporaryDirectory()
    const journal = await openFileJournal(other, options)
    for (const [index, { payload }] of all.entries()) journal.append({ atMs: 1_001 + index, payload })
    await journal.close()
    const { directory, put } = copyWith('with the mark')
    put(readFileSync(join(other, segmentName)))
    const message = expect.stringContaining('it does not hold record 6 as it was synced here')
    expect(outcomeOf(directory)).toMatchObject({ code: 'journal_damaged', message })
  })
})

test.each([
  { what: 'kind', change: (frame: Buffer) => frame.writeUInt32LE(2, 12), says: 'kind 2' },
  { what: 'seq', change: (frame: Buffer) => frame.writeUInt32LE(7, 56), says: 'record 7 stands where 6 belongs' },
  { what: 'epoch', change: (frame: Buffer) => frame.writeUInt32LE(0, 8), says: 'epoch 0, after epoch 1' },
  { what: 'time', change: (frame: Buffer) => frame.writeUInt32LE(1_003, 64), says: 'time goes back in record 6' },
  { what: 'batch start', change: (frame: Buffer) => frame.writeUInt32LE(recordsEnd, 16), says: 'written before' },
  { what: 'encoding', change: (frame: Buffer) => frame.writeUInt8(0xff, 72), says: 'not UTF-8' },
])('an edited $what under a right checksum is refused', ({ change, says }) => {
  const { directory, put } = copyWith('without the mark')
  const bytes = Buffer.from(originalBytes)
  const start = offsetAfter(5)
  const frame = bytes.subarray(start, recordsEnd)
  change(frame)
  const prefix = Buffer.alloc(12)
  prefix.writeUInt32LE(start)
  frame.copy(prefix, 8, 0, 4)
  frame.writeUInt32LE(crc32(frame.subarray(8), crc32(prefix)), 4)
  put(bytes)
  expect(outcomeOf(directory)).toMatchObject({ code: 'journal_damaged', message: expect.stringContaining(says) })
})

test('a gap that a live writer has filled while we looked is not damage', () => {
  const stale = Buffer.from(originalBytes)
  stale.fill(0, offsetAfter(1), offsetAfter(2))
  let reads = 0
  const disk: JournalDisk = {
    ...nodeDisk,
    openForReading: (path) => {
      const file = nodeDisk.openForReading(path)
      return {
        ...file,
        read: (target, start, length, position) =>
          reads++ === 0
            ? stale.copy(target, start, position, position + length)
            : file.read(target, start, length, position),
      }
    },
  }
  const { directory, put } = copyWith('without the mark')
  put(originalBytes)
  const journal = readJournal(directory, { disk })
  expect(journal.head.seq).toBe(6)
  expect(reads).toBeGreaterThan(1)
})

test('opening a damaged journal for writing is refused too, and changes nothing', async () => {
  const { directory, put } = copyWith('with the mark')
  put(flipped(originalBytes, (offsetAfter(1) + 80) * 8))
  const before = readFileSync(join(directory, segmentName))
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({ code: 'journal_damaged' })
  expect(readFileSync(join(directory, segmentName)).equals(before)).toBe(true)
  expect(outcomeOf(directory)).toMatchObject({ code: 'journal_damaged' })
})

test('damage that comes while the journal is open is found by reading, and nothing after it is served', async () => {
  const directory = await written()
  const journal = await openFileJournal(directory, options)
  const bytes = flipped(originalBytes, (offsetAfter(3) + 75) * 8)
  writeFileSync(join(directory, segmentName), bytes)
  const served: number[] = []
  expect(() => {
    for (const { seq } of journal.read()) served.push(seq)
  }).toThrow(expect.objectContaining({ code: 'journal_damaged' }))
  expect(served).toEqual([1, 2, 3])
  await journal.close()
})

test('a journal whose file is gone is not quietly begun anew', async () => {
  const directory = await written()
  rmSync(join(directory, segmentName))
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({ code: 'journal_damaged' })
  expect(existsSync(join(directory, segmentName))).toBe(false)
})

test('a journal cut to its header without a mark is an empty one', () => {
  const { directory, put } = copyWith('without the mark')
  put(originalBytes)
  truncateSync(join(directory, segmentName), headerBytes)
  expect(outcomeOf(directory)).toEqual({ served: [], droppedBytes: 0 })
})

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openFileJournal } from './file-journal.js'
import { readJournal } from './read-journal.js'
import { segmentName, temporaryDirectory } from './testing/directories.js'
import { diskError, hookedDisk } from './testing/disk.js'

// Every test syncs to a disk that others may keep busy.
vi.setConfig({ testTimeout: 60_000 })

const meta = { commands: '1', engine: '0.1.0' }
const options = { create: true, meta, preallocateBytes: 4096 }

test('reopened at any point, it goes on as if it had never been closed', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.json(), { minLength: 2, maxLength: 12 }), fc.nat(), async (payloads, cut) => {
      const split = 1 + (cut % (payloads.length - 1))
      const [whole, parted] = [temporaryDirectory(), temporaryDirectory()]
      const straight = await openFileJournal(whole, options)
      for (const [atMs, payload] of payloads.entries()) straight.append({ atMs, payload })
      await straight.close()
      const first = await openFileJournal(parted, options)
      for (const [atMs, payload] of payloads.slice(0, split).entries()) first.append({ atMs, payload })
      await first.close()
      const second = await openFileJournal(parted, { create: false, meta: {} })
      expect(second.head).toEqual({ ...first.head, epoch: 2 })
      for (const [index, payload] of payloads.slice(split).entries()) second.append({ atMs: split + index, payload })
      await second.close()
      expect([...readJournal(parted).read()]).toEqual([...readJournal(whole).read()])
      expect(readJournal(parted).head.hash).toBe(readJournal(whole).head.hash)
      expect(second.droppedBytes).toBe(0)
    }),
    { numRuns: 25 },
  ))

test('engine time goes on across a reopening', async () => {
  const directory = temporaryDirectory()
  const first = await openFileJournal(directory, options)
  first.append({ atMs: 500, payload: '1' })
  await first.close()
  const second = await openFileJournal(directory, options)
  expect(() => second.append({ atMs: 499, payload: '2' })).toThrow(
    expect.objectContaining({ code: 'invariant_violated' }),
  )
  expect(second.append({ atMs: 500, payload: '2' })).toBe(2)
  await second.close()
})

test('meta is what the journal was created with, whatever later openings say', async () => {
  const directory = temporaryDirectory()
  await (await openFileJournal(directory, options)).close()
  const again = await openFileJournal(directory, { ...options, meta: { commands: '2' } })
  expect(again.meta).toEqual(meta)
  await again.close()
  expect(readJournal(directory).meta).toEqual(meta)
})

test('meta of any size and script comes back', async () => {
  for (const length of [0, 1, 438, 439, 440, 5_000]) {
    const directory = temporaryDirectory()
    const large = { note: 'ü'.repeat(length), __proto__x: '"\\' }
    const journal = await openFileJournal(directory, { ...options, meta: large })
    journal.append({ atMs: 0, payload: '1' })
    await journal.close()
    expect(readJournal(directory).meta).toEqual(large)
  }
})

test('a reader beside the writer sees what is on disk and takes no lock', async () => {
  const directory = temporaryDirectory()
  const writer = await openFileJournal(directory, options)
  writer.append({ atMs: 1, payload: '1' })
  await writer.commit()
  writer.append({ atMs: 1, payload: '2' })
  expect(readJournal(directory).head).toMatchObject({ seq: 1, epoch: 1 })
  await writer.commit()
  expect(readJournal(directory).head).toEqual(writer.head)
  await writer.close()
})

test('a reader beside a busy writer never calls a write in progress damage', async () => {
  const directory = temporaryDirectory()
  const writer = await openFileJournal(directory, options)
  let isWriting = true
  const writing = (async () => {
    for (let n = 0; n < 100; n++) {
      for (let m = 0; m < 20; m++) writer.append({ atMs: n, payload: JSON.stringify({ n, m }) })
      await writer.commit()
    }
    isWriting = false
  })()
  let seqBefore = 0
  while (isWriting) {
    const { head } = readJournal(directory)
    expect(head.seq).toBeGreaterThanOrEqual(seqBefore)
    seqBefore = head.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
  await writing
  await writer.close()
})

describe('opening', () => {
  const openings = [
    { how: 'for writing', open: (directory: string) => openFileJournal(directory, { ...options, create: false }) },
    { how: 'for reading', open: async (directory: string) => readJournal(directory) },
  ]

  describe.each(openings)('$how', ({ open }) => {
    test('an empty directory is journal_missing, and it stays empty', async () => {
      const directory = temporaryDirectory()
      await expect(open(directory)).rejects.toMatchObject({ code: 'journal_missing' })
      expect(readdirSync(directory)).toEqual([])
    })

    test('a directory that does not exist is journal_missing', async () => {
      await expect(open(join(temporaryDirectory(), 'a', 'b'))).rejects.toMatchObject({ code: 'journal_missing' })
    })

    test('a file in place of the directory is journal_invalid', async () => {
      const file = join(temporaryDirectory(), 'file')
      writeFileSync(file, 'x')
      await expect(open(file)).rejects.toMatchObject({ code: 'journal_invalid' })
    })

    test.each([
      { what: 'an empty file', bytes: Buffer.alloc(0) },
      { what: 'a text', bytes: Buffer.from('{"hello":"world"}\n'.repeat(100)) },
      { what: 'zeros', bytes: Buffer.alloc(8192) },
    ])('$what in place of the journal is journal_invalid', async ({ bytes }) => {
      const directory = temporaryDirectory()
      writeFileSync(join(directory, segmentName), bytes)
      await expect(open(directory)).rejects.toMatchObject({ code: 'journal_invalid' })
    })

    test.each([
      { version: 2, todo: 'newer version' },
      { version: 0, todo: 'migrate' },
    ])('format $version is journal_version, with both versions and what to do', async ({ version, todo }) => {
      const directory = temporaryDirectory()
      await (await openFileJournal(directory, options)).close()
      const bytes = readFileSync(join(directory, segmentName))
      bytes.writeUInt32LE(version, 8)
      bytes.writeUInt32LE(crc32(bytes.subarray(20, 512), crc32(bytes.subarray(0, 16))), 16)
      writeFileSync(join(directory, segmentName), bytes)
      await expect(open(directory)).rejects.toMatchObject({
        code: 'journal_version',
        message: expect.stringMatching(`format ${version}.*format 1.*${todo}`),
        details: { found: `${version}`, supported: '1' },
      })
    })

    test('a journal that is a directory is journal_unavailable', async () => {
      const directory = temporaryDirectory()
      mkdirSync(join(directory, segmentName))
      await expect(open(directory)).rejects.toMatchObject({ code: 'journal_unavailable' })
    })
  })

  test('creates the directories above it', async () => {
    const directory = join(temporaryDirectory(), 'a', 'b')
    await (await openFileJournal(directory, options)).close()
    expect(readJournal(directory).head.seq).toBe(0)
  })

  test('a creation that fails half-way leaves no journal, and the next one succeeds', async () => {
    const directory = temporaryDirectory()
    const { disk } = hookedDisk({
      write(file) {
        if (file.includes('.journal')) throw diskError('ENOSPC')
        return undefined
      },
    })
    await expect(openFileJournal(directory, { ...options, disk })).rejects.toMatchObject({
      code: 'journal_unavailable',
      message: expect.stringContaining('ENOSPC'),
    })
    expect(() => readJournal(directory)).toThrow(expect.objectContaining({ code: 'journal_missing' }))
    await (await openFileJournal(directory, options)).close()
  })

  test('a new journal gets its name only once it is on disk, and then the name is made durable', async () => {
    const { disk, order } = hookedDisk()
    const journal = await openFileJournal(temporaryDirectory(), { ...options, disk })
    const calls = order.slice(order.indexOf(`sync ${segmentName}.tmp`))
    expect(calls.slice(0, 3)).toEqual([
      `sync ${segmentName}.tmp`,
      `rename ${segmentName}.tmp ${segmentName}`,
      'sync directory',
    ])
    await journal.close()
  })

  test('a lock is on disk before it has its name', async () => {
    const { disk, order } = hookedDisk()
    const link: typeof disk.link = async (from, to) => {
      order.push('link')
      await disk.link(from, to)
    }
    const journal = await openFileJournal(temporaryDirectory(), { ...options, disk: { ...disk, link } })
    expect(order.slice(0, 3)).toEqual([expect.stringMatching(/^sync lock-.*\.tmp$/), 'link', 'sync directory'])
    await journal.close()
  })

  test('records that only the page cache may hold are synced before they count as durable', async () => {
    const directory = temporaryDirectory()
    const first = await openFileJournal(directory, options)
    first.append({ atMs: 0, payload: '1' })
    await first.close()
    const { disk, log } = hookedDisk()
    const second = await openFileJournal(directory, { ...options, disk })
    expect(log).toEqual(['sync'])
    await second.close()
  })

  test.each([1, 3])('restored without its lock files after %i epochs, a journal gets a higher one', async (epochs) => {
    const directory = temporaryDirectory()
    for (let n = 1; n <= epochs; n++) {
      const journal = await openFileJournal(directory, options)
      journal.append({ atMs: n, payload: `${n}` })
      await journal.close()
    }
    for (const name of readdirSync(directory)) if (name.endsWith('.lock')) rmSync(join(directory, name))
    const journal = await openFileJournal(directory, options)
    expect(journal.head.epoch).toBe(epochs + 1)
    journal.append({ atMs: 4, payload: '4' })
    await journal.close()
    expect(readJournal(directory).head).toMatchObject({ seq: epochs + 1, epoch: epochs + 1 })
  })
})

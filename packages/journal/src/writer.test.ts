import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type FileJournal, openFileJournal } from './file-journal.js'
import { readJournal } from './read-journal.js'
import { markName, segmentName, temporaryDirectory } from './testing/directories.js'
import { type DiskHooks, diskError, hookedDisk } from './testing/disk.js'

// Every test syncs to a disk that others may keep busy.
vi.setConfig({ testTimeout: 60_000 })

const entry = (payload: string) => ({ atMs: 7, payload })

/** A journal whose opening is over and whose log is empty. */
async function opened(hooks: DiskHooks = {}, preallocateBytes = 1024 * 1024) {
  const directory = temporaryDirectory()
  const { disk, log } = hookedDisk(hooks)
  const journal: FileJournal = await openFileJournal(directory, { create: true, meta: {}, disk, preallocateBytes })
  log.length = 0
  return { directory, journal, log }
}

/** Holds a sync: `reached` resolves when it is waiting, `open` lets it go on. */
function gate() {
  let open = () => {}
  let reach = () => {}
  const opening = new Promise<void>((resolve) => {
    open = resolve
  })
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const wait = () => {
    reach()
    return opening
  }
  return { wait, reached, open }
}

const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve))
}

test('all commits of one run of code share one write and one sync', async () => {
  const { journal, log } = await opened()
  const commits = Array.from({ length: 1_000 }, (_, index) => {
    journal.append(entry(`${index}`))
    return journal.commit()
  })
  await Promise.all(commits)
  expect(log).toEqual([`write ${1_000 * 80}`, 'sync'])
  await journal.close()
})

test('all that is appended during a sync goes out together in the next write', async () => {
  const first = gate()
  let isCounting = false
  let syncs = 0
  const { journal, log } = await opened({
    sync: (file) => (file.endsWith('.journal') && isCounting && syncs++ === 0 ? first.wait() : undefined),
  })
  isCounting = true
  journal.append(entry('1'))
  const commits = [journal.commit()]
  await first.reached
  for (let n = 2; n <= 500; n++) {
    journal.append(entry(`${n}`))
    commits.push(journal.commit())
    if (n % 100 === 0) await turns(1)
  }
  first.open()
  await Promise.all(commits)
  expect(log).toEqual(['write 80', 'sync', `write ${499 * 80}`, 'sync'])
  isCounting = false
  await journal.close()
})

test('a record appended during a sync proves, once it is on disk itself, that the one being synced was', async () => {
  const first = gate()
  let isHolding = false
  const { directory, journal } = await opened({
    sync: (file) => (isHolding && file.endsWith('.journal') ? first.wait() : undefined),
  })
  isHolding = true
  journal.append(entry('1'))
  const one = journal.commit()
  await first.reached
  journal.append(entry('2'))
  const two = journal.commit()
  first.open()
  await Promise.all([one, two])
  await journal.close()
  rmSync(join(directory, markName))
  const bytes = readFileSync(join(directory, segmentName))
  bytes.writeUInt8(bytes.readUInt8(512 + 72) ^ 1, 512 + 72)
  writeFileSync(join(directory, segmentName), bytes)
  expect(() => readJournal(directory)).toThrow(expect.objectContaining({ code: 'journal_damaged' }))
})

test('no commit resolves, and no record is readable, before its own sync has returned', async () => {
  let current = gate()
  let isHeld = false
  const { directory, journal } = await opened({
    sync: (file) => (isHeld && file.endsWith('.journal') ? current.wait() : undefined),
  })
  isHeld = true
  const resolved: number[] = []
  journal.append(entry('1'))
  const one = journal.commit().then(() => resolved.push(1))
  await current.reached
  journal.append(entry('2'))
  const two = journal.commit().then(() => resolved.push(2))
  await turns()
  expect(resolved).toEqual([])
  expect([...journal.read()]).toEqual([])
  const previous = current
  current = gate()
  previous.open()
  await one
  await current.reached
  await turns()
  expect(resolved).toEqual([1])
  expect([...journal.read()].map(({ seq }) => seq)).toEqual([1])
  expect(readFileSync(join(directory, markName)).readUInt32LE(16)).toBe(1)
  current.open()
  await two
  expect(resolved).toEqual([1, 2])
  await journal.close()
})

test('no commit resolves before the mark says that it was synced', async () => {
  const marking = gate()
  let isHolding = false
  const { journal } = await opened({
    write: (file) => (isHolding && file.endsWith(markName) ? marking.wait().then(() => undefined) : undefined),
  })
  isHolding = true
  let isResolved = false
  journal.append(entry('1'))
  const commit = journal.commit().then(() => {
    isResolved = true
  })
  await marking.reached
  await turns()
  expect(isResolved).toBe(false)
  marking.open()
  await commit
  await journal.close()
})

test.each(['EIO', 'ENOSPC'])('a sync that fails with %s ends the store: it is never tried again', async (code) => {
  let failures = 0
  let isFailing = false
  const { directory, journal, log } = await opened({
    sync(file) {
      if (!isFailing || !file.endsWith('.journal')) return undefined
      failures++
      isFailing = false // The next one would succeed, as the kernel's does after it has dropped the pages.
      throw diskError(code)
    },
  })
  journal.append(entry('1'))
  await journal.commit()
  log.length = 0
  isFailing = true
  journal.append(entry('2'))
  const failing = journal.commit()
  const pending = turns(0).then(() => {
    journal.append(entry('3'))
    return journal.commit()
  })
  const failed = expect.objectContaining({ code: 'journal_failed', message: expect.stringContaining('record 1 ') })
  await expect(failing).rejects.toEqual(failed)
  await expect(pending).rejects.toEqual(failed)
  await expect(journal.commit()).rejects.toEqual(failed)
  expect(() => journal.append(entry('4'))).toThrow(failed)
  expect([...journal.read()].map(({ payload }) => payload)).toEqual(['1'])
  await expect(journal.close()).rejects.toEqual(failed)
  expect(failures).toBe(1)
  expect(log).toEqual(['write 80'])

  const again = await openFileJournal(directory, { create: false, meta: {} })
  expect(again.head.epoch).toBe(2)
  await again.close()
})

test('a write that fails ends the store', async () => {
  let isFailing = false
  const { journal } = await opened({
    write(file) {
      if (isFailing && file.endsWith('.journal')) throw diskError('EIO')
      return undefined
    },
  })
  isFailing = true
  journal.append(entry('1'))
  await expect(journal.commit()).rejects.toMatchObject({ code: 'journal_failed' })
  isFailing = false
  await expect(journal.commit()).rejects.toMatchObject({ code: 'journal_failed' })
  await expect(journal.close()).rejects.toMatchObject({ code: 'journal_failed' })
})

test('a disk that takes 7 bytes at a time still gets every record whole', async () => {
  const { directory, journal } = await opened({ write: (_, length) => Math.min(7, length) }, 512)
  for (let n = 0; n < 20; n++) journal.append(entry(JSON.stringify({ n })))
  await journal.commit()
  await journal.close()
  const { head, droppedBytes } = readJournal(directory)
  expect({ seq: head.seq, droppedBytes }).toEqual({ seq: 20, droppedBytes: 0 })
})

test('a disk that takes nothing more ends the store instead of turning for ever', async () => {
  let isFull = false
  const { journal } = await opened({ write: (_, length) => (isFull ? 0 : length) })
  isFull = true
  journal.append(entry('1'))
  await expect(journal.commit()).rejects.toMatchObject({ code: 'journal_failed' })
  await expect(journal.close()).rejects.toMatchObject({ code: 'journal_failed' })
})

test('the file grows ahead of the records in whole pieces', async () => {
  const { directory, journal, log } = await opened({}, 4096)
  const size = () => readFileSync(join(directory, segmentName)).length
  expect(size()).toBe(4096)
  for (let n = 0; n < 44; n++) journal.append(entry('1')) // 512 + 44 × 80 = 4032
  await journal.commit()
  expect(log).toEqual(['write 3520', 'sync'])
  journal.append(entry('1'))
  await journal.commit()
  expect(log.slice(2)).toEqual(['write 4096', 'sync', 'write 80', 'sync'])
  expect(size()).toBe(8192)
  await journal.close()
})

test('a fault in closing itself is heard, after everything was let go', async () => {
  let isFailing = false
  const { directory, journal } = await opened({
    sync(file) {
      if (isFailing && file.endsWith(markName)) throw diskError('EIO')
      return undefined
    },
  })
  journal.append(entry('1'))
  await journal.commit()
  isFailing = true
  await expect(journal.close()).rejects.toMatchObject({ code: 'journal_unavailable' })
  const again = await openFileJournal(directory, { create: false, meta: {} })
  expect(again.head.seq).toBe(1)
  await again.close()
})

test('padding is zeros, whatever an earlier batch left in the buffer', async () => {
  const { directory, journal } = await opened()
  for (const payload of ['"aaaaaaaa"', '"bbbbbbbb"', '1', '2']) {
    journal.append(entry(payload))
    await journal.commit()
  }
  await journal.close()
  const bytes = readFileSync(join(directory, segmentName))
  const third = 512 + 2 * 88
  expect(bytes.toString('latin1', third + 72, third + 80)).toBe('1\0\0\0\0\0\0\0')
  expect(bytes.toString('latin1', third + 152, third + 160)).toBe('2\0\0\0\0\0\0\0')
})

test('closing commits what was appended', async () => {
  const { directory, journal } = await opened()
  journal.append(entry('1'))
  await journal.close()
  expect([...readJournal(directory).read()].map(({ payload }) => payload)).toEqual(['1'])
})

import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { nodeDisk } from './disk.js'
import { openFileJournal } from './file-journal.js'
import { thisHolder } from './holder.js'
import { takeLock } from './lock.js'
import { readJournal } from './read-journal.js'
import { temporaryDirectory } from './testing/directories.js'

// Every test syncs to a disk that others may keep busy.
vi.setConfig({ testTimeout: 60_000 })

const options = { create: true, meta: {}, preallocateBytes: 4096 }
const lockFiles = (directory: string) => readdirSync(directory).filter((name) => /lock/.test(name))
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid

function leaveLock(directory: string, epoch: number, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  writeFileSync(join(directory, `epoch-${String(epoch).padStart(10, '0')}.lock`), text)
}

test('a second writer is refused by name, and the first goes on', async () => {
  const directory = temporaryDirectory()
  const first = await openFileJournal(directory, options)
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({
    code: 'journal_locked',
    message: expect.stringContaining(`process ${process.pid} on ${hostname()} (epoch 1)`),
  })
  first.append({ atMs: 0, payload: '1' })
  await first.commit()
  await first.close()
  expect(readJournal(directory).head.seq).toBe(1)
})

test('a closed journal may be opened again, in the next epoch', async () => {
  const directory = temporaryDirectory()
  for (const epoch of [1, 2, 3]) {
    const journal = await openFileJournal(directory, options)
    expect(journal.head.epoch).toBe(epoch)
    await journal.close()
    expect(lockFiles(directory)).toEqual([`epoch-000000000${epoch}.lock`])
  }
})

test('an opening that fails gives the lock back', async () => {
  const directory = temporaryDirectory()
  await (await openFileJournal(directory, options)).close()
  const segment = join(directory, '0000000000000001.journal')
  const bytes = readFileSync(segment)
  writeFileSync(segment, 'x')
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({ code: 'journal_invalid' })
  writeFileSync(segment, bytes)
  const journal = await openFileJournal(directory, options)
  expect(journal.head.epoch).toBe(3)
  await journal.close()
})

test.each([
  { what: 'a process that has ended', holder: () => ({ ...thisHolder(), pid: deadPid() }) },
  ...(process.platform === 'linux'
    ? [{ what: 'a process whose pid was given to another', holder: () => ({ ...thisHolder(), process: 'boot/1' }) }]
    : []),
])('the lock of $what is taken over with the next epoch', async ({ holder }) => {
  const directory = temporaryDirectory()
  leaveLock(directory, 6, { holder: holder() })
  const journal = await openFileJournal(directory, options)
  expect(journal.head.epoch).toBe(7)
  journal.append({ atMs: 0, payload: '1' })
  await journal.close()
  expect(readJournal(directory).head).toMatchObject({ seq: 1, epoch: 7 })
  expect(lockFiles(directory)).toEqual(['epoch-0000000007.lock'])
})

test.each([
  { what: 'a living process', content: () => ({ holder: thisHolder() }) },
  { what: 'another host', content: () => ({ holder: { ...thisHolder(), pid: deadPid(), host: 'elsewhere' } }) },
  { what: 'nobody that can be read', content: () => 'garbage' },
  { what: 'a holder without a pid', content: () => ({ holder: {} }) },
])('the lock of $what is respected, and the message names the file to remove', async ({ content }) => {
  const directory = temporaryDirectory()
  leaveLock(directory, 3, content())
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({
    code: 'journal_locked',
    message: expect.stringContaining(join(directory, 'epoch-0000000003.lock')),
  })
  expect(lockFiles(directory)).toEqual(['epoch-0000000003.lock'])
})

test('a killed writer is taken over, and everything that it acknowledged is there', async () => {
  const directory = temporaryDirectory()
  const first = await openFileJournal(directory, options)
  first.append({ atMs: 0, payload: '1' })
  await first.commit()
  first.append({ atMs: 0, payload: '2' }) // never committed
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  leaveLock(directory, 1, { holder: { pid: child.pid, host: hostname(), process: null } })
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({ code: 'journal_locked' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  const second = await openFileJournal(directory, options)
  expect(second.head).toMatchObject({ seq: 1, epoch: 2 })

  // The first one was not dead after all: it finds out before it acknowledges anything.
  await expect(first.commit()).rejects.toMatchObject({ code: 'journal_fenced' })
  expect(() => first.append({ atMs: 0, payload: '3' })).toThrow(expect.objectContaining({ code: 'journal_fenced' }))
  await expect(first.close()).rejects.toMatchObject({ code: 'journal_fenced' })
  await expect(openFileJournal(directory, options)).rejects.toMatchObject({ code: 'journal_locked' })
  await second.close()
})

test('of many that open at once exactly one gets in', async () => {
  const directory = temporaryDirectory()
  leaveLock(directory, 4, { holder: { ...thisHolder(), pid: deadPid() } })
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(nodeDisk, directory, 1)))
  const winners = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
  expect(winners).toHaveLength(1)
  const reasons = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.code] : []))
  expect(new Set(reasons)).toEqual(new Set(['journal_locked']))
  expect(lockFiles(directory)).toEqual(['epoch-0000000005.lock'])
  await winners[0]?.release()
})

test('one that looked long ago does not take an epoch that is over', async () => {
  const directory = temporaryDirectory()
  leaveLock(directory, 5, { holder: null })
  let isFirstLink = true
  const slowDisk: typeof nodeDisk = {
    ...nodeDisk,
    async link(from, to) {
      // Between its look (epoch 5 is free) and its link (epoch 6), two others come; the second stays.
      if (isFirstLink) {
        isFirstLink = false
        await (await takeLock(nodeDisk, directory, 1)).release()
        await takeLock(nodeDisk, directory, 1)
      }
      await nodeDisk.link(from, to)
    },
  }
  await expect(takeLock(slowDisk, directory, 1)).rejects.toMatchObject({ code: 'journal_locked' })
  expect(lockFiles(directory)).toEqual(['epoch-0000000007.lock'])
  rmSync(join(directory, 'epoch-0000000007.lock'))
})

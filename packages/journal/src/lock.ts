import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type JournalDisk, replaceFile, writeNewFile } from './disk.js'
import { errnoOf, journalError } from './errors.js'
import { type Holder, mayBeAlive, thisHolder } from './holder.js'

/**
 * The right to write. Node has no file locks, so the right is a file name: `epoch-N.lock`, created by linking (atomic, one
 * winner), and the highest N holds. Taking over means creating N+1 and removing N: a writer whose own file is gone has been
 * fenced, and learns it before it acknowledges anything.
 */
export interface WriterLock {
  readonly epoch: number
  isHeld(): Promise<boolean>
  release(): Promise<void>
}

/**
 * Takes the next epoch, at least `epochMin`.
 * @throws `journal_locked` where another writer holds the directory
 */
export async function takeLock(disk: JournalDisk, directory: string, epochMin: number): Promise<WriterLock> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const top = Math.max(0, ...epochsIn(disk, directory))
    if (top > 0 && !isFree(disk, directory, top)) continue
    const epoch = Math.max(top + 1, epochMin)
    if (!(await linkLock(disk, directory, epoch))) continue
    const epochs = epochsIn(disk, directory)
    // Between our look and our link others may have taken and given back several epochs: then ours is an old one.
    if (Math.max(...epochs) > epoch) {
      await disk.remove(pathOf(directory, epoch))
      continue
    }
    for (const older of epochs) if (older < epoch) await removeIfThere(disk, pathOf(directory, older))
    await disk.syncDirectory(directory)
    return {
      epoch,
      isHeld: () => disk.exists(pathOf(directory, epoch)),
      async release() {
        // Kept, not removed: the next writer's epoch must be higher.
        const path = pathOf(directory, epoch)
        if (await disk.exists(path)) await replaceFile(disk, path, Buffer.from('{"holder":null}\n'))
      },
    }
  }
  throw journalError(
    'journal_locked',
    `Other processes kept taking the lock in ${directory}: start one writer for a journal, then open again.`,
    { file: directory },
  )
}

/** Every lost attempt is another process's success, so a few are plenty. */
const attemptsMax = 100

function epochsIn(disk: JournalDisk, directory: string): number[] {
  return disk.list(directory).flatMap((name) => {
    const digits = /^epoch-([0-9]{1,10})\.lock$/.exec(name)?.[1]
    return digits === undefined ? [] : [Number(digits)]
  })
}

/** False where the lock file has just gone: look again. */
function isFree(disk: JournalDisk, directory: string, epoch: number): boolean {
  const path = pathOf(directory, epoch)
  let text: string
  try {
    text = disk.readWhole(path).toString('utf8')
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return false
    throw cause
  }
  const holder = parseHolder(text)
  if (holder === null || (holder !== 'unreadable' && !mayBeAlive(holder))) return true
  const who = holder === 'unreadable' ? 'a process it does not name' : `process ${holder.pid} on ${holder.host}`
  throw journalError(
    'journal_locked',
    `The journal in ${directory} is being written by ${who} (epoch ${epoch}): stop that process first. ` +
      `Only if it certainly no longer runs, remove ${path} and open again.`,
    { file: path, details: { epoch: String(epoch), holder: text.trim() } },
  )
}

/** Null: given back. */
function parseHolder(text: string): Holder | null | 'unreadable' {
  try {
    const { holder } = JSON.parse(text) as { holder?: Partial<Holder> | null }
    if (holder === null) return null
    if (typeof holder?.pid !== 'number' || typeof holder.host !== 'string') return 'unreadable'
    return { pid: holder.pid, host: holder.host, process: holder.process ?? null }
  } catch {
    return 'unreadable'
  }
}

/** A link makes the name and the whole content appear at once; false where someone else was first. */
async function linkLock(disk: JournalDisk, directory: string, epoch: number): Promise<boolean> {
  const temporary = join(directory, `lock-${randomUUID()}.tmp`)
  await writeNewFile(disk, temporary, Buffer.from(`${JSON.stringify({ holder: thisHolder() })}\n`))
  try {
    await disk.link(temporary, pathOf(directory, epoch))
    return true
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return false
    throw cause
  } finally {
    await disk.remove(temporary)
  }
}

async function removeIfThere(disk: JournalDisk, path: string): Promise<void> {
  try {
    await disk.remove(path)
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw cause
  }
}

function pathOf(directory: string, epoch: number): string {
  return join(directory, `epoch-${String(epoch).padStart(10, '0')}.lock`)
}

import { invariant } from '@plimsoll/core'
import {
  asUnavailable,
  checkDirectory,
  headOf,
  markPath,
  missing,
  readRange,
  segmentPath,
  verify,
} from './directory.js'
import { type JournalDisk, nodeDisk, replaceFile, type WritableFile, writeFully } from './disk.js'
import { encodeHeader, type SegmentHeader } from './header.js'
import { takeLock, type WriterLock } from './lock.js'
import type { Position, Scan } from './scan.js'
import type { JournalMeta, JournalStore } from './store.js'
import { encodeMark } from './synced.js'
import { createWriter } from './writer.js'

export interface FileJournalOptions {
  /** Whether a directory without a journal gets one. */
  readonly create: boolean
  /** Written at creation; an existing journal keeps its own, which `meta` returns. */
  readonly meta: JournalMeta
  /** The file grows in pieces of this size (default 4 MiB). */
  readonly preallocateBytes?: number
  /** The file system, for tests that make it fail. */
  readonly disk?: JournalDisk
}

/** What opening found after the last whole record: 0, or the rest of a write that was never acknowledged. */
export interface FileJournal extends JournalStore {
  readonly droppedBytes: number
}

const defaultPreallocateBytes = 4 * 1024 * 1024

/**
 * Opens the journal in a directory for writing, verifies every record, and drops the rest of a write that a crash tore.
 *
 * Each opening takes the next epoch; a lock that a dead process left is taken over.
 * @throws (rejects) `journal_missing`, `journal_invalid`, `journal_version`, `journal_damaged`, `journal_locked`, `journal_unavailable`
 * @example
 * const journal = await openFileJournal('var/journal', { create: true, meta: { commands: '1' } })
 */
export async function openFileJournal(directory: string, options: FileJournalOptions): Promise<FileJournal> {
  const disk = options.disk ?? nodeDisk
  const preallocateBytes = options.preallocateBytes ?? defaultPreallocateBytes
  invariant(Number.isSafeInteger(preallocateBytes) && preallocateBytes > 0, 'files grow by whole bytes')
  try {
    const hasJournal = checkDirectory(disk, directory)
    if (!hasJournal && !options.create) throw missing(directory)
    await disk.makeDirectory(directory)
    return await openLocked(disk, directory, { meta: options.meta, preallocateBytes })
  } catch (cause) {
    throw asUnavailable(directory, cause)
  }
}

async function openLocked(
  disk: JournalDisk,
  directory: string,
  options: { readonly meta: JournalMeta; readonly preallocateBytes: number },
): Promise<FileJournal> {
  let lock = await takeLock(disk, directory, 1)
  const opened: WritableFile[] = []
  try {
    if (!checkDirectory(disk, directory)) await createSegment(disk, directory, options)
    let found = verify(disk, directory)
    // Only where the lock files were lost (a restored backup): the epoch must be higher than any in the records.
    while (found.scan.end.epoch >= lock.epoch) {
      await lock.release()
      lock = await takeLock(disk, directory, found.scan.end.epoch + 1)
      found = verify(disk, directory)
    }
    return await openVerified(disk, directory, { ...found, lock, preallocateBytes: options.preallocateBytes, opened })
  } catch (cause) {
    // The first fault is the one to hear about, not what letting go may add to it.
    await Promise.allSettled([...opened.map((file) => file.close()), lock.release()])
    throw cause
  }
}

async function openVerified(
  disk: JournalDisk,
  directory: string,
  found: {
    readonly lock: WriterLock
    readonly header: SegmentHeader
    readonly scan: Scan
    readonly preallocateBytes: number
    readonly opened: WritableFile[]
  },
): Promise<FileJournal> {
  const { lock, opened, scan: scanned } = found
  const { end, checkpoints, droppedBytes } = scanned
  if (droppedBytes > 0) await cutTail(disk, directory, end)
  const segment = await disk.openForWriting(segmentPath(directory), 'existing')
  opened.push(segment)
  // The scan may have read what only the page cache holds. It counts as durable from here on, so it must be.
  await segment.sync()
  if (disk.kindOf(markPath(directory)) === 'absent') await replaceFile(disk, markPath(directory), Buffer.alloc(0))
  const mark = await disk.openForWriting(markPath(directory), 'existing')
  opened.push(mark)
  await writeFully(mark, encodeMark({ end: end.offset, seq: end.seq, hash: end.hash }), 0)
  const writer = createWriter({
    segment,
    segmentPath: segmentPath(directory),
    mark,
    start: end,
    epoch: lock.epoch,
    preallocateBytes: found.preallocateBytes,
    isLockHeld: () => lock.isHeld(),
    onCheckpoint: (position) => checkpoints.push(position),
  })
  let closing: Promise<void> | null = null

  async function close(): Promise<void> {
    const written = await Promise.allSettled([writer.commit()])
    // Let go in any case, and of all of it; the first fault is the one to hear about.
    const synced = await Promise.allSettled([mark.sync()])
    const closed = await Promise.allSettled([segment.close(), mark.close()])
    const released = await Promise.allSettled([lock.release()])
    for (const outcome of [...written, ...synced, ...closed, ...released])
      if (outcome.status === 'rejected') throw asUnavailable(directory, outcome.reason)
  }

  return {
    meta: found.header.meta,
    droppedBytes,
    get head() {
      return headOf(writer.head)
    },
    append(entry) {
      invariant(closing === null, 'a closed journal takes no records')
      return writer.append(entry)
    },
    commit() {
      invariant(closing === null, 'a closed journal has nothing to commit')
      return writer.commit()
    },
    read: (fromSeq = 1) => readRange(disk, directory, { checkpoints, end: writer.durable, fromSeq }),
    close() {
      closing ??= close()
      return closing
    },
  }
}

async function createSegment(
  disk: JournalDisk,
  directory: string,
  options: { readonly meta: JournalMeta; readonly preallocateBytes: number },
): Promise<void> {
  const header = encodeHeader(options.meta)
  const size = Math.ceil(header.length / options.preallocateBytes) * options.preallocateBytes
  await replaceFile(disk, segmentPath(directory), Buffer.concat([header], size))
}

/** Cuts off what never became durable, so that no later record can seem to be followed by it. */
async function cutTail(disk: JournalDisk, directory: string, end: Position): Promise<void> {
  const segment = await disk.openForWriting(segmentPath(directory), 'existing')
  try {
    await segment.truncate(end.offset)
    await segment.sync()
  } finally {
    await segment.close()
  }
}

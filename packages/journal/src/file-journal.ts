import { join } from 'node:path'
import { invariant } from '@plimsoll/core'
import { type JournalDisk, nodeDisk, replaceFile, type WritableFile, writeFully } from './disk.js'
import { causeText, damaged, errnoOf, journalError } from './errors.js'
import { decodeHeader, encodeHeader, type SegmentHeader } from './header.js'
import { takeLock, type WriterLock } from './lock.js'
import { type Position, records, type Scan, scan, startOf } from './scan.js'
import { openFileSource } from './source.js'
import type { JournalHead, JournalMeta, JournalRecord, JournalStore } from './store.js'
import { encodeMark, readMark } from './synced.js'
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

/** A journal that is only read. */
export interface ReadonlyJournal {
  readonly meta: JournalMeta
  readonly head: JournalHead
  readonly droppedBytes: number
  read(fromSeq?: number): Iterable<JournalRecord>
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

/**
 * Opens the journal in a directory for reading only and verifies every record; takes no lock and changes nothing.
 *
 * Beside a live writer it sees what was written when it was opened.
 * @throws `journal_missing`, `journal_invalid`, `journal_version`, `journal_damaged`, `journal_unavailable`
 * @example
 * readJournal('var/journal').head.seq // 42
 */
export function readJournal(directory: string, options: { readonly disk?: JournalDisk } = {}): ReadonlyJournal {
  const disk = options.disk ?? nodeDisk
  try {
    if (!checkDirectory(disk, directory)) throw missing(directory)
    const { header, scan: found } = verify(disk, directory)
    return {
      meta: header.meta,
      head: headOf(found.end),
      droppedBytes: found.droppedBytes,
      read: (fromSeq = 1) => readRange(disk, directory, { ...found, fromSeq }),
    }
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
    for (const file of opened) await file.close()
    await lock.release()
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
    try {
      await writer.commit()
      await mark.sync()
    } finally {
      await segment.close()
      await mark.close()
      await lock.release()
    }
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

/** False where the directory holds no journal yet. */
function checkDirectory(disk: JournalDisk, directory: string): boolean {
  const kind = disk.kindOf(directory)
  if (kind === 'file')
    throw journalError('journal_invalid', `${directory} is a file: give the directory of a journal.`, {
      file: directory,
    })
  if (kind === 'directory' && disk.kindOf(segmentPath(directory)) !== 'absent') return true
  const mark = kind === 'directory' ? readMark(disk, markPath(directory)) : null
  // A new journal beside the mark of a lost one would take commands as if nothing had happened.
  if (mark !== null && mark.seq > 0)
    throw damaged({
      file: segmentPath(directory),
      offset: 0,
      seq: 0,
      reason: `records up to ${mark.seq} were on disk, and the file is gone`,
    })
  return false
}

function verify(disk: JournalDisk, directory: string): { readonly header: SegmentHeader; readonly scan: Scan } {
  // The mark first: beside a live writer it must not be newer than what is scanned.
  const mark = readMark(disk, markPath(directory))
  const source = openFileSource(disk, segmentPath(directory))
  try {
    const header = decodeHeader(source, source.path)
    return { header, scan: scan(source, startOf(header), mark) }
  } finally {
    source.close()
  }
}

function readRange(
  disk: JournalDisk,
  directory: string,
  range: { readonly checkpoints: readonly Position[]; readonly end: Position; readonly fromSeq: number },
): Iterable<JournalRecord> {
  const { checkpoints, end, fromSeq } = range
  invariant(Number.isSafeInteger(fromSeq) && fromSeq >= 1, 'records are numbered from 1', { fromSeq })
  const from = checkpoints.findLast((position) => position.seq < fromSeq && position.seq <= end.seq)
  invariant(from !== undefined, 'the first checkpoint stands before the first record')
  return {
    // Opened when iterated: an iterable that nobody reads holds no file.
    [Symbol.iterator]: () => records(openFileSource(disk, segmentPath(directory)), { from, end, fromSeq }),
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

function headOf(position: Position): JournalHead {
  return { seq: position.seq, hash: position.hash.toString('hex'), epoch: position.epoch }
}

function missing(directory: string): Error {
  return journalError(
    'journal_missing',
    `There is no journal in ${directory}: check the path, or create one by opening it with create.`,
    { file: directory },
  )
}

/** Whatever the operating system refuses while a journal is opened becomes one coded error; all else stays as it is. */
function asUnavailable(directory: string, cause: unknown): unknown {
  if (errnoOf(cause) === null) return cause
  return journalError(
    'journal_unavailable',
    `The journal in ${directory} could not be opened (${causeText(cause)}): check the permissions and the disk's free space.`,
    { file: directory, cause },
  )
}

/** One file for now; its name says the first seq that it may hold, so that a journal can have more of them. */
function segmentPath(directory: string): string {
  return join(directory, '0000000000000001.journal')
}

function markPath(directory: string): string {
  return join(directory, 'synced')
}

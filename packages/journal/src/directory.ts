import { join } from 'node:path'
import { invariant } from '@plimsoll/core'
import type { JournalDisk } from './disk.js'
import { causeText, damaged, errnoOf, journalError } from './errors.js'
import { decodeHeader, type SegmentHeader } from './header.js'
import { type Position, records, type Scan, scan, startOf } from './scan.js'
import { openFileSource } from './source.js'
import type { JournalHead, JournalRecord } from './store.js'
import { readMark } from './synced.js'

// What writer and reader share: which files a journal's directory has, and how they are verified together.

/** False where the directory holds no journal yet. */
export function checkDirectory(disk: JournalDisk, directory: string): boolean {
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

/** Reads and verifies everything. */
export function verify(disk: JournalDisk, directory: string): { readonly header: SegmentHeader; readonly scan: Scan } {
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

/** The records between the nearest checkpoint and `end`, opened anew each time they are iterated. */
export function readRange(
  disk: JournalDisk,
  directory: string,
  range: { readonly checkpoints: readonly Position[]; readonly end: Position; readonly fromSeq: number },
): Iterable<JournalRecord> {
  const { checkpoints, end, fromSeq } = range
  invariant(Number.isSafeInteger(fromSeq) && fromSeq >= 1, 'records are numbered from 1', { fromSeq })
  const from = checkpoints.findLast((position) => position.seq < fromSeq)
  invariant(from !== undefined, 'the first checkpoint stands before the first record')
  return {
    // Opened when iterated: an iterable that nobody reads holds no file.
    [Symbol.iterator]: () => records(openFileSource(disk, segmentPath(directory)), { from, end, fromSeq }),
  }
}

export function headOf(position: Position): JournalHead {
  return { seq: position.seq, hash: position.hash.toString('hex'), epoch: position.epoch }
}

export function missing(directory: string): Error {
  return journalError(
    'journal_missing',
    `There is no journal in ${directory}: check the path, or create one by opening it with create.`,
    { file: directory },
  )
}

/** Whatever the operating system refuses while a journal is opened or closed becomes one coded error; all else stays as it is. */
export function asUnavailable(directory: string, cause: unknown): unknown {
  if (errnoOf(cause) === null) return cause
  return journalError(
    'journal_unavailable',
    `The journal in ${directory} could not be opened or closed (${causeText(cause)}): check the permissions and the disk's free space.`,
    { file: directory, cause },
  )
}

/** One file for now; its name says the first seq that it may hold, so that a journal can have more of them. */
export function segmentPath(directory: string): string {
  return join(directory, '0000000000000001.journal')
}

export function markPath(directory: string): string {
  return join(directory, 'synced')
}

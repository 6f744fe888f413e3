import { isUtf8 } from 'node:buffer'
import { atMsBeforeFirst } from './entry.js'
import { damaged } from './errors.js'
import { decodeFrame, type Frame, frameAlignment, kindCommand, mayProveSynced } from './frame.js'
import type { SegmentHeader } from './header.js'
import { type FileSource, writtenEnd } from './source.js'
import type { JournalRecord } from './store.js'
import type { SyncedMark } from './synced.js'

/** A place between two records, and all that the next record is checked against. */
export interface Position {
  readonly offset: number
  readonly seq: number
  readonly atMs: number
  readonly epoch: number
  readonly hash: Buffer
}

export function startOf(header: SegmentHeader): Position {
  return { offset: header.bytes, seq: header.baseSeq, atMs: atMsBeforeFirst, epoch: 0, hash: header.baseHash }
}

type Step =
  | { readonly status: 'record'; readonly record: JournalRecord; readonly next: Position }
  /** No whole record stands here: the end, a write that a crash tore, or damage. */
  | { readonly status: 'broken'; readonly reason: string }
  /** A whole record that does not follow: another history. No crash does that. */
  | { readonly status: 'foreign'; readonly reason: string }

/** Reads the record at a position and checks it against the one before. */
function step(source: FileSource, at: Position): Step {
  const frame = decodeFrame(source, at.offset)
  if (typeof frame === 'string') return { status: 'broken', reason: frame }
  const reason = reasonItDoesNotFollow(frame, at)
  if (reason !== null) return { status: 'foreign', reason }
  const { seq, atMs, epoch, hash } = frame
  const next = { offset: at.offset + frame.bytes, seq, atMs, epoch, hash }
  return { status: 'record', record: { seq, atMs, payload: frame.payload.toString('utf8') }, next }
}

function reasonItDoesNotFollow(frame: Frame, at: Position): string | null {
  const { seq } = frame
  if (frame.kind !== kindCommand) return `a record is of kind ${frame.kind}, which this version does not know`
  if (seq !== at.seq + 1) return `record ${seq} stands where ${at.seq + 1} belongs`
  if (!frame.previousHash.equals(at.hash)) return `record ${seq} does not follow from record ${at.seq} (chain hash)`
  if (!Number.isSafeInteger(frame.atMs) || frame.atMs < at.atMs) return `time goes back in record ${seq}`
  if (frame.epoch < at.epoch) return `record ${seq} is of epoch ${frame.epoch}, after epoch ${at.epoch}`
  if (frame.durableEnd > at.offset) return `record ${seq} was written before what stands in front of it`
  if (!isUtf8(frame.payload)) return `the payload of record ${seq} is not UTF-8`
  return null
}

export interface Scan {
  readonly end: Position
  /** Bytes after the last whole record that a write left there which never became durable. */
  readonly droppedBytes: number
  /** Every few thousand records, a position to start reading from. */
  readonly checkpoints: Position[]
}

export const checkpointRecords = 4096

/**
 * Verifies a whole segment and finds its end.
 *
 * What does not verify is dropped only where it may be a write that a crash tore. It may not be that where the synced mark
 * covers it, or where an intact record follows that was written *after* everything up to there had been synced.
 * @throws `journal_damaged`
 */
export function scan(source: FileSource, start: Position, mark: SyncedMark | null): Scan {
  const checkpoints = [start]
  let at = start
  let isMarkMet = mark === null || isAt(mark, at)
  for (;;) {
    const found = step(source, at)
    if (found.status === 'record') {
      at = found.next
      if (at.seq % checkpointRecords === 0) checkpoints.push(at)
      if (mark !== null && isAt(mark, at)) isMarkMet = true
      continue
    }
    const { reason } = found
    if (found.status === 'foreign') throw damaged({ file: source.path, ...at, reason })
    if (mark !== null && !isMarkMet) throw damaged({ file: source.path, ...at, reason: reasonOfMark(mark, at, reason) })
    const end = writtenEnd(source, at.offset)
    const proof = provenSyncedAfter(source, at.offset, end)
    if (proof === null) return { end: at, droppedBytes: end - at.offset, checkpoints }
    // Beside a live writer the gap may just have been filled: only what is still broken afterwards is damage.
    source.refresh()
    if (step(source, at).status !== 'record')
      throw damaged({ file: source.path, ...at, reason: `${reason}, and a later record stands at byte ${proof}` })
  }
}

function reasonOfMark(mark: SyncedMark, at: Position, reason: string): string {
  return mark.end > at.offset
    ? `${reason}, and records up to ${mark.seq} were on disk`
    : `it does not hold record ${mark.seq} as it was synced here`
}

/** Offset of an intact record after `broken` that could only be written once `broken` had been synced, or null. */
function provenSyncedAfter(source: FileSource, broken: number, end: number): number | null {
  for (let offset = broken + frameAlignment; offset < end; offset += frameAlignment)
    if (mayProveSynced(source, offset, broken) && typeof decodeFrame(source, offset) !== 'string') return offset
  return null
}

function isAt(mark: SyncedMark, at: Position): boolean {
  return mark.end === at.offset && mark.seq === at.seq && mark.hash.equals(at.hash)
}

/**
 * The records from `from` (exclusive of what stands before it) up to `end`, verified as they are read.
 * @throws `journal_damaged`
 */
export function* records(
  source: FileSource,
  range: { readonly from: Position; readonly end: Position; readonly fromSeq: number },
): Generator<JournalRecord> {
  try {
    let at = range.from
    while (at.offset < range.end.offset) {
      const found = step(source, at)
      if (found.status !== 'record') throw damaged({ file: source.path, ...at, reason: found.reason })
      at = found.next
      if (found.record.seq >= range.fromSeq) yield found.record
    }
  } finally {
    source.close()
  }
}

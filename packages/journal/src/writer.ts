import { invariant } from '@plimsoll/core'
import { type WritableFile, writeFully } from './disk.js'
import { checkEntry } from './entry.js'
import { causeText, journalError } from './errors.js'
import { encodeFrame, frameBytes } from './frame.js'
import { checkpointRecords, type Position } from './scan.js'
import type { JournalEntry } from './store.js'
import { encodeMark } from './synced.js'

export interface Writer {
  /** After the last appended record. */
  readonly head: Position
  /** After the last record that is on disk. */
  readonly durable: Position
  append(entry: JournalEntry): number
  commit(): Promise<void>
}

interface Waiter {
  readonly seq: number
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

/**
 * Group commit: one write and one sync in flight, and all that is appended meanwhile goes out together in the next.
 * The first failure is the last thing that it does.
 */
export function createWriter(options: {
  readonly segment: WritableFile
  readonly segmentPath: string
  readonly mark: WritableFile
  readonly start: Position
  readonly epoch: number
  readonly preallocateBytes: number
  /** False once another writer has taken over. */
  readonly isLockHeld: () => Promise<boolean>
  readonly onCheckpoint: (position: Position) => void
}): Writer {
  const { segment, mark, epoch } = options
  let head: Position = { ...options.start, epoch }
  let durable = head
  let allocatedEnd = segment.size
  let failure: Error | null = null
  let isFlushing = false
  let waiters: Waiter[] = []

  // Appended and not yet being written. All of it goes out in one batch, which starts where the one in flight ends.
  let pending: Buffer = Buffer.alloc(64 * 1024)
  let pendingBytes = 0
  let batchStart = head.offset
  let spare: Buffer = Buffer.alloc(64 * 1024)

  function append(entry: JournalEntry): number {
    if (failure !== null) throw failure
    const payloadBytes = checkEntry(entry, head.atMs)
    const bytes = frameBytes(payloadBytes)
    // From here on the entry is accepted.
    if (pendingBytes + bytes > pending.length) pending = grown(pending, pendingBytes, pendingBytes + bytes)
    const seq = head.seq + 1
    const hash = encodeFrame(pending, pendingBytes, {
      offset: head.offset,
      epoch,
      durableEnd: batchStart,
      previousHash: head.hash,
      seq,
      atMs: entry.atMs,
      payload: entry.payload,
      payloadBytes,
    })
    pendingBytes += bytes
    head = { offset: head.offset + bytes, seq, atMs: entry.atMs, epoch, hash }
    if (seq % checkpointRecords === 0) options.onCheckpoint(head)
    return seq
  }

  function commit(): Promise<void> {
    if (failure !== null) return Promise.reject(failure)
    if (durable.seq === head.seq) return Promise.resolve()
    return new Promise((resolve, reject) => {
      waiters.push({ seq: head.seq, resolve, reject })
      if (isFlushing) return
      isFlushing = true
      // After the current run of synchronous code: everything that it appends shares the first write.
      queueMicrotask(flush)
    })
  }

  async function flush(): Promise<void> {
    try {
      while (waiters.length > 0) {
        const end = head
        await writeBatch(takeBatch(), end)
        durable = end
        const served = waiters.filter((waiter) => waiter.seq <= end.seq)
        waiters = waiters.filter((waiter) => waiter.seq > end.seq)
        for (const waiter of served) waiter.resolve()
      }
    } catch (cause) {
      failure = failureOf(cause)
      for (const waiter of waiters) waiter.reject(failure)
      waiters = []
    } finally {
      isFlushing = false
    }
  }

  function takeBatch(): { readonly bytes: Buffer; readonly start: number } {
    const batch = { bytes: pending.subarray(0, pendingBytes), start: batchStart }
    const filled = pending
    pending = spare
    spare = filled
    pendingBytes = 0
    batchStart = head.offset
    return batch
  }

  async function writeBatch(batch: { readonly bytes: Buffer; readonly start: number }, end: Position): Promise<void> {
    invariant(batch.start + batch.bytes.length === end.offset, 'a batch ends where the head was')
    await preallocate(end.offset)
    await writeFully(segment, batch.bytes, batch.start)
    // After the write, so that whoever took over before it is seen; beside the sync, so that it costs no time.
    const [isHeld] = await Promise.all([options.isLockHeld(), segment.sync()])
    if (!isHeld) throw fenced(options.segmentPath, epoch)
    await writeFully(mark, encodeMark({ end: end.offset, seq: end.seq, hash: end.hash }), 0)
  }

  /** Zeros ahead of the records, in big pieces: a sync then has no file size and no block map to write. */
  async function preallocate(end: number): Promise<void> {
    if (end <= allocatedEnd) return
    const newEnd = Math.ceil(end / options.preallocateBytes) * options.preallocateBytes
    await writeFully(segment, Buffer.alloc(newEnd - allocatedEnd), allocatedEnd)
    await segment.sync()
    allocatedEnd = newEnd
  }

  function failureOf(cause: unknown): Error {
    if (cause instanceof Error && 'code' in cause && cause.code === 'journal_fenced') return cause
    return journalError(
      'journal_failed',
      `The journal could not be written (${causeText(cause)}): nothing after record ${durable.seq} is certain to be on disk. ` +
        'Stop the process, check the disk and its free space, then open again, which verifies every record.',
      { file: options.segmentPath, details: { durableSeq: String(durable.seq) }, cause },
    )
  }

  return {
    get head() {
      return head
    },
    get durable() {
      return durable
    },
    append,
    commit,
  }
}

function grown(buffer: Buffer, usedBytes: number, neededBytes: number): Buffer {
  const larger = Buffer.alloc(Math.max(buffer.length * 2, neededBytes))
  buffer.copy(larger, 0, 0, usedBytes)
  return larger
}

function fenced(file: string, epoch: number): Error {
  return journalError(
    'journal_fenced',
    `Another writer has taken over the journal after epoch ${epoch}: stop this process, the other one serves now.`,
    { file, details: { epoch: String(epoch) } },
  )
}

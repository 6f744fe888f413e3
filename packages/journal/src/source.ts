import type { JournalDisk } from './disk.js'
import { causeText, journalError } from './errors.js'
import type { FrameSource } from './frame.js'

const windowBytes = 256 * 1024

/** A file read through a moving window; a view is valid until the next one. */
export interface FileSource extends FrameSource {
  readonly path: string
  readonly size: number
  /** Forgets what was read, so that the next view reads it again. */
  refresh(): void
  close(): void
}

/** @throws `journal_unavailable` where the operating system does not let the file be read, with the offset */
export function openFileSource(disk: JournalDisk, path: string): FileSource {
  const file = orUnavailable(path, 0, () => disk.openForReading(path))
  let window = Buffer.alloc(Math.min(windowBytes, file.size))
  let windowStart = 0
  let windowEnd = 0

  function fill(offset: number, length: number): void {
    if (window.length < length) window = Buffer.alloc(length)
    windowStart = offset
    windowEnd = offset
    while (windowEnd - windowStart < window.length) {
      const have = windowEnd - windowStart
      const count = orUnavailable(path, windowEnd, () => file.read(window, have, window.length - have, windowEnd))
      if (count === 0) break
      windowEnd += count
    }
  }

  return {
    path,
    size: file.size,
    view(offset, length) {
      if (offset + length > file.size) return null
      if (offset < windowStart || offset + length > windowEnd) fill(offset, length)
      if (offset + length > windowEnd) return null
      return window.subarray(offset - windowStart, offset - windowStart + length)
    },
    refresh() {
      windowEnd = windowStart
    },
    close: () => file.close(),
  }
}

function orUnavailable<Result>(path: string, offset: number, read: () => Result): Result {
  try {
    return read()
  } catch (cause) {
    throw journalError(
      'journal_unavailable',
      `${path} could not be read at byte ${offset} (${causeText(cause)}): check the disk and the permissions, then open it again.`,
      { file: path, details: { offset: String(offset) }, cause },
    )
  }
}

/** Offset after the last byte that is not zero, at or after `start`; `start` where only zeros follow. */
export function writtenEnd(source: FileSource, start: number): number {
  let end = start
  for (let offset = start; offset < source.size; offset += windowBytes) {
    const length = Math.min(windowBytes, source.size - offset)
    const bytes = source.view(offset, length)
    if (bytes === null) break
    if (bytes.equals(zeros.subarray(0, length))) continue
    let last = length
    while (bytes[last - 1] === 0) last--
    end = offset + last
  }
  return end
}

const zeros = Buffer.alloc(windowBytes)

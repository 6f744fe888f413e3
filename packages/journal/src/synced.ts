import { crc32 } from 'node:zlib'
import { hashBytes } from './chain.js'
import type { JournalDisk } from './disk.js'
import { readInt64, writeInt64 } from './int64.js'

/**
 * What is certainly on disk. It is written after a sync has returned and before the commit resolves, so wherever it can be
 * read, everything before `end` was synced, and what is missing there is damage. It is not itself synced with every commit:
 * a process that is killed leaves it whole, a power failure may leave an older one, which says less and never anything false.
 */
export interface SyncedMark {
  readonly end: number
  readonly seq: number
  readonly hash: Buffer
}

const at = { checksum: 0, end: 8, seq: 16, hash: 24 }
const markBytes = 64

export function encodeMark(mark: SyncedMark): Buffer {
  const bytes = Buffer.alloc(markBytes)
  writeInt64(bytes, mark.end, at.end)
  writeInt64(bytes, mark.seq, at.seq)
  mark.hash.copy(bytes, at.hash)
  bytes.writeUInt32LE(crc32(bytes.subarray(at.checksum + 4)), at.checksum)
  return bytes
}

/** The mark, or null where there is none that can be trusted: then the records themselves must say what was synced. */
export function readMark(disk: JournalDisk, path: string): SyncedMark | null {
  if (disk.kindOf(path) !== 'file') return null
  const bytes = disk.readWhole(path)
  if (bytes.length !== markBytes) return null
  if (bytes.readUInt32LE(at.checksum) !== crc32(bytes.subarray(at.checksum + 4))) return null
  const mark = {
    end: readInt64(bytes, at.end),
    seq: readInt64(bytes, at.seq),
    hash: bytes.subarray(at.hash, at.hash + hashBytes),
  }
  return mark.end === 0 ? null : mark
}

import { crc32 } from 'node:zlib'
import { hashBytes, linkHash } from './chain.js'
import { payloadBytesMax } from './entry.js'
import { readInt64, writeInt64 } from './int64.js'

// A frame is one record on disk. FORMAT.md has the same table, with the reasons.
const at = { payloadBytes: 0, checksum: 4, epoch: 8, kind: 12, durableEnd: 16, previousHash: 24, seq: 56, atMs: 64 }
const frameHeaderBytes = 72
export const frameAlignment = 8
export const kindCommand = 1

/** An intact frame; its buffers are valid until the source gives its next view. */
export interface Frame {
  readonly bytes: number
  readonly kind: number
  readonly epoch: number
  /** Everything before this offset had been synced when this frame was written: it starts the frame's own batch. */
  readonly durableEnd: number
  readonly previousHash: Buffer
  readonly hash: Buffer
  readonly seq: number
  readonly atMs: number
  readonly payload: Buffer
}

/** Bytes that a payload takes on disk, padded so that every frame starts at a multiple of 8. */
export function frameBytes(payloadBytes: number): number {
  return Math.ceil((frameHeaderBytes + payloadBytes) / frameAlignment) * frameAlignment
}

/** Writes a frame into `target` at `start`, to stand at `offset` in the file; returns the chain hash after it. */
export function encodeFrame(
  target: Buffer,
  start: number,
  fields: {
    readonly offset: number
    readonly epoch: number
    readonly durableEnd: number
    readonly previousHash: Buffer
    readonly seq: number
    readonly atMs: number
    readonly payload: string
    readonly payloadBytes: number
  },
): Buffer {
  const payloadEnd = start + frameHeaderBytes + fields.payloadBytes
  const end = start + frameBytes(fields.payloadBytes)
  target.writeUInt32LE(fields.payloadBytes, start + at.payloadBytes)
  target.writeUInt32LE(fields.epoch, start + at.epoch)
  target.writeUInt32LE(kindCommand, start + at.kind)
  writeInt64(target, fields.durableEnd, start + at.durableEnd)
  fields.previousHash.copy(target, start + at.previousHash)
  writeInt64(target, fields.seq, start + at.seq)
  writeInt64(target, fields.atMs, start + at.atMs)
  target.write(fields.payload, start + frameHeaderBytes, 'utf8')
  target.fill(0, payloadEnd, end)
  target.writeUInt32LE(checksumOf(target.subarray(start, end), fields.offset), start + at.checksum)
  return linkHash(target.subarray(start + at.previousHash, payloadEnd))
}

/** A place to read frames from; null where the file ends before `length` bytes. */
export interface FrameSource {
  view(offset: number, length: number): Buffer | null
}

/** The intact frame at `offset`, or the reason why there is none. Whether it is the *right* one is for the caller to say. */
export function decodeFrame(source: FrameSource, offset: number): Frame | string {
  const header = source.view(offset, frameHeaderBytes)
  if (header === null) return 'the file ends inside a record'
  const payloadBytes = header.readUInt32LE(at.payloadBytes)
  if (payloadBytes === 0 || payloadBytes > payloadBytesMax) return 'no record begins here'
  const bytes = frameBytes(payloadBytes)
  const frame = source.view(offset, bytes)
  if (frame === null) return 'the file ends inside a record'
  if (frame.readUInt32LE(at.checksum) !== checksumOf(frame, offset)) return 'the checksum does not match'
  return {
    bytes,
    kind: frame.readUInt32LE(at.kind),
    epoch: frame.readUInt32LE(at.epoch),
    durableEnd: readInt64(frame, at.durableEnd),
    previousHash: frame.subarray(at.previousHash, at.previousHash + hashBytes),
    hash: linkHash(frame.subarray(at.previousHash, frameHeaderBytes + payloadBytes)),
    seq: readInt64(frame, at.seq),
    atMs: readInt64(frame, at.atMs),
    payload: frame.subarray(frameHeaderBytes, frameHeaderBytes + payloadBytes),
  }
}

/** True where a frame *could* stand that was written after everything before `end` had been synced; cheap, before any checksum. */
export function mayProveSynced(source: FrameSource, offset: number, end: number): boolean {
  const header = source.view(offset, frameHeaderBytes)
  if (header === null || header.readUInt32LE(at.kind) !== kindCommand) return false
  const durableEnd = readInt64(header, at.durableEnd)
  return durableEnd > end && durableEnd <= offset
}

const checksumPrefix = Buffer.alloc(12)

/** CRC-32 over the frame's offset in the file, its length field and all after the checksum: a frame is intact only in its own place. */
function checksumOf(frame: Buffer, offset: number): number {
  writeInt64(checksumPrefix, offset, 0)
  frame.copy(checksumPrefix, 8, at.payloadBytes, at.payloadBytes + 4)
  return crc32(frame.subarray(at.epoch), crc32(checksumPrefix))
}

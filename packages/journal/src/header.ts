import { crc32 } from 'node:zlib'
import { invariant } from '@plimsoll/core'
import { genesisHash, hashBytes, metaText } from './chain.js'
import { journalError } from './errors.js'
import type { FrameSource } from './frame.js'
import { readInt64, writeInt64 } from './int64.js'
import type { JournalMeta } from './store.js'

const formatVersion = 1

// The first 20 bytes and the checksum's rule stay as they are in every version: that is how any version names any other.
const at = { magic: 0, version: 8, headerBytes: 12, checksum: 16, metaBytes: 20, baseSeq: 24, baseHash: 32, meta: 64 }
// As PNG does: the high bit and the line ends show a file that went through a text transfer.
const magic = Buffer.from('\x89PLJ\r\n\x1a\n', 'latin1')
/** Header sizes are multiples of a sector, so that no record shares one with it. */
const sectorBytes = 512
const headerBytesMax = 1024 * 1024

export interface SegmentHeader {
  readonly bytes: number
  readonly meta: JournalMeta
  /** Seq and chain hash before the first record: 0 and the genesis hash, until a journal has more than one segment. */
  readonly baseSeq: number
  readonly baseHash: Buffer
}

export function encodeHeader(meta: JournalMeta): Buffer {
  const text = Buffer.from(metaText(meta))
  const header = Buffer.alloc(Math.ceil((at.meta + text.length) / sectorBytes) * sectorBytes)
  invariant(header.length <= headerBytesMax, 'meta is small', { metaBytes: text.length })
  magic.copy(header, at.magic)
  header.writeUInt32LE(formatVersion, at.version)
  header.writeUInt32LE(header.length, at.headerBytes)
  header.writeUInt32LE(text.length, at.metaBytes)
  writeInt64(header, 0, at.baseSeq)
  genesisHash(meta).copy(header, at.baseHash)
  text.copy(header, at.meta)
  header.writeUInt32LE(checksumOf(header), at.checksum)
  return header
}

/**
 * Reads the header of a segment.
 * @throws `journal_invalid` where the file is something else, `journal_damaged`, `journal_version`
 */
export function decodeHeader(source: FrameSource, file: string): SegmentHeader {
  const start = source.view(0, at.meta)
  if (start === null || !start.subarray(0, magic.length).equals(magic))
    throw journalError(
      'journal_invalid',
      `${file} is not a journal: give the directory that a journal was created in.`,
      {
        file,
      },
    )
  const version = start.readUInt32LE(at.version)
  const bytes = start.readUInt32LE(at.headerBytes)
  const isPlausible = bytes >= at.meta && bytes % sectorBytes === 0 && bytes <= headerBytesMax
  const header = isPlausible ? source.view(0, bytes) : null
  if (header === null || header.readUInt32LE(at.checksum) !== checksumOf(header))
    throw journalError(
      'journal_damaged',
      `The journal is damaged at byte 0 of ${file}: the checksum of its header does not match. ` +
        'Nothing was changed: keep this copy, and restore the whole directory from a replica or a backup.',
      { file, details: { offset: '0', afterSeq: '0' } },
    )
  if (version !== formatVersion)
    throw journalError(
      'journal_version',
      `${file} is a journal of format ${version}, this version reads format ${formatVersion}: ` +
        `${version > formatVersion ? 'open it with the newer version that wrote it' : 'migrate it with the version that wrote it'}.`,
      { file, details: { found: String(version), supported: String(formatVersion) } },
    )
  const meta = header.subarray(at.meta, at.meta + header.readUInt32LE(at.metaBytes)).toString('utf8')
  return {
    bytes,
    meta: Object.freeze(JSON.parse(meta) as JournalMeta),
    baseSeq: readInt64(header, at.baseSeq),
    baseHash: Buffer.from(header.subarray(at.baseHash, at.baseHash + hashBytes)),
  }
}

/** CRC-32 over the whole header but the checksum itself. */
function checksumOf(header: Buffer): number {
  return crc32(header.subarray(at.checksum + 4), crc32(header.subarray(0, at.checksum)))
}

import { hash } from 'node:crypto'
import type { JournalMeta } from './store.js'

/** SHA-256, kept whole: at 16 bytes whoever chooses payloads could prepare two histories with one hash (2^64 work). */
export const hashBytes = 32

/**
 * One link of the chain.
 *
 *   hash(n) = SHA-256( hash(n−1) ‖ seq ‖ atMs ‖ payload )
 *
 * It covers what replay sees and nothing of where it is stored, so that any two stores can be compared. Epoch and offset are the checksum's.
 */
export function linkHash(link: Buffer): Buffer {
  return hash('sha256', link, 'buffer')
}

/** Where the chain begins: the hash of the meta. */
export function genesisHash(meta: JournalMeta): Buffer {
  return hash('sha256', Buffer.from(`plimsoll journal\n${metaText(meta)}`), 'buffer')
}

/** Meta as JSON with its keys in code-unit order: equal meta, equal bytes. */
export function metaText(meta: JournalMeta): string {
  const keys = Object.keys(meta).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(meta[key])}`).join(',')}}`
}

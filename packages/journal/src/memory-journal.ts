import { invariant } from '@plimsoll/core'
import { genesisHash } from './chain.js'
import { atMsBeforeFirst, checkEntry } from './entry.js'
import { encodeFrame, frameBytes } from './frame.js'
import type { JournalMeta, JournalRecord, JournalStore } from './store.js'

/**
 * A journal that ends with the process, for tests and simulation: the same order, checks and chain hash as the file's.
 * @example
 * const journal = createMemoryJournal()
 * journal.append({ atMs: 0, payload: '{}' }) // 1
 */
export function createMemoryJournal(options: { readonly meta?: JournalMeta } = {}): JournalStore {
  const meta = Object.freeze({ ...options.meta })
  const records: JournalRecord[] = []
  let durableSeq = 0
  let hash = genesisHash(meta)
  let isClosed = false

  return {
    meta,
    get head() {
      return { seq: records.length, hash: hash.toString('hex'), epoch: 1 }
    },
    append({ atMs, payload }) {
      invariant(!isClosed, 'a closed journal takes no records')
      const payloadBytes = checkEntry({ atMs, payload }, records.at(-1)?.atMs ?? atMsBeforeFirst)
      // From here on the entry is accepted.
      const seq = records.length + 1
      const fields = { offset: 0, epoch: 1, durableEnd: 0, previousHash: hash, seq, atMs, payload, payloadBytes }
      hash = encodeFrame(Buffer.alloc(frameBytes(payloadBytes)), 0, fields)
      records.push({ seq, atMs, payload })
      return seq
    },
    commit() {
      invariant(!isClosed, 'a closed journal has nothing to commit')
      durableSeq = records.length
      return Promise.resolve()
    },
    read(fromSeq = 1) {
      invariant(Number.isSafeInteger(fromSeq) && fromSeq >= 1, 'records are numbered from 1', { fromSeq })
      return records.slice(fromSeq - 1, durableSeq)
    },
    close() {
      durableSeq = records.length
      isClosed = true
      return Promise.resolve()
    },
  }
}

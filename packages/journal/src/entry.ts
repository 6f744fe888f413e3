import { invariant } from '@plimsoll/core'
import { journalError } from './errors.js'
import type { JournalEntry } from './store.js'

/** Largest payload, in bytes of UTF-8. The border of the server caps commands far below it. */
export const payloadBytesMax: number = 16 * 1024 * 1024

/**
 * Checks an entry against the time of the one before it and returns the payload's length in bytes.
 * @throws `journal_entry_too_large`, `invariant_violated`
 */
export function checkEntry(entry: JournalEntry, atMsBefore: number): number {
  invariant(Number.isSafeInteger(entry.atMs), 'engine time is an integer of milliseconds', { atMs: entry.atMs })
  invariant(entry.atMs >= atMsBefore, 'engine time never decreases', { atMs: entry.atMs, atMsBefore })
  invariant(entry.payload.length > 0, 'a payload is a JSON text, which is never empty')
  // A lone surrogate has no UTF-8: it would come back as another character, and as another command.
  invariant(!/\p{Surrogate}/u.test(entry.payload), 'a payload is well-formed Unicode')
  const payloadBytes = Buffer.byteLength(entry.payload)
  if (payloadBytes > payloadBytesMax)
    throw journalError(
      'journal_entry_too_large',
      `The command is ${payloadBytes} bytes long, a record holds at most ${payloadBytesMax}: split it into smaller commands.`,
      { details: { payloadBytes: String(payloadBytes), payloadBytesMax: String(payloadBytesMax) } },
    )
  return payloadBytes
}

/** No entry was before the first one. */
export const atMsBeforeFirst: number = Number.MIN_SAFE_INTEGER

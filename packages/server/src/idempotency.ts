import { createHash } from 'node:crypto'
import { ServerError } from './errors.js'

/** Answers by Idempotency-Key, for the life of the process: the same key with the same body is answered again, not done again. */
export interface IdempotencyStore {
  /**
   * Runs `act`, or returns what it answered before under this key.
   * @throws `idempotency_conflict` the key came with another body · `idempotency_in_flight` the first request is not answered yet
   */
  once(
    key: string,
    body: string,
    act: () => Promise<string>,
  ): Promise<{ readonly answer: string; readonly isReplayed: boolean }>
}

interface Kept {
  readonly bodyHash: string
  /** `null` while in flight. */
  answer: string | null
}

/** Oldest answers are forgotten first beyond either bound. */
export function createIdempotencyStore(limits: {
  readonly keysMax: number
  readonly charactersMax: number
}): IdempotencyStore {
  const kept = new Map<string, Kept>()
  let characters = 0

  return {
    async once(key, body, act) {
      const bodyHash = createHash('sha256').update(body).digest('hex')
      const before = kept.get(key)
      if (before !== undefined) return { answer: answerAgain(before, bodyHash), isReplayed: true }
      const entry: Kept = { bodyHash, answer: null }
      kept.set(key, entry)
      try {
        const answer = await act()
        entry.answer = answer
        characters += answer.length
        forgetOldest()
        return { answer, isReplayed: false }
      } catch (error) {
        // Nothing was answered, so there is nothing to answer again: the key is free.
        kept.delete(key)
        throw error
      }
    },
  }

  function forgetOldest(): void {
    for (const [key, { answer }] of kept) {
      if (kept.size <= limits.keysMax && characters <= limits.charactersMax) return
      if (answer === null) continue
      kept.delete(key)
      characters -= answer.length
    }
  }
}

function answerAgain(before: Kept, bodyHash: string): string {
  if (before.bodyHash !== bodyHash) {
    throw new ServerError(
      'idempotency_conflict',
      'This Idempotency-Key came with another body before: use a new key for a new request.',
    )
  }
  if (before.answer === null) {
    throw new ServerError(
      'idempotency_in_flight',
      'The first request with this Idempotency-Key is not answered yet: send it again in a moment.',
    )
  }
  return before.answer
}

/**
 * The key of a header: a quoted string as in the IETF draft, or the bare token.
 * @throws `idempotency_key_invalid`
 */
export function idempotencyKeyOf(header: string | readonly string[]): string {
  const text = typeof header === 'string' ? header.trim() : ''
  const match = /^(?:"([\x21\x23-\x7e ]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(text)
  const key = match?.[1] ?? match?.[2]
  if (key !== undefined) return key
  throw new ServerError(
    'idempotency_key_invalid',
    'Idempotency-Key is one string of 1 to 255 visible characters: send for example a UUID.',
  )
}

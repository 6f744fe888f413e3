import { type Fields, isRecord } from '../registry.js'

/** A whole number of a vector: a decimal string, or a JSON integer. */
export function integerAt(of: Fields, key: string): bigint {
  const written = of[key]
  if (typeof written === 'string' && /^-?\d+$/.test(written)) return BigInt(written)
  if (typeof written === 'number' && Number.isSafeInteger(written)) return BigInt(written)
  throw new Error(`${key} is no whole number`)
}

export function recordAt(of: Fields, key: string): Fields {
  const record = of[key]
  if (!isRecord(record)) throw new Error(`${key} is no object`)
  return record
}

export function textAt(of: Fields, key: string): string {
  const text = of[key]
  if (typeof text !== 'string') throw new Error(`${key} is no text`)
  return text
}

/** The fields of these names; a vector that lacks one is not what its format says. */
export function pick(of: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(
    keys.map((key) => {
      if (!(key in of)) throw new Error(`${key} is missing`)
      return [key, of[key]]
    }),
  )
}

/** What the vector recorded as a revert, or null. */
export function revertOf(result: Fields): string | null {
  return 'reverted' in result && result.reverted !== null ? textAt(result, 'reverted') : null
}

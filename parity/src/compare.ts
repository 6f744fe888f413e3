import { addRational, compareRational, multiplyRational, negateRational, type Rational, ZERO } from '@plimsoll/core'
import { readNumber } from './number.js'

/** How far a computed number may be from the expected one, both ends included. */
export interface Tolerance {
  /** Absolute, or a fraction of the expected number. */
  readonly isRelative: boolean
  readonly limit: Rational
  /** Other tolerances for the fields of these names, at any depth. */
  readonly fields: ReadonlyMap<string, Tolerance>
}

/** The first field that does not hold. */
export interface Miss {
  readonly field: string
  readonly got: unknown
  readonly expected: unknown
}

export const EXACT: Tolerance = { isRelative: false, limit: ZERO, fields: new Map() }

/**
 * Compares what a vector expects with what was computed; null where all holds. Numbers by value, lists entry by entry and of one
 * length, objects over the expected keys, everything else as it stands. What was not computed is a miss.
 */
export function firstMiss(expected: unknown, got: unknown, tolerance: Tolerance, field = ''): Miss | null {
  const miss = { field, got, expected }
  const number = readNumber(expected)
  if (number !== null) return isNear(number, readNumber(got), tolerance) ? null : miss
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return miss
    if (got.length !== expected.length) return { field: `${field}.length`, got: got.length, expected: expected.length }
    return first(expected.map((each, index) => firstMiss(each, got[index], tolerance, `${field}[${index}]`)))
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return miss
    return first(
      Object.entries(expected).map(([key, each]) => {
        const own = tolerance.fields.get(key)
        const inner = own === undefined ? tolerance : { ...own, fields: tolerance.fields }
        return firstMiss(each, fieldOf(got, key), inner, field === '' ? key : `${field}.${key}`)
      }),
    )
  }
  return isSame(expected, got) ? null : miss
}

/** Flags are booleans in some formats and words in others. */
function isSame(expected: unknown, got: unknown): boolean {
  if (typeof got === 'boolean' && typeof expected === 'string') return expected === String(got)
  if (typeof expected === 'boolean' && typeof got === 'string') return got === String(expected)
  return expected === got
}

function isNear(expected: Rational, got: Rational | null, { isRelative, limit }: Tolerance): boolean {
  if (got === null) return false
  const allowed = isRelative ? multiplyRational(limit, absolute(expected)) : limit
  return compareRational(absolute(addRational(expected, negateRational(got))), allowed) <= 0
}

function absolute(number: Rational): Rational {
  return number.numerator < 0n ? negateRational(number) : number
}

function fieldOf(got: object, key: string): unknown {
  return got instanceof Map ? got.get(key) : Object.hasOwn(got, key) ? (got as Record<string, unknown>)[key] : undefined
}

function first(misses: readonly (Miss | null)[]): Miss | null {
  return misses.find((miss) => miss !== null) ?? null
}

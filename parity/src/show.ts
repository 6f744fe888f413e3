import { formatDecimal, type Rational } from '@plimsoll/core'
import type { Miss } from './compare.js'
import { readNumber } from './number.js'

const DECIMALS_SHOWN = 24
const LENGTH_MAX = 160

/** One line: the field, what was computed and what was expected. */
export function showMiss({ field, got, expected }: Miss): string {
  return `${field} got ${show(got)}, expected ${show(expected)}`
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const number = typeof value === 'string' ? null : readNumber(value)
  if (number !== null) return showNumber(number)
  const text = typeof value === 'string' ? value : JSON.stringify(value, (_, each) => plain(each))
  return text.length > LENGTH_MAX ? `${text.slice(0, LENGTH_MAX)}…` : text
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  const number = typeof value === 'bigint' || typeof value === 'object' ? readNumber(value) : null
  return number === null ? value : showNumber(number)
}

/** As a decimal, cut with a mark where it does not end. */
function showNumber({ numerator, denominator }: Rational): string {
  const scaled = numerator * 10n ** BigInt(DECIMALS_SHOWN)
  const isCut = scaled % denominator !== 0n
  return `${formatDecimal(scaled / denominator, DECIMALS_SHOWN)}${isCut ? '…' : ''}`
}

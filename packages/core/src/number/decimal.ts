import { fail } from '../errors.js'
import { DECIMALS, type Price, type Quantity, type Ratio, type Value } from './kinds.js'

/** More digits than any real figure has; checked before `BigInt()`, whose cost grows with the square of the digits. */
const DIGITS_MAX = 60
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** What to do with digits beyond the scale: refuse them (the rule at every border), or round as the caller says. */
export type DecimalRounding = 'exact' | 'floor' | 'ceil'

/**
 * A decimal string as an integer scaled by 10^decimals. No exponent, no sign but a leading `-`, no spaces.
 * @throws `number_invalid` what is not a decimal · `number_too_long` over 60 digits · `precision_loss` more decimals than the scale
 * @example parseDecimal('1.5', { decimals: 2 }) // 150n
 */
export function parseDecimal(text: string, options: { decimals: number; rounding?: DecimalRounding }): bigint {
  if (typeof text !== 'string') fail('number_invalid', `Numbers are decimal strings; ${describe(text)} is not one.`)
  if (text.length > DIGITS_MAX + 2) refuseLength() // a sign and a point beside the digits
  const match = DECIMAL.exec(text)
  if (match === null)
    fail('number_invalid', `"${text}" is not a decimal number: write digits, with a point if needed, e.g. "1.5".`)
  const [, sign, whole = '', fraction = ''] = match
  if (whole.length + fraction.length > DIGITS_MAX) refuseLength()
  const kept = fraction.slice(0, options.decimals).padEnd(options.decimals, '0')
  const isInexact = /[1-9]/.test(fraction.slice(options.decimals))
  if (isInexact && (options.rounding ?? 'exact') === 'exact') {
    fail('precision_loss', `"${text}" has more than ${options.decimals} decimals: round it before giving it.`)
  }
  const magnitude = BigInt(whole + kept)
  const isNegative = sign === '-'
  const isAway = isInexact && (options.rounding === 'ceil' ? !isNegative : options.rounding === 'floor' && isNegative)
  const rounded = isAway ? magnitude + 1n : magnitude
  return isNegative ? -rounded : rounded
}

/**
 * An integer scaled by 10^decimals as a decimal string: no exponent, no trailing zeros, no `-0`.
 * @example formatDecimal(150n, 2) // '1.5'
 */
export function formatDecimal(scaled: bigint, decimals: number = DECIMALS): string {
  const isNegative = scaled < 0n
  const digits = (isNegative ? -scaled : scaled).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${isNegative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** A price from its decimal string. @throws as `parseDecimal` @example price('58000') */
export function price(text: string): Price {
  return parseDecimal(text, { decimals: DECIMALS }) as Price
}

/** A quantity from its decimal string, + long, − short. @throws as `parseDecimal` @example quantity('-0.5') */
export function quantity(text: string): Quantity {
  return parseDecimal(text, { decimals: DECIMALS }) as Quantity
}

/** An amount of money from its decimal string. @throws as `parseDecimal` @example value('10000') */
export function value(text: string): Value {
  return parseDecimal(text, { decimals: DECIMALS }) as Value
}

/** A fraction from its decimal string. @throws as `parseDecimal` @example ratio('0.05') // five percent */
export function ratio(text: string): Ratio {
  return parseDecimal(text, { decimals: DECIMALS }) as Ratio
}

function refuseLength(): never {
  return fail('number_too_long', `A number has at most ${DIGITS_MAX} digits; this one has more: shorten it.`)
}

function describe(input: unknown): string {
  return input === null ? 'null' : typeof input === 'object' ? 'an object' : `the ${typeof input} ${String(input)}`
}

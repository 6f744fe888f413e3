import { fail } from '../errors.js'
import { formatDecimal } from './decimal.js'
import { divCeil, divFloor } from './divide.js'
import { largestOf, productOf, smallestOf } from './exact.js'
import { addRational, divideRational, negateRational, type Rational, rational, ZERO } from './rational.js'

/**
 * What formulas on fractions need beside exact.ts: a division that refuses 0, totals, steps of a grid, and decimals of any length. Nothing
 * is rounded until a function that says so: what a venue publishes is compared after the last step, never between.
 */

/** a ÷ b. @throws `number_invalid` where b is 0 */
export function over(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) fail('number_invalid', 'A formula divides by 0: give the number that stands below the line.')
  return divideRational(a, b)
}

/** The sum of what a function makes of each item; 0 of none. */
export function totalOf<T>(items: readonly T[], term: (item: T) => Rational): Rational {
  return items.map(term).reduce(addRational, ZERO)
}

export function magnitude(a: Rational): Rational {
  return a.numerator < 0n ? negateRational(a) : a
}

/** The number itself inside [low, high], else the nearer end. */
export function clamp(a: Rational, range: { readonly low: Rational; readonly high: Rational }): Rational {
  return smallestOf(largestOf(a, range.low), range.high)
}

/** max(0, a). */
export function positivePart(a: Rational): Rational {
  return a.numerator > 0n ? a : ZERO
}

/** The largest multiple of a step (> 0) that is not above. @example floorToStep(rational(7n, 2n), rational(1n)) // 3 */
export function floorToStep(a: Rational, step: Rational): Rational {
  const steps = over(a, step)
  return productOf(rational(divFloor(steps.numerator, steps.denominator)), step)
}

/** The smallest multiple of a step (> 0) that is not below. */
export function ceilToStep(a: Rational, step: Rational): Rational {
  const steps = over(a, step)
  return productOf(rational(divCeil(steps.numerator, steps.denominator)), step)
}

/** Toward zero: the integer division of most chains and languages. Only modules that reproduce such a venue use it. */
export function truncate(a: Rational): bigint {
  return a.numerator / a.denominator
}

/** 10^exponent, exact for negative exponents. */
export function powerOfTen(exponent: bigint): Rational {
  return exponent < 0n ? rational(1n, 10n ** -exponent) : rational(10n ** exponent)
}

/** An exact fraction from a decimal string of at most 18 decimals would lose nothing; this reads any number of them. */
export function exactly(text: string): Rational {
  const match = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/.exec(text)
  if (match === null)
    return fail('number_invalid', `"${text}" is not a decimal number: write digits, with a point if needed.`)
  const [, sign, whole = '', fraction = ''] = match
  const digits = BigInt(whole + fraction)
  return rational(sign === '-' ? -digits : digits, 10n ** BigInt(fraction.length))
}

/** A fraction as a decimal string, rounded down at the given decimals. @example formatFloor(rational(2n, 3n), 4) // '0.6666' */
export function formatFloor(a: Rational, decimals: number): string {
  return formatDecimal(divFloor(a.numerator * 10n ** BigInt(decimals), a.denominator), decimals)
}

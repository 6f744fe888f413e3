import { fail } from '../errors.js'
import { formatDecimal } from './decimal.js'
import { divCeil, divFloor } from './divide.js'
import {
  addRational,
  compareRational,
  divideRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
  ZERO,
} from './rational.js'

/**
 * Exact arithmetic on fractions, in the order in which a formula is read: `over(minus(a, b), c)` is (a − b) ÷ c. Nothing is rounded
 * until a function that says so: what a venue publishes is compared after the last step, never between.
 */

export const ONE: Rational = rational(1n)

/** The sum of all terms; 0 of none. */
export function plus(...terms: readonly Rational[]): Rational {
  return terms.reduce(addRational, ZERO)
}

/** a − b. */
export function minus(a: Rational, b: Rational): Rational {
  return addRational(a, negateRational(b))
}

/** The product of all factors; 1 of none. */
export function times(...factors: readonly Rational[]): Rational {
  return factors.reduce(multiplyRational, ONE)
}

/** a ÷ b. @throws `number_invalid` where b is 0 */
export function over(a: Rational, b: Rational): Rational {
  if (b.numerator === 0n) fail('number_invalid', 'A formula divides by 0: give the number that stands below the line.')
  return divideRational(a, b)
}

/** The sum of what a function makes of each item. */
export function sumOf<T>(items: readonly T[], term: (item: T) => Rational): Rational {
  return plus(...items.map(term))
}

export function magnitude(a: Rational): Rational {
  return a.numerator < 0n ? negateRational(a) : a
}

export function least(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce((a, b) => (compareRational(b, a) < 0 ? b : a), first)
}

export function greatest(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce((a, b) => (compareRational(b, a) > 0 ? b : a), first)
}

/** The number itself inside [low, high], else the nearer end. */
export function clamp(a: Rational, range: { readonly low: Rational; readonly high: Rational }): Rational {
  return least(greatest(a, range.low), range.high)
}

/** max(0, a). */
export function positivePart(a: Rational): Rational {
  return a.numerator > 0n ? a : ZERO
}

/** The largest multiple of a step (> 0) that is not above. @example floorToStep(rational(7n, 2n), rational(1n)) // 3 */
export function floorToStep(a: Rational, step: Rational): Rational {
  const steps = over(a, step)
  return times(rational(divFloor(steps.numerator, steps.denominator)), step)
}

/** The smallest multiple of a step (> 0) that is not below. */
export function ceilToStep(a: Rational, step: Rational): Rational {
  const steps = over(a, step)
  return times(rational(divCeil(steps.numerator, steps.denominator)), step)
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

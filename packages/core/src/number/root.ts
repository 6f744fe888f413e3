import { fail, invariant } from '../errors.js'
import { divFloor } from './divide.js'
import { type Rational, rational } from './rational.js'

/**
 * The largest integer whose square is not above n ≥ 0, by Newton's method on integers.
 * @example squareRootFloor(99n) // 9n
 */
export function squareRootFloor(n: bigint): bigint {
  invariant(n >= 0n, 'a square root is taken of a number that is not negative')
  if (n < 2n) return n
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) / 2n
    if (next >= root) return root
    root = next
  }
}

/**
 * √a as a fraction, rounded down at the given decimals.
 * @throws `number_invalid` below 0
 * @example squareRoot(rational(2n), { decimals: 4 }) // 1.4142
 */
export function squareRoot(a: Rational, options: { readonly decimals: number }): Rational {
  if (a.numerator < 0n)
    fail('number_invalid', 'The square root of a negative number does not exist: give one from 0 up.')
  const scale = 10n ** BigInt(options.decimals)
  return rational(squareRootFloor(divFloor(a.numerator * scale * scale, a.denominator)), scale)
}

import { divCeil, divFloor } from './divide.js'

/**
 * An exact fraction with a positive denominator: for inverting rules, where a rounded intermediate would move the answer.
 * Never reduced by a common divisor: the chains are short and `gcd` costs more than the digits it saves.
 */
export interface Rational {
  readonly numerator: bigint
  /** > 0 */
  readonly denominator: bigint
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n }

/** @example rational(1n, 3n) */
export function rational(numerator: bigint, denominator: bigint = 1n): Rational {
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator }
}

export function addRational(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return { numerator: a.numerator + b.numerator, denominator: a.denominator }
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  }
}

export function multiplyRational(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

export function negateRational(a: Rational): Rational {
  return { numerator: -a.numerator, denominator: a.denominator }
}

/** a ÷ b, b ≠ 0. */
export function divideRational(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator)
}

/** −1, 0 or 1. */
export function compareRational(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

/** The largest integer not above it. */
export function floorRational(a: Rational): bigint {
  return divFloor(a.numerator, a.denominator)
}

/** The smallest integer not below it. */
export function ceilRational(a: Rational): bigint {
  return divCeil(a.numerator, a.denominator)
}

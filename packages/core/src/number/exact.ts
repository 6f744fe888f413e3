import { divCeil, divFloor } from './divide.js'
import { type Price, type Quantity, type Ratio, type Value, WAD } from './kinds.js'
import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Rational,
  rational,
} from './rational.js'

/**
 * Formulas over several kinds of number, written as they stand in a rule: every operand enters by `exact`, nothing is rounded on the way,
 * and the result leaves once, by a function that names the kind and the direction.
 * @example toValueCeil(productOf(exact(price('10')), exact(ratio('0.25')))) // value('2.5')
 */
export function exact(number: bigint): Rational {
  return rational(number, WAD)
}

export function sumOf(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce(addRational, first)
}

export function differenceOf(from: Rational, ...taken: readonly Rational[]): Rational {
  return taken.reduce((left, each) => addRational(left, negateRational(each)), from)
}

export function productOf(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce(multiplyRational, first)
}

/** The divisor is not 0. */
export function quotientOf(dividend: Rational, divisor: Rational): Rational {
  return divideRational(dividend, divisor)
}

export function largestOf(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce((largest, each) => (compareRational(each, largest) > 0 ? each : largest), first)
}

export function smallestOf(first: Rational, ...rest: readonly Rational[]): Rational {
  return rest.reduce((smallest, each) => (compareRational(each, smallest) < 0 ? each : smallest), first)
}

/** Whether a < b. */
export function isLess(a: Rational, b: Rational): boolean {
  return compareRational(a, b) < 0
}

export function toValueFloor(number: Rational): Value {
  return scaledFloor(number) as Value
}

export function toValueCeil(number: Rational): Value {
  return scaledCeil(number) as Value
}

export function toPriceFloor(number: Rational): Price {
  return scaledFloor(number) as Price
}

export function toPriceCeil(number: Rational): Price {
  return scaledCeil(number) as Price
}

export function toRatioFloor(number: Rational): Ratio {
  return scaledFloor(number) as Ratio
}

export function toRatioCeil(number: Rational): Ratio {
  return scaledCeil(number) as Ratio
}

export function toQuantityCeil(number: Rational): Quantity {
  return scaledCeil(number) as Quantity
}

/** The largest whole number not above it, as a quantity: lots, contracts. */
export function toWholeFloor(number: Rational): Quantity {
  return (floorRational(number) * WAD) as Quantity
}

/** The smallest whole number not below it, as a quantity. */
export function toWholeCeil(number: Rational): Quantity {
  return (ceilRational(number) * WAD) as Quantity
}

function scaledFloor({ numerator, denominator }: Rational): bigint {
  return divFloor(numerator * WAD, denominator)
}

function scaledCeil({ numerator, denominator }: Rational): bigint {
  return divCeil(numerator * WAD, denominator)
}

/** 0 and 1 as exact numbers. */
export const NOUGHT: Rational = rational(0n)
export const UNIT: Rational = rational(1n)

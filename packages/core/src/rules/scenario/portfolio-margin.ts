import {
  exact,
  productOf,
  type Quantity,
  type Ratio,
  type Rational,
  rational,
  toValueCeil,
  type Value,
} from '../../number/index.js'
import { type ScenarioArray, scanArray, scanRequirementCeil } from './scan.js'

/** How far a class of underlyings is moved: signed fractions, e.g. −0.08 and 0.06 for broad indices of large companies. */
export interface PriceRange {
  readonly down: Ratio
  readonly up: Ratio
}

/** Valuation points on each side of today's price. */
const POINTS = 5n

/**
 * The equidistant moves of a range: five down, five up, as shares of today's price, the far ends first and last.
 * @example movesOf({ down: ratio('-0.15'), up: ratio('0.15') }) // −0.15, −0.12, … −0.03, 0.03, … 0.15
 */
export function movesOf(range: PriceRange): readonly Rational[] {
  const side = (end: Ratio, steps: readonly bigint[]): readonly Rational[] =>
    steps.map((step) => productOf(exact(end), rational(step, POINTS)))
  return [...side(range.down, [5n, 4n, 3n, 2n, 1n]), ...side(range.up, [1n, 2n, 3n, 4n, 5n])]
}

/** What one unit of money in something linear gains at each point: the move itself. */
export function linearArray(range: PriceRange): ScenarioArray {
  return movesOf(range)
}

/**
 * Portfolio margin of one linear position, up: the greatest loss over the points, which for a line is at one of the ends.
 *
 *   max(0, −value × down, −value × up)        value + long, − short
 *
 * An uneven range asks less of a short than of a long. Source: FINRA Rule 4210(g); OCC TIMS points (read 2026-11).
 */
export function linearRequirementCeil(value: Value, range: PriceRange): Value {
  return scanRequirementCeil(scanArray([{ array: linearArray(range), quantity: value as bigint as Quantity }]))
}

/** What options and futures require at least: contracts × amount, 37.50 each. */
export function contractMinimumCeil(contracts: Quantity, perContract: Value): Value {
  return toValueCeil(productOf(exact(contracts), exact(perContract)))
}

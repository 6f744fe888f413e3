import type { FactorId } from '../model/index.js'
import {
  addRational,
  compareRational,
  floorRational,
  ONE_PRICE,
  ONE_RATIO,
  type Price,
  type Rational,
  rational,
  type Value,
  ZERO,
} from '../number/index.js'
import { figuresOf, type Leg } from './leg.js'
import { linesOfFactor } from './piecewise.js'
import { heightAt, type Line } from './schedule.js'

/** A range of prices for each factor, both ends included, 0 < low ≤ high. */
export type Box = ReadonlyMap<FactorId, { readonly low: Price; readonly high: Price }>

/**
 * A value that the exact excess (marginEquity − maintenance requirement) is never below at any point of the box, interior included.
 *
 * Legs of different factors add up, so the smallest sum is the sum of the smallest: a piecewise linear function has its minimum at an end
 * of the box or at a band's edge (both limits there, since a requirement may jump). The forward rule rounds every leg down by less than
 * one unit on each side; two units a leg are taken off for that.
 *
 * `null` (unindexed) where the box lacks a factor of the legs.
 */
export function lowerBoundOfLegs(legs: readonly Leg[], box: Box): Value | null {
  let sum = ZERO
  let exact = 0n
  const factors = new Set<FactorId>()
  for (const leg of legs) {
    if (leg.factor !== null && leg.quantity !== 0n) factors.add(leg.factor)
    else {
      const figures = figuresOf(leg, ONE_PRICE)
      exact += figures.maintenanceEquity - figures.maintenanceRequirement
    }
  }
  for (const factor of factors) {
    const range = box.get(factor)
    if (range === undefined) return null
    sum = addRational(sum, minimum(linesOfFactor(legs, factor, { level: ONE_RATIO }), range))
  }
  return (floorRational(sum) + exact - 2n * BigInt(legs.length)) as Value
}

function minimum(lines: readonly Line[], range: { readonly low: Price; readonly high: Price }): Rational {
  const low = rational(range.low)
  const high = rational(range.high)
  let lowest: Rational | null = null
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const start = compareRational(line.from, low) > 0 ? line.from : low
    const end = next !== undefined && compareRational(next.from, high) < 0 ? next.from : high
    if (compareRational(start, end) > 0) continue
    for (const point of [start, end]) {
      const height = heightAt(line, point)
      if (lowest === null || compareRational(height, lowest) < 0) lowest = height
    }
  }
  return lowest ?? ZERO
}

import type { FactorId } from '../model/index.js'
import {
  addRational,
  ceilRational,
  compareRational,
  divCeil,
  floorRational,
  multiplyRational,
  negateRational,
  type Price,
  type Rational,
  rational,
  WAD,
} from '../number/index.js'
import { type Crossing, crossingsOf, slopeAt } from './crossings.js'
import { type LegFigures, maintenanceDistance, worthAt } from './leg.js'
import { inverted, isInverseFactor, linesOfFactor, type Target } from './piecewise.js'
import { heightAt, type Line } from './schedule.js'

/** A price of one factor, the others fixed, at which the target is met exactly (to the rounding). */
export interface Root {
  readonly price: Price
  /** The side on which the account is under: `below` for what falls with the price (a long), `above` for what rises. */
  readonly under: 'below' | 'above'
}

/**
 * Every price of a factor at which marginEquity = level × requirement (or equity = 0), in rising order: region by region, each root kept
 * only inside its own region; where the requirement jumps across the line, the jump itself is the answer.
 *
 * Prices > 0, at 18 decimals, verified by the forward rule: at the answered price the account is on the safe side, one unit beyond it is
 * not. That is ceil of the exact root where the account is under below it, floor where it is under above it, moved by what the forward
 * rule's own rounding is worth: of a thousandth of a coin, a thousand units of price are one of money. Empty when no price solves it.
 *
 * Inverse contracts are solved in 10³⁶ ÷ price, where their regions are lines (or parabolas, where the rate grows with the coins).
 */
export function solveLegs(figures: readonly LegFigures[], factor: FactorId, target: Target): readonly Root[] {
  const legs = figures.map(({ leg }) => leg)
  const lines = linesOfFactor(legs, factor, target)
  const isInverse = isInverseFactor(legs, factor)
  const rest = rational(restOf(figures, factor, target), WAD)
  const forward = forwardRule(figures, factor, target)
  const roots: Root[] = []
  const push = (crossing: Crossing, line: Line): void => {
    const found = isInverse ? turned(crossing, line) : { ...crossing, slope: slopeAt(line, crossing.at) }
    const price = found === null ? null : verified(found.at, { ...found, forward })
    if (found !== null && price !== null) roots.push({ price, under: found.isRising ? 'below' : 'above' })
  }
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const height: Line = { ...line, intercept: addRational(line.intercept, rest) }
    for (const crossing of crossingsOf(height)) {
      const { at } = crossing
      const isInside = compareRational(at, line.from) >= 0 && (next === undefined || compareRational(at, next.from) < 0)
      if (isInside) push(crossing, line)
    }
    if (next !== undefined) {
      const before = heightAt(height, next.from).numerator
      const after = addRational(heightAt(next, next.from), rest).numerator
      // A line that falls to 0 right at the jump has its root there, in the region that it does not belong to.
      const isFalling = after < 0n && (before > 0n || (before === 0n && slopeAt(line, next.from).numerator <= 0n))
      if (isFalling) push({ at: next.from, isRising: false }, line)
      else if (before < 0n && after > 0n) push({ at: next.from, isRising: true }, next)
    }
  }
  return isInverse ? roots.reverse() : roots
}

/** A crossing over 10³⁶ ÷ price as one over the price: what rises there falls here, by slope × (10³⁶ ÷ price)² ÷ 10³⁶. */
function turned(crossing: Crossing, line: Line): (Crossing & { readonly slope: Rational }) | null {
  if (crossing.at.numerator <= 0n) return null
  const squared = multiplyRational(crossing.at, crossing.at)
  const scaled = multiplyRational(squared, rational(1n, WAD * WAD))
  return {
    at: inverted(crossing.at),
    isRising: !crossing.isRising,
    slope: negateRational(multiplyRational(slopeAt(line, crossing.at), scaled)),
  }
}

interface ForwardRule {
  /** ≥ 0 on the safe side, in units of 10^−36. */
  readonly distanceAt: (price: Price) => bigint
  /** More than all its roundings together, in the same units. */
  readonly rounding: bigint
}

/**
 * The price nearest to an exact root at which the forward rule says safe, and one unit beyond it not; `null` where the safe prices are
 * fewer than its rounding eats.
 */
function verified(
  at: Rational,
  of: { readonly isRising: boolean; readonly slope: Rational; readonly forward: ForwardRule },
): Price | null {
  const { isRising, slope, forward } = of
  const start = isRising ? ceilRational(at) : floorRational(at)
  const priceAt = (steps: bigint): Price => (isRising ? start + steps : start - steps) as Price
  const isSafe = (steps: bigint): boolean => forward.distanceAt(priceAt(steps)) >= 0n
  if (start <= 0n) return null
  // One unit beyond may be safe, too, where the root is irrational and was cut.
  if (isSafe(0n)) return priceAt(-1n) > 0n && isSafe(-1n) ? priceAt(-1n) : priceAt(0n)
  const { numerator, denominator } = slope
  const steepness = numerator < 0n ? -numerator : numerator
  const reach = steepness === 0n ? 1n : divCeil(forward.rounding * denominator, steepness * WAD)
  let high = 1n
  while (priceAt(high) > 0n && !isSafe(high)) {
    if (high > reach) return null
    high *= 2n
  }
  if (priceAt(high) <= 0n) return null
  let low = high / 2n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (isSafe(middle)) high = middle
    else low = middle
  }
  return priceAt(high)
}

function forwardRule(figures: readonly LegFigures[], factor: FactorId, target: Target): ForwardRule {
  const legs = figures.map(({ leg }) => leg).filter((leg) => leg.factor === factor && leg.quantity !== 0n)
  const rest = restOf(figures, factor, target)
  const distanceOf = (leg: (typeof legs)[number], price: Price): bigint =>
    target === 'bankruptcy' ? worthAt(leg, price) * WAD : maintenanceDistance(leg, price, target.level)
  return {
    distanceAt: (price) => legs.reduce((sum, leg) => sum + distanceOf(leg, price), rest),
    rounding: BigInt(legs.length) * (WAD + (target === 'bankruptcy' ? 0n : target.level)),
  }
}

/** What the other factors contribute at today's prices, in units of 10^−36: the forward rule's own rounded figures. */
function restOf(figures: readonly LegFigures[], factor: FactorId, target: Target): bigint {
  let equity = 0n
  let requirement = 0n
  for (const each of figures) {
    if (each.leg.factor === factor && each.leg.quantity !== 0n) continue
    equity += target === 'bankruptcy' ? each.worth : each.maintenanceEquity
    requirement += each.maintenanceRequirement
  }
  return target === 'bankruptcy' ? equity * WAD : equity * WAD - requirement * target.level
}

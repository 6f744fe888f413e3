import type { FactorId } from '../model/index.js'
import {
  addRational,
  ceilRational,
  compareRational,
  divCeil,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  notionalFloor,
  type Price,
  type Rational,
  rational,
  WAD,
} from '../number/index.js'
import { squareRoot } from '../number/root.js'
import { type Leg, type LegFigures, maintenanceDistance } from './leg.js'
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
 * Inverse contracts are solved in 10³⁶ ÷ price, where their regions are lines (or parabolas, where the rate grows with the coins), and
 * turned back; their roots are exact to the unit of price.
 */
export function solveLegs(figures: readonly LegFigures[], factor: FactorId, target: Target): readonly Root[] {
  const legs = figures.map(({ leg }) => leg)
  const lines = linesOfFactor(legs, factor, target)
  const isInverse = isInverseFactor(legs, factor)
  const rest = rational(restOf(figures, factor, target), WAD)
  const forward = forwardRule(figures, factor, target)
  const roots: Root[] = []
  const push = (found: Crossing, line: Line): void => {
    const isStraight = !isInverse && line.square.numerator === 0n
    const root = isStraight ? straightRoot(found, line.slope, forward) : curvedRoot(found, { isInverse, height: line })
    if (root !== null) roots.push(root)
  }
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const height: Line = { ...line, intercept: addRational(line.intercept, rest) }
    for (const found of crossingsOf(height)) {
      const isAfter = compareRational(found.at, line.from) >= 0
      if (isAfter && (next === undefined || compareRational(found.at, next.from) < 0)) push(found, height)
    }
    if (next !== undefined) {
      const before = heightAt(height, next.from).numerator
      const after = addRational(heightAt(next, next.from), rest).numerator
      // A line that falls to 0 right at the jump has its root there, in the region that it does not belong to.
      const isFalling = after < 0n && (before > 0n || (before === 0n && line.slope.numerator <= 0n))
      const flat = (slope: Rational): Line => ({ ...line, square: rational(0n), slope, intercept: rational(0n) })
      if (isFalling) push({ at: next.from, isRising: false }, flat(line.slope))
      else if (before < 0n && after > 0n) push({ at: next.from, isRising: true }, flat(next.slope))
    }
  }
  return isInverse ? roots.reverse() : roots
}

interface Crossing {
  readonly at: Rational
  /** The height passes from below 0 to above it. */
  readonly isRising: boolean
}

/** Where a line or a parabola crosses 0, in rising order; a touching that does not cross is none. */
function crossingsOf(height: Line): readonly Crossing[] {
  const { square, slope, intercept } = height
  if (square.numerator === 0n) {
    if (slope.numerator === 0n) return []
    return [{ at: divideRational(negateRational(intercept), slope), isRising: slope.numerator > 0n }]
  }
  const discriminant = addRational(
    multiplyRational(slope, slope),
    negateRational(multiplyRational(rational(4n), multiplyRational(square, intercept))),
  )
  if (discriminant.numerator <= 0n) return []
  const root = squareRoot(discriminant, { decimals: ROOT_DECIMALS })
  const twice = multiplyRational(rational(2n), square)
  const first = divideRational(addRational(negateRational(slope), negateRational(root)), twice)
  const second = divideRational(addRational(negateRational(slope), root), twice)
  const [low, high] = compareRational(first, second) <= 0 ? [first, second] : [second, first]
  const opensUp = square.numerator > 0n
  return [
    { at: low, isRising: !opensUp },
    { at: high, isRising: opensUp },
  ]
}

/** Far beyond the 18 of a price: what a root is short of is mended by looking at the neighbouring prices. */
const ROOT_DECIMALS = 60

/** A root of a line over the price, by the forward rule. */
function straightRoot({ at, isRising }: Crossing, slope: Rational, forward: ForwardRule): Root | null {
  const price = verified(at, { isRising, slope, forward })
  return price === null ? null : { price, under: isRising ? 'below' : 'above' }
}

/** A root in 10³⁶ ÷ price, or of a parabola: turned back, and moved to the outermost price that is not under. */
function curvedRoot(found: Crossing, of: { readonly isInverse: boolean; readonly height: Line }): Root | null {
  if (of.isInverse && found.at.numerator <= 0n) return null
  const at = of.isInverse ? inverted(found.at) : found.at
  const under = found.isRising !== of.isInverse ? 'below' : 'above'
  const rounded = (under === 'below' ? ceilRational(at) : floorRational(at)) as Price
  const price = of.height.square.numerator !== 0n && rounded > 1n ? settled(rounded, under, of) : rounded
  return price > 0n ? { price, under } : null
}

/** The outermost price that is not under yet, from one that a truncated root is at most a unit away from. */
function settled(
  near: Price,
  under: Root['under'],
  found: { readonly isInverse: boolean; readonly height: Line },
): Price {
  const toward = under === 'below' ? -1n : 1n
  const stands = (price: bigint): boolean =>
    heightAt(found.height, found.isInverse ? inverted(rational(price)) : rational(price)).numerator >= 0n
  if (!stands(near)) return (near - toward) as Price
  return (stands(near + toward) ? near + toward : near) as Price
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
  if (isSafe(0n)) return priceAt(0n)
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
  const distanceOf = (leg: Leg, price: Price): bigint =>
    target === 'bankruptcy'
      ? (notionalFloor(leg.quantity, price) - leg.entryValue) * WAD
      : maintenanceDistance(leg, price, target.level)
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

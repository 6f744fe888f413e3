import type { FactorId } from '../model/index.js'
import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  multiplyRational,
  negateRational,
  type Price,
  type Rational,
  rational,
  WAD,
} from '../number/index.js'
import { squareRoot } from '../number/root.js'
import type { LegFigures } from './leg.js'
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
 * Prices > 0, at 18 decimals: ceil where the account is under below it, floor where it is under above it, so that the answered price
 * itself is never on the wrong side. Empty when no price solves it. Inverse contracts are solved in 10³⁶ ÷ price, where their regions are
 * lines (or parabolas, where the rate grows with the coins), and turned back.
 */
export function solveLegs(figures: readonly LegFigures[], factor: FactorId, target: Target): readonly Root[] {
  const legs = figures.map(({ leg }) => leg)
  const lines = linesOfFactor(legs, factor, target)
  const isInverse = isInverseFactor(legs, factor)
  const rest = restOf(figures, factor, target)
  const roots: Root[] = []
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const height: Line = { ...line, intercept: addRational(line.intercept, rest) }
    for (const { at, isRising } of crossingsOf(height)) {
      const isInside = compareRational(at, line.from) >= 0 && (next === undefined || compareRational(at, next.from) < 0)
      if (isInside) push(roots, { at, isRising, isInverse, height })
    }
    if (next !== undefined) {
      const before = heightAt(height, next.from).numerator
      const after = addRational(heightAt(next, next.from), rest).numerator
      if ((before > 0n && after < 0n) || (before < 0n && after > 0n)) {
        push(roots, { at: next.from, isRising: after > before, isInverse, height: null })
      }
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

function push(roots: Root[], found: Crossing & { readonly isInverse: boolean; readonly height: Line | null }): void {
  if (found.isInverse && found.at.numerator <= 0n) return
  const at = found.isInverse ? inverted(found.at) : found.at
  const under = found.isRising !== found.isInverse ? 'below' : 'above'
  const rounded = (under === 'below' ? ceilRational(at) : floorRational(at)) as Price
  const isCurved = found.height !== null && found.height.square.numerator !== 0n
  const price = isCurved && rounded > 1n ? settled(rounded, under, found) : rounded
  if (price > 0n) roots.push({ price, under })
}

/** The outermost price that is not under yet, from one that a truncated root is at most a unit away from. */
function settled(
  near: Price,
  under: Root['under'],
  found: { readonly isInverse: boolean; readonly height: Line | null },
): Price {
  const toward = under === 'below' ? -1n : 1n
  const stands = (price: bigint): boolean =>
    found.height !== null &&
    heightAt(found.height, found.isInverse ? inverted(rational(price)) : rational(price)).numerator >= 0n
  if (!stands(near)) return (near - toward) as Price
  return (stands(near + toward) ? near + toward : near) as Price
}

/** What the other factors contribute at today's prices: the forward rule's own rounded figures. */
function restOf(figures: readonly LegFigures[], factor: FactorId, target: Target): Rational {
  let equity = 0n
  let requirement = 0n
  for (const each of figures) {
    if (each.leg.factor === factor && each.leg.quantity !== 0n) continue
    equity += target === 'bankruptcy' ? each.worth : each.maintenanceEquity
    requirement += each.maintenanceRequirement
  }
  if (target === 'bankruptcy') return rational(equity)
  return rational(equity * WAD - requirement * target.level, WAD)
}

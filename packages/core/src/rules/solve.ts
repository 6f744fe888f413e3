import type { FactorId } from '../model/index.js'
import {
  addRational,
  ceilRational,
  compareRational,
  divideRational,
  floorRational,
  negateRational,
  type Price,
  type Rational,
  rational,
  WAD,
} from '../number/index.js'
import type { LegFigures } from './leg.js'
import { linesOfFactor, type Target } from './piecewise.js'
import { heightAt } from './schedule.js'

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
 * itself is never on the wrong side. Empty when no price solves it.
 */
export function solveLegs(figures: readonly LegFigures[], factor: FactorId, target: Target): readonly Root[] {
  const lines = linesOfFactor(
    figures.map(({ leg }) => leg),
    factor,
    target,
  )
  const rest = restOf(figures, factor, target)
  const roots: Root[] = []
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]
    const height = { slope: line.slope, intercept: addRational(line.intercept, rest) }
    if (line.slope.numerator !== 0n) {
      const root = divideRational(negateRational(height.intercept), line.slope)
      const isInside =
        compareRational(root, line.from) >= 0 && (next === undefined || compareRational(root, next.from) < 0)
      if (isInside) push(roots, root, line.slope.numerator > 0n)
    }
    if (next !== undefined) {
      const before = heightAt(height, next.from).numerator
      const after = addRational(heightAt(next, next.from), rest).numerator
      if ((before > 0n && after < 0n) || (before < 0n && after > 0n)) push(roots, next.from, after > before)
    }
  }
  return roots
}

function push(roots: Root[], at: Rational, isRising: boolean): void {
  const price = (isRising ? ceilRational(at) : floorRational(at)) as Price
  if (price > 0n) roots.push({ price, under: isRising ? 'below' : 'above' })
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

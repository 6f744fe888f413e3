import { invariant } from '../errors.js'
import type { FactorId } from '../model/index.js'
import {
  absolute,
  addRational,
  compareRational,
  multiplyRational,
  negateRational,
  type Ratio,
  type Rational,
  rational,
  WAD,
  ZERO,
} from '../number/index.js'
import type { Leg } from './leg.js'
import { type Line, linesOf } from './schedule.js'

/** Which line is asked about: marginEquity against level × maintenance requirement, or equity against nothing. */
export type Target = { readonly level: Ratio } | 'bankruptcy'

/**
 * What the legs of one factor add to `marginEquity − level × requirement` (or to equity), as lines over that factor's price, or over
 * 10³⁶ ÷ price where its contracts are inverse (all of them: a contract is one kind).
 * Each leg is weight × (quantity × price − entryValue) − level × requirement(price); requirements change line from band to band.
 */
export function linesOfFactor(legs: readonly Leg[], factor: FactorId, target: Target): readonly Line[] {
  const terms = legs.filter((leg) => leg.factor === factor && leg.quantity !== 0n).map((leg) => linesOfLeg(leg, target))
  const starts = terms.flatMap((lines) => lines.map((line) => line.from)).sort(compareRational)
  const distinct = starts.filter(
    (start, index) => index === 0 || compareRational(start, starts[index - 1] as Rational) > 0,
  )
  const from = distinct.length === 0 ? [ZERO] : distinct
  return from.map((start) => {
    let square = ZERO
    let slope = ZERO
    let intercept = ZERO
    for (const lines of terms) {
      const line = lastStarted(lines, start)
      square = addRational(square, line.square)
      slope = addRational(slope, line.slope)
      intercept = addRational(intercept, line.intercept)
    }
    return { from: start, square, slope, intercept }
  })
}

function linesOfLeg(leg: Leg, target: Target): readonly Line[] {
  if (leg.entryCoin !== undefined) return linesOfInverse(leg, leg.entryCoin, target)
  const weight = rational(target === 'bankruptcy' ? WAD : leg.maintenanceWeight, WAD)
  const slope = rational(leg.quantity * weight.numerator, WAD * weight.denominator)
  const intercept = rational(-leg.entryValue * weight.numerator, weight.denominator)
  return lessRequirement({ slope, intercept }, leg, target)
}

/** An inverse leg over 10³⁶ ÷ price: worth = entryCoin − quantity ÷ price is a line in it, and so is every band. */
function linesOfInverse(leg: Leg, entryCoin: Rational, target: Target): readonly Line[] {
  return lessRequirement({ slope: rational(-leg.quantity, WAD), intercept: entryCoin }, leg, target)
}

function lessRequirement(
  worth: { readonly slope: Rational; readonly intercept: Rational },
  leg: Leg,
  target: Target,
): readonly Line[] {
  if (target === 'bankruptcy') return [{ from: ZERO, square: ZERO, ...worth }]
  const level = rational(target.level, WAD)
  return linesOf(leg.maintenance, absolute(leg.quantity)).map((line) => ({
    from: line.from,
    square: negateRational(multiplyRational(level, line.square)),
    slope: addRational(worth.slope, negateRational(multiplyRational(level, line.slope))),
    intercept: addRational(worth.intercept, negateRational(multiplyRational(level, line.intercept))),
  }))
}

function lastStarted(lines: readonly Line[], at: Rational): Line {
  let found = lines[0] as Line
  for (const line of lines) {
    if (compareRational(line.from, at) > 0) break
    found = line
  }
  return found
}

/** Whether the contracts of a factor are inverse: then the variable of its lines is 10³⁶ ÷ price. */
export function isInverseFactor(legs: readonly Leg[], factor: FactorId): boolean {
  const own = legs.filter((leg) => leg.factor === factor && leg.quantity !== 0n)
  const inverse = own.filter((leg) => leg.entryCoin !== undefined)
  invariant(inverse.length === 0 || inverse.length === own.length, 'a factor is of one kind of contract', { factor })
  return inverse.length > 0
}

/** 10³⁶ ÷ a price or back: the variable of inverse contracts, in units of 10^−18 on both sides. */
export function inverted(of: Rational): Rational {
  return rational(WAD * WAD * of.denominator, of.numerator)
}

import type { FactorId } from '../model/index.js'
import {
  absolute,
  addRational,
  compareRational,
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
 * What the legs of one factor add to `marginEquity − level × requirement` (or to equity), as lines over that factor's price.
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
    let slope = ZERO
    let intercept = ZERO
    for (const lines of terms) {
      const line = lastStarted(lines, start)
      slope = addRational(slope, line.slope)
      intercept = addRational(intercept, line.intercept)
    }
    return { from: start, slope, intercept }
  })
}

function linesOfLeg(leg: Leg, target: Target): readonly Line[] {
  const weight = rational(target === 'bankruptcy' ? WAD : leg.maintenanceWeight, WAD)
  const slope = rational(leg.quantity * weight.numerator, WAD * weight.denominator)
  const intercept = rational(-leg.entryValue * weight.numerator, weight.denominator)
  if (target === 'bankruptcy') return [{ from: ZERO, slope, intercept }]
  const level = rational(target.level, WAD)
  return linesOf(leg.maintenance, absolute(leg.quantity)).map((line) => ({
    from: line.from,
    slope: addRational(slope, negateRational(times(level, line.slope))),
    intercept: addRational(intercept, negateRational(times(level, line.intercept))),
  }))
}

function times(a: Rational, b: Rational): Rational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator }
}

function lastStarted(lines: readonly Line[], at: Rational): Line {
  let found = lines[0] as Line
  for (const line of lines) {
    if (compareRational(line.from, at) > 0) break
    found = line
  }
  return found
}

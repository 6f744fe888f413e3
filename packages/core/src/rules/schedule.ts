import { fail } from '../errors.js'
import {
  addRational,
  ceilRational,
  divCeil,
  multiplyRational,
  type Price,
  type Quantity,
  type Rational,
  rational,
  type Value,
  WAD,
} from '../number/index.js'

/**
 * What one leg requires as a function of its price: piecewise linear, band by band. The forward rule rounds once, up; the inverse reads
 * the same bands as lines, so that the two cannot drift apart.
 */
export type Schedule =
  | { readonly by: 'none' }
  /** requirement = notional × rate − deduction, in the band that the notional stands in. */
  | { readonly by: 'notional'; readonly bands: readonly NotionalBand[] }
  /** requirement = quantity × (price × rate + perShare), in the band that the price stands in. */
  | { readonly by: 'price'; readonly bands: readonly PriceBand[] }
  /** requirement = notional × (base + increment × notional), notional in coin: an inverse contract whose rate grows with its coins. */
  | { readonly by: 'coins'; readonly base: Rational; readonly increment: Rational }
  /** A requirement that does not move with the price (maintenance taken on entry). */
  | { readonly by: 'fixed'; readonly requirement: Value }

export interface NotionalBand {
  /** First notional of the band, inclusive; the first band starts at 0. */
  readonly from: Value
  /** Requirement per unit of notional, exact (1/3 is not rounded). */
  readonly rate: Rational
  /** Taken off the requirement; below 0 it adds to it (a fixed part, a minimum). */
  readonly deduction: Value
  /** Kept by `notionalBand`: 10^18 × the rate's denominator. */
  readonly scale?: bigint
}

/**
 * A band with its rate in lowest terms and what the forward rule would compute again at every price: requirements are asked for far more
 * often than bands are made.
 */
export function notionalBand(of: {
  readonly from: Value
  readonly rate: Rational
  readonly deduction: Value
}): NotionalBand {
  const rate = lowestTerms(of.rate)
  return { from: of.from, rate, deduction: of.deduction, scale: WAD * rate.denominator }
}

function lowestTerms(rate: Rational): Rational {
  let [a, b] = [rate.numerator < 0n ? -rate.numerator : rate.numerator, rate.denominator]
  while (b !== 0n) [a, b] = [b, a % b]
  return { numerator: rate.numerator / a, denominator: rate.denominator / a } // exact: a divides both
}

export interface PriceBand {
  /** First price of the band, inclusive; the first band starts at 0. */
  readonly from: Price
  readonly rate: Rational
  readonly perShare: Price
}

export const NOTHING: Schedule = { by: 'none' }

/** The one-band schedule of a rate on notional. */
export function flatRate(rate: Rational): Schedule {
  return { by: 'notional', bands: [notionalBand({ from: 0n as Value, rate, deduction: 0n as Value })] }
}

/**
 * ≥ 0: what `size` base units (≥ 0) require at a price, rounded up once.
 * @example requirementCeil(flatRate(rational(1n, 20n)), quantity('1.5'), price('58000')) // value('4350')
 */
export function requirementCeil(schedule: Schedule, size: Quantity, price: Price): Value {
  switch (schedule.by) {
    case 'none':
      return 0n as Value
    case 'fixed':
      return schedule.requirement
    case 'notional': {
      const product = size * price
      const floored = product / WAD // ≥ 0: floored
      return requirementOfProduct(schedule.bands, {
        product,
        floored,
        ceiled: floored * WAD === product ? floored : floored + 1n,
      })
    }
    case 'coins':
      return requirementOfNotional(schedule, rational(size * price, WAD))
    case 'price': {
      const { rate, perShare } = lastFrom(schedule.bands, (from) => price >= from)
      return divCeil(size * (price * rate.numerator + perShare * rate.denominator), WAD * rate.denominator) as Value
    }
  }
}

/** size × price (≥ 0, at 36 decimals) with both of its roundings at 18. */
export interface Product {
  readonly product: bigint
  readonly floored: bigint
  readonly ceiled: bigint
}

/**
 * The same from a product that the caller has at hand. The deduction is whole units, so it may be taken off after rounding; and where the
 * rate is 1 ÷ n, ⌈product ÷ (10^18 × n)⌉ is ⌈⌈product ÷ 10^18⌉ ÷ n⌉, a division of half the length.
 */
export function requirementOfProduct(bands: readonly NotionalBand[], of: Product): Value {
  let band = bands[0] as NotionalBand
  for (let index = 1; index < bands.length; index++) {
    const next = bands[index] as NotionalBand
    if (next.from > of.floored) break
    band = next
  }
  const { numerator, denominator } = band.rate
  // All ≥ 0: plus the divisor − 1, the quotient is the ceiling.
  if (numerator === 1n) return ((of.ceiled + denominator - 1n) / denominator - band.deduction) as Value
  const scale = band.scale ?? WAD * denominator
  return ((of.product * numerator + scale - 1n) / scale - band.deduction) as Value
}

/** ≥ 0: what a notional (≥ 0, in units of 10^−18, exact) requires, rounded up once. */
export function requirementOfNotional(schedule: Schedule, notional: Rational): Value {
  switch (schedule.by) {
    case 'none':
      return 0n as Value
    case 'fixed':
      return schedule.requirement
    case 'notional': {
      const { numerator, denominator } = notional
      const { rate, deduction } = lastFrom(schedule.bands, (from) => numerator >= from * denominator)
      const scale = denominator * rate.denominator
      return divCeil(numerator * rate.numerator - deduction * scale, scale) as Value
    }
    case 'coins': {
      const rate = addRational(schedule.base, multiplyRational(schedule.increment, wadOf(notional)))
      return ceilRational(multiplyRational(notional, rate)) as Value
    }
    case 'price':
      return fail('invariant_violated', 'Invariant: a requirement by the price of a share has no notional alone.')
  }
}

function wadOf(units: Rational): Rational {
  return { numerator: units.numerator, denominator: units.denominator * WAD }
}

/**
 * From a price on, a function of the price is `square × price² + slope × price + intercept`, all in units of 10^−18. Of an inverse
 * contract the variable is 10³⁶ ÷ price instead, in which its figures are lines as well.
 */
export interface Line {
  readonly from: Rational
  readonly square: Rational
  readonly slope: Rational
  readonly intercept: Rational
}

/** The schedule of `size` > 0 base units as lines over the price, the first from 0. */
export function linesOf(schedule: Schedule, size: Quantity): readonly Line[] {
  const origin = rational(0n)
  switch (schedule.by) {
    case 'none':
      return [{ from: origin, square: origin, slope: origin, intercept: origin }]
    case 'fixed':
      return [{ from: origin, square: origin, slope: origin, intercept: rational(schedule.requirement) }]
    case 'coins': {
      const { base, increment } = schedule
      return [
        {
          from: origin,
          square: rational(size * size * increment.numerator, WAD * WAD * WAD * increment.denominator),
          slope: rational(size * base.numerator, WAD * base.denominator),
          intercept: origin,
        },
      ]
    }
    case 'notional':
      return schedule.bands.map(({ from, rate, deduction }) => ({
        from: rational(from * WAD, size),
        square: origin,
        slope: rational(size * rate.numerator, WAD * rate.denominator),
        intercept: rational(-deduction),
      }))
    case 'price':
      return schedule.bands.map(({ from, rate, perShare }) => ({
        from: rational(from),
        square: origin,
        slope: rational(size * rate.numerator, WAD * rate.denominator),
        intercept: rational(size * perShare, WAD),
      }))
  }
}

/** The height of a line at a price. */
export function heightAt(line: Omit<Line, 'from'>, at: Rational): Rational {
  const linear = addRational(multiplyRational(line.slope, at), line.intercept)
  if (line.square.numerator === 0n) return linear
  return addRational(multiplyRational(line.square, multiplyRational(at, at)), linear)
}

function lastFrom<B extends { readonly from: bigint }>(bands: readonly B[], isReached: (from: bigint) => boolean): B {
  let found = bands[0] as B
  for (const band of bands) {
    if (!isReached(band.from)) break
    found = band
  }
  return found
}

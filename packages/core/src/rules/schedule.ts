import {
  addRational,
  divCeil,
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
  /** A requirement that does not move with the price (maintenance taken on entry). */
  | { readonly by: 'fixed'; readonly requirement: Value }

export interface NotionalBand {
  /** First notional of the band, inclusive; the first band starts at 0. */
  readonly from: Value
  /** Requirement per unit of notional, exact (1/3 is not rounded). */
  readonly rate: Rational
  /** ≥ 0 */
  readonly deduction: Value
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
  return { by: 'notional', bands: [{ from: 0n as Value, rate, deduction: 0n as Value }] }
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
      const notional = size * price
      const { rate, deduction } = lastFrom(schedule.bands, (from) => notional >= from * WAD)
      const denominator = WAD * rate.denominator
      return divCeil(notional * rate.numerator - deduction * denominator, denominator) as Value
    }
    case 'price': {
      const { rate, perShare } = lastFrom(schedule.bands, (from) => price >= from)
      return divCeil(size * (price * rate.numerator + perShare * rate.denominator), WAD * rate.denominator) as Value
    }
  }
}

/** From a price on, a function of the price is `slope × price + intercept`, all in units of 10^−18. */
export interface Line {
  readonly from: Rational
  readonly slope: Rational
  readonly intercept: Rational
}

/** The schedule of `size` > 0 base units as lines over the price, the first from 0. */
export function linesOf(schedule: Schedule, size: Quantity): readonly Line[] {
  const origin = rational(0n)
  switch (schedule.by) {
    case 'none':
      return [{ from: origin, slope: origin, intercept: origin }]
    case 'fixed':
      return [{ from: origin, slope: origin, intercept: rational(schedule.requirement) }]
    case 'notional':
      return schedule.bands.map(({ from, rate, deduction }) => ({
        from: rational(from * WAD, size),
        slope: rational(size * rate.numerator, WAD * rate.denominator),
        intercept: rational(-deduction),
      }))
    case 'price':
      return schedule.bands.map(({ from, rate, perShare }) => ({
        from: rational(from),
        slope: rational(size * rate.numerator, WAD * rate.denominator),
        intercept: rational(size * perShare, WAD),
      }))
  }
}

/** The height of a line at a price. */
export function heightAt(line: { slope: Rational; intercept: Rational }, price: Rational): Rational {
  return addRational(
    { numerator: line.slope.numerator * price.numerator, denominator: line.slope.denominator * price.denominator },
    line.intercept,
  )
}

function lastFrom<B extends { readonly from: bigint }>(bands: readonly B[], isReached: (from: bigint) => boolean): B {
  let found = bands[0] as B
  for (const band of bands) {
    if (!isReached(band.from)) break
    found = band
  }
  return found
}

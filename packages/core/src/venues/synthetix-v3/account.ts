import { least, magnitude, minus, ONE, over, plus, sumOf, times } from '../../number/fraction.js'
import { compareRational, type Rational, rational } from '../../number/index.js'

/** Synthetix v3 perps: Synthetixio/synthetix-v3 at 23585f73c76d, `markets/perps-market`; docs/venues/synthetix-v3.md. */

export interface SkewMarket {
  /** Size at which the price impact is 100 %. */
  readonly skewScale: Rational
  /** Multiplies |size| ÷ skewScale. */
  readonly initialFraction: Rational
  readonly initialFractionMin: Rational
  /** Maintenance as a share of initial. */
  readonly maintenanceScalar: Rational
}

/** price × (1 + (skew before + skew after) ÷ (2 × skewScale)): the premium of widening the skew, the discount of closing it. */
export function fillPrice(of: {
  readonly price: Rational
  readonly skewBefore: Rational
  readonly skewAfter: Rational
  readonly skewScale: Rational
}): Rational {
  const impact = over(plus(of.skewBefore, of.skewAfter), times(rational(2n), of.skewScale))
  return times(of.price, plus(ONE, impact))
}

/** |size| ÷ skewScale × initialFraction + minimum: the rate on the whole position. */
export function initialRate(size: Rational, market: SkewMarket): Rational {
  const share = over(magnitude(size), market.skewScale)
  return plus(times(share, market.initialFraction), market.initialFractionMin)
}

export interface SkewPosition {
  /** Signed. */
  readonly size: Rational
  readonly entryPrice: Rational
  readonly price: Rational
  readonly market: SkewMarket
}

export interface SkewAccount {
  /** ± of every position, in their order. */
  readonly pnl: readonly Rational[]
  readonly availableMargin: Rational
  readonly maintenance: Rational
  /** Strict: equality is safe. */
  readonly isLiquidatable: boolean
}

/** Collateral and P&L against the sum of the maintenance margins, each with the fixed part of a position. */
export function assessAccount(account: {
  /** USD, discounted. */
  readonly collateral: Rational
  readonly positions: readonly SkewPosition[]
  /** USD a position. */
  readonly positionMarginMin: Rational
}): SkewAccount {
  const pnl = account.positions.map(({ size, entryPrice, price }) => times(size, minus(price, entryPrice)))
  const availableMargin = plus(account.collateral, ...pnl)
  const maintenance = sumOf(account.positions, ({ size, price, market }) => {
    const rate = times(initialRate(size, market), market.maintenanceScalar)
    return plus(times(magnitude(size), price, rate), account.positionMarginMin)
  })
  return { pnl, availableMargin, maintenance, isLiquidatable: compareRational(availableMargin, maintenance) < 0 }
}

/** Largest size that may be liquidated in one window: (makerFee + takerFee) × skewScale × multiplier × seconds. */
export function windowMax(of: {
  readonly makerFee: Rational
  readonly takerFee: Rational
  readonly skewScale: Rational
  readonly multiplier: Rational
  readonly windowSeconds: Rational
}): Rational {
  return times(plus(of.makerFee, of.takerFee), of.skewScale, of.multiplier, of.windowSeconds)
}

/** What is left of a position (≥ 0) after one window. */
export function leftAfterWindow(size: Rational, most: Rational): Rational {
  return minus(size, least(most, size))
}

import { minus, ONE, over, plus, times } from '../../number/fraction.js'
import { compareRational, type Rational, rational } from '../../number/index.js'

const YEAR_DAYS = rational(365n)

/** (bid + ask) ÷ 2. */
export function middle(of: { readonly bid: Rational; readonly ask: Rational }): Rational {
  return over(plus(of.bid, of.ask), rational(2n))
}

/**
 * A dated contract's fair price: the basis that its impact middle implies, per year, brought back to the days that are left.
 *
 *   basisRate = (middle ÷ index − 1) ÷ (days ÷ 365);  markPrice = index + index × basisRate × (days ÷ 365)
 *
 * Not rounded between the two. Source: Gate delivery futures; BitMEX fair price marking (same shape).
 */
export function datedFairPrice(of: {
  readonly indexPrice: Rational
  readonly impactBid: Rational
  readonly impactAsk: Rational
  readonly daysToExpiry: Rational
}): { readonly basisRate: Rational; readonly basis: Rational; readonly markPrice: Rational } {
  const years = over(of.daysToExpiry, YEAR_DAYS)
  const fair = middle({ bid: of.impactBid, ask: of.impactAsk })
  const basisRate = over(minus(over(fair, of.indexPrice), ONE), years)
  const basis = times(of.indexPrice, basisRate, years)
  return { basisRate, basis, markPrice: plus(of.indexPrice, basis) }
}

/** index × (1 + rate × share of the interval that is left). Source: BitMEX perpetuals; Binance price 1 (interval 8 hours). */
export function perpetualFairPrice(of: {
  readonly indexPrice: Rational
  readonly fundingRate: Rational
  /** 0 at the settlement, 1 a whole interval before it. */
  readonly intervalLeft: Rational
}): Rational {
  return times(of.indexPrice, plus(ONE, times(of.fundingRate, of.intervalLeft)))
}

/** The middle one of three: Binance's price 1, price 2 and last; Hyperliquid's and FTX's three sources. */
export function medianOfThree(a: Rational, b: Rational, c: Rational): Rational {
  const [, median = b] = [a, b, c].sort(compareRational)
  return median
}

/**
 * Cash settlement of what a contract moved since the last mark: collateral + realized + unrealized + quantity × (settlement − mark).
 * Source: FTX futures specification, expiry.
 */
export function settledCollateral(of: {
  readonly collateral: Rational
  readonly realizedPnl: Rational
  /** ± at the mark. */
  readonly unrealizedPnl: Rational
  /** Signed. */
  readonly quantity: Rational
  readonly markPrice: Rational
  readonly settlementPrice: Rational
}): Rational {
  const move = times(of.quantity, minus(of.settlementPrice, of.markPrice))
  return plus(of.collateral, of.realizedPnl, of.unrealizedPnl, move)
}

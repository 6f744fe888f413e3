import { clamp, minus, over, plus, times } from '../../number/fraction.js'
import { negateRational, type Rational, rational } from '../../number/index.js'

/** Funding rates and payments. A positive rate is paid by longs; payments are from the account's side, + raises its equity. Exact. */

/** A number kept inside ±cap. */
export function clampTo(rate: Rational, cap: Rational): Rational {
  return clamp(rate, { low: negateRational(cap), high: cap })
}

/**
 * premium + clamp(interest − premium, ±band), divided by the intervals in eight hours where the venue states its rate so.
 * Source: Binance USDⓈ-M (band 0.05 %, divided since 2025-09-18), BitMEX and Hyperliquid (same shape).
 */
export function premiumFundingRate(of: {
  readonly premium: Rational
  readonly interest: Rational
  readonly band: Rational
  /** Settlements in the period that the rate is stated for; 1 where it is not divided. */
  readonly intervals?: Rational
}): Rational {
  const rate = plus(of.premium, clampTo(minus(of.interest, of.premium), of.band))
  return of.intervals === undefined ? rate : over(rate, of.intervals)
}

/** (quoteRate − baseRate) ÷ intervals a day: what holding the quote earns over the base. Source: BitMEX, Binance. */
export function interestRate(of: {
  readonly quoteRateDaily: Rational
  readonly baseRateDaily: Rational
  readonly intervalsPerDay: Rational
}): Rational {
  return over(minus(of.quoteRateDaily, of.baseRateDaily), of.intervalsPerDay)
}

/** (contract − index) ÷ index ÷ 24, inside ±cap: a premium that is paid off over a day. Source: Kraken inverse futures. */
export function hourlyPremiumRate(of: {
  readonly contractPrice: Rational
  readonly indexPrice: Rational
  readonly capPerHour: Rational
}): Rational {
  const premium = over(minus(of.contractPrice, of.indexPrice), of.indexPrice)
  return clampTo(over(premium, rational(24n)), of.capPerHour)
}

/**
 * max(deadband, premium) + min(−deadband, premium), inside ±cap: nothing is paid while the premium stays inside the deadband.
 * Source: Deribit funding specification (deadband 0.025 %).
 */
export function deadbandRate(of: {
  readonly premium: Rational
  readonly deadband: Rational
  readonly cap: Rational
}): Rational {
  const inside = clampTo(of.premium, of.deadband)
  return clampTo(minus(of.premium, inside), of.cap)
}

/** ± −positionValue × rate: positionValue signed at mark (+ long), in the settlement currency. + is received. */
export function fundingPayment(of: { readonly positionValue: Rational; readonly rate: Rational }): Rational {
  return negateRational(times(of.positionValue, of.rate))
}

import {
  exact,
  larger,
  portionFloor,
  productOf,
  type Ratio,
  smaller,
  subtract,
  toValueFloor,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'

/**
 * What a pattern day trader may buy during the day under the rule that ends on 2026-06-04 (phase-in to 2027-10-20):
 *
 *   buyingPower = max(0, equity − maintenance) × multiple, down        both of the previous close; 4×, or 2× while a call is open
 *
 * Source: FINRA Rule 4210(f)(8)(B) in its text before 2026-06-04 (read 2026-11).
 */
export function dayTradingBuyingPowerFloor(previousClose: {
  readonly equity: Value
  /** Money, not a rate. */
  readonly maintenance: Value
  readonly multiple: Ratio
}): Value {
  const excess = larger(subtract(previousClose.equity, previousClose.maintenance), ZERO_VALUE)
  return toValueFloor(productOf(exact(excess), exact(previousClose.multiple)))
}

/** How the rule that ends told a pattern day trader. */
export interface PatternRule {
  /** 4 or more day trades in the window … */
  readonly dayTradesMin: number
  /** … that are more than this share of all trades. */
  readonly shareOfTrades: Ratio
}

/** Whether the day trades of the last five business days make a pattern day trader. */
export function isPatternDayTrader(
  window: { readonly dayTrades: number; readonly trades: number },
  rule: PatternRule,
): boolean {
  const share = BigInt(window.dayTrades) * 10n ** 18n
  return window.dayTrades >= rule.dayTradesMin && share > BigInt(window.trades) * rule.shareOfTrades
}

/**
 * The intraday deficit that is too small to count toward a practice of late cures: at most the LESSER of a share of equity and an amount.
 *
 *   threshold = min(⌊equity × share⌋, amount)        5 % and 1,000
 *
 * Source: FINRA Rule 4210(d)(2) as approved 2026-04-14, 91 FR 20731 (read 2026-11).
 */
export function minorDeficit(
  of: { readonly equity: Value; readonly deficit?: Value },
  rule: { readonly share: Ratio; readonly amount: Value },
): { readonly threshold: Value; readonly isMinor: boolean | null } {
  const threshold = smaller(portionFloor(of.equity, rule.share), rule.amount)
  return { threshold, isMinor: of.deficit === undefined ? null : of.deficit <= threshold }
}

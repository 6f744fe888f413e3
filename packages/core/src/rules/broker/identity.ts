import {
  differenceOf,
  exact,
  productOf,
  quotientOf,
  type Ratio,
  subtract,
  toRatioCeil,
  toRatioFloor,
  type Value,
} from '../../number/index.js'

/** A margin account in four amounts, each ≥ 0. Only cash flows, interest and dividends move `debit` and `credit`; prices never do. */
export interface Balances {
  /** Market value of what is held long. */
  readonly longValue: Value
  /** Money owed to the broker. */
  readonly debit: Value
  /** Proceeds of short sales plus what was deposited for them. */
  readonly credit: Value
  /** Market value of what is owed short. */
  readonly shortValue: Value
}

/**
 * What a margin account is worth, side by side.
 *
 *   equity = longEquity + shortEquity = (longValue − debit) + (credit − shortValue)        ± money
 *
 * Source: the account identity of 12 CFR 220 (read 2026-11).
 * @example accountEquity({ longValue: value('65000'), debit: value('40000'), credit: value('35000'), shortValue: value('20000') }).equity // 40,000
 */
export function accountEquity(balances: Balances): {
  readonly longEquity: Value
  readonly shortEquity: Value
  readonly equity: Value
} {
  const longEquity = subtract(balances.longValue, balances.debit)
  const shortEquity = subtract(balances.credit, balances.shortValue)
  return { longEquity, shortEquity, equity: (longEquity + shortEquity) as Value }
}

/**
 * equity ÷ market value, down: 0.25 is the FINRA line of a long. `null` where nothing is held.
 */
export function equityRatioFloor(equity: Value, marketValue: Value): Ratio | null {
  return marketValue === 0n ? null : toRatioFloor(quotientOf(exact(equity), exact(marketValue)))
}

/**
 * Share of the equity that a move of the market takes, + a loss, up: −marketValue × move ÷ (marketValue − debit). The debit does not
 * move, so the loss is the market's times the leverage. `null` where there is no equity.
 */
export function equityLossCeil(long: {
  readonly marketValue: Value
  readonly debit: Value
  /** Signed fraction: −0.25 is a quarter down. */
  readonly move: Ratio
}): Ratio | null {
  const equity = differenceOf(exact(long.marketValue), exact(long.debit))
  if (equity.numerator === 0n) return null
  const loss = productOf(exact(-long.marketValue), exact(long.move))
  return toRatioCeil(quotientOf(loss, equity))
}

import {
  differenceOf,
  exact,
  larger,
  portionCeil,
  portionFloor,
  quotientOf,
  type Ratio,
  subtract,
  toValueCeil,
  toValueFloor,
  UNIT,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'

/**
 * Equity against what a rate asks of the current value. A call exists when equity < requirement; equality is fine.
 *
 *   requirement = ⌈marketValue × maintenance⌉; amount = max(0, requirement − equity)
 *
 * Source: FINRA Rule 4210(c) (read 2026-11).
 */
export function deficiencyOf(held: {
  readonly equity: Value
  /** ≥ 0, current. */
  readonly marketValue: Value
  readonly maintenance: Ratio
}): { readonly requirement: Value; readonly amount: Value; readonly isCall: boolean } {
  const requirement = portionCeil(held.marketValue, held.maintenance)
  const missing = subtract(requirement, held.equity)
  return { requirement, amount: larger(missing, ZERO_VALUE), isCall: missing > 0n }
}

/**
 * Value to sell so that a call is met: call ÷ rate, up. On a maintenance call the rate is the security's own requirement (equity stays,
 * the requirement falls); on a Fed call it is 0.5, the part of the proceeds that is released. `null` where the rate is 0.
 */
export function saleToMeetCeil(call: Value, rate: Ratio): Value | null {
  return rate === 0n ? null : toValueCeil(quotientOf(exact(call), exact(rate)))
}

/** What a sale releases toward a call: sale × rate, down. */
export function saleReleaseFloor(sale: Value, rate: Ratio): Value {
  return portionFloor(sale, rate)
}

/**
 * Value of paid-up marginable securities whose deposit meets a call: call ÷ (1 − maintenance), up, since they bring a requirement of
 * their own. `null` where the whole of their value is required.
 */
export function securitiesToMeetCeil(call: Value, maintenance: Ratio): Value | null {
  const counts = differenceOf(UNIT, exact(maintenance))
  return counts.numerator <= 0n ? null : toValueCeil(quotientOf(exact(call), counts))
}

/** What securities put in add toward a call: value × (1 − maintenance), down. */
export function depositReleaseFloor(value: Value, maintenance: Ratio): Value {
  return subtract(value, portionCeil(value, maintenance))
}

/**
 * How far a long has to be sold down until its equity is enough again: invested = equity ÷ rate, down; equity does not change by selling.
 * `null` where the rate is 0.
 */
export function holdableFloor(equity: Value, rate: Ratio): Value | null {
  return rate === 0n ? null : toValueFloor(quotientOf(exact(equity), exact(rate)))
}

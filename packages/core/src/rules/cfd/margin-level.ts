import {
  add,
  differenceOf,
  exact,
  type Price,
  portionFloor,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  type Rational,
  ratioFloor,
  subtract,
  sumOf,
  toPriceCeil,
  toPriceFloor,
  UNIT,
  type Value,
} from '../../number/index.js'

/**
 * The figures of an FX or CFD account.
 *
 *   equity = balance + floatingPl; freeMargin = equity − usedMargin; marginLevel = equity ÷ usedMargin, down
 *
 * `marginLevel` is a ratio (0.5 is 50 %), and `null` where no margin is used: never 0, never infinite.
 */
export function marginLevelOf(account: {
  readonly balance: Value
  /** ± of everything open. */
  readonly floatingPl: Value
  /** ≥ 0 */
  readonly usedMargin: Value
}): { readonly equity: Value; readonly freeMargin: Value; readonly marginLevel: Ratio | null } {
  const { usedMargin } = account
  const equity = add(account.balance, account.floatingPl)
  return {
    equity,
    freeMargin: subtract(equity, usedMargin),
    marginLevel: usedMargin === 0n ? null : ratioFloor(equity, usedMargin),
  }
}

/** Equity at which a level is reached: ⌊usedMargin × level⌋. */
export function stopOutEquityFloor(usedMargin: Value, level: Ratio): Value {
  return portionFloor(usedMargin, level)
}

/**
 * Price at which one position alone reaches a margin level, its used margin re-marked at that very price.
 *
 *   k = rate × level; long (open × units − balance) ÷ (units × (1 − k)), up; short (balance + open × units) ÷ (units × (1 + k)), down
 *
 * A long without an answer (1 − k ≤ 0) and 0 units give `null`. A result ≤ 0 says that no price does it.
 */
export function levelPrice(
  position: {
    readonly side: 'long' | 'short'
    /** > 0 */
    readonly units: Quantity
    readonly open: Price
    readonly balance: Value
    /** Share of the notional that is margin. */
    readonly rate: Rational
  },
  level: Ratio,
): Price | null {
  const units = exact(position.units)
  if (units.numerator === 0n) return null
  const k = productOf(position.rate, exact(level))
  const paid = productOf(exact(position.open), units)
  if (position.side === 'short') {
    return toPriceFloor(quotientOf(sumOf(exact(position.balance), paid), productOf(units, sumOf(UNIT, k))))
  }
  const kept = productOf(units, differenceOf(UNIT, k))
  if (kept.numerator <= 0n) return null
  return toPriceCeil(quotientOf(differenceOf(paid, exact(position.balance)), kept))
}

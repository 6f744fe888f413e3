import {
  add,
  larger,
  negate,
  notionalCeil,
  notionalFloor,
  type Price,
  portionCeil,
  type Quantity,
  type Ratio,
  subtract,
  type Value,
  ZERO_QUANTITY,
  ZERO_VALUE,
} from '../../number/index.js'

/** The account straight after an act of the day. */
export interface IntradayPoint {
  /**
   * Whether the act lowered what could be withdrawn: a purchase other than to cover, a short sale, a withdrawal. A price that falls is
   * no act.
   */
  readonly isReducing: boolean
  readonly equity: Value
  /** Maintenance, not Regulation T. */
  readonly requirement: Value
}

/**
 * The intraday margin deficit: the highest requirement − equity straight after a reducing act, ≥ 0; and `iml`, signed, what could be
 * withdrawn at the end: equity − requirement. A fall of the price alone makes no deficit.
 *
 * Source: FINRA Rule 4210(d)(2) as approved 2026-04-14, 91 FR 20731 (read 2026-11).
 */
export function intradayDeficit(points: readonly IntradayPoint[]): { readonly deficit: Value; readonly iml: Value } {
  let deficit = ZERO_VALUE
  let iml = ZERO_VALUE
  for (const { isReducing, equity, requirement } of points) {
    iml = subtract(equity, requirement)
    if (isReducing) deficit = larger(deficit, negate(iml))
  }
  return { deficit, iml }
}

/** Acts at one moment, in this order: the price, then bought, sold, paid in. Shares and money ≥ 0. */
export interface IntradayStep {
  readonly price?: Price
  readonly buy?: Quantity
  readonly sell?: Quantity
  readonly deposit?: Value
}

/**
 * A day with one long stock, step by step, at one maintenance rate: what `intradayDeficit` wants. Each price stays until the next.
 * @example intradayDeficit(stockDay({ cash: value('4000'), maintenance: ratio('0.25'), steps })).deficit // 1,000 after buying 20,000
 */
export function stockDay(day: {
  /** Signed; a debit is negative. */
  readonly cash: Value
  readonly maintenance: Ratio
  readonly steps: readonly IntradayStep[]
}): readonly IntradayPoint[] {
  let { cash } = day
  let shares = ZERO_QUANTITY
  let price = 0n as Price
  return day.steps.map((step) => {
    const bought = step.buy ?? ZERO_QUANTITY
    const sold = step.sell ?? ZERO_QUANTITY
    price = step.price ?? price
    shares = subtract(add(shares, bought), sold)
    const paid = subtract(notionalCeil(bought, price), notionalFloor(sold, price))
    cash = add(subtract(cash, paid), step.deposit ?? ZERO_VALUE)
    return {
      isReducing: bought > 0n,
      equity: add(notionalFloor(shares, price), cash),
      requirement: portionCeil(notionalCeil(shares, price), day.maintenance),
    }
  })
}

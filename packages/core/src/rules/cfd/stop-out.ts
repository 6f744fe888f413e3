import { add, type Ratio, ratioFloor, subtract, type Value, WAD, ZERO_VALUE } from '../../number/index.js'

/** An open position as a stop-out sees it. */
export interface StopOutPosition {
  readonly id: string
  /** ± unrealized. */
  readonly floatingPl: Value
  /** ≥ 0, used. */
  readonly margin: Value
}

/** Whether exact equality with the stop-out level closes: it differs by broker. */
export type StopOutBoundary = 'at_or_below' | 'below'

/**
 * Which positions a stop-out closes: the one with the largest loss first, the level taken again after every close, until it is above the
 * stop-out. Of equal ones the first given. What remains has `marginLevel`, `null` where no margin is used any more.
 *
 *   level = (balance + Σ floatingPl) ÷ Σ margin
 *
 * Closing at the current price moves a floating loss into the balance: equity stays, used margin falls.
 */
export function stopOutOrder(
  account: { readonly balance: Value; readonly positions: readonly StopOutPosition[] },
  options: { readonly level: Ratio; readonly boundary: StopOutBoundary },
): { readonly closed: readonly string[]; readonly balance: Value; readonly marginLevel: Ratio | null } {
  const closed: string[] = []
  let { balance } = account
  let open = account.positions
  for (;;) {
    const equity = open.reduce((sum, each) => add(sum, each.floatingPl), balance)
    const used = open.reduce((sum, each) => add(sum, each.margin), ZERO_VALUE)
    const worst = open.reduce<StopOutPosition | undefined>(
      (found, each) => (found === undefined || each.floatingPl < found.floatingPl ? each : found),
      undefined,
    )
    const distance = subtract((equity * WAD) as Value, (used * options.level) as Value)
    const isOut = options.boundary === 'at_or_below' ? distance <= 0n : distance < 0n
    if (worst === undefined || !isOut) {
      return { closed, balance, marginLevel: used === 0n ? null : ratioFloor(equity, used) }
    }
    closed.push(worst.id)
    balance = add(balance, worst.floatingPl)
    open = open.filter((each) => each !== worst)
  }
}

/** What the broker bears where losses are limited to the account: max(0, −equity), and equity from then on is at least 0. */
export function negativeBalanceProtection(equity: Value): { readonly equity: Value; readonly borne: Value } {
  return equity < 0n ? { equity: ZERO_VALUE, borne: -equity as Value } : { equity, borne: ZERO_VALUE }
}

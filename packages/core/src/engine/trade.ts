import type { Position } from '../model/index.js'
import {
  absolute,
  divFloor,
  notionalFloor,
  type Price,
  type Quantity,
  smaller,
  type Value,
  WAD,
  ZERO_VALUE,
} from '../number/index.js'

/** What a trade does to one side's position: exact, because every trade's value is a whole number of the settlement asset's units. */
export interface TradeEffect {
  readonly entryValue: Value
  /** ± settled into cash, a whole number of units: floored, the remainder stays in the entry value of what is left. */
  readonly realizedPnl: Value
  /** The trade only makes the position smaller, never turns it. */
  readonly isReducing: boolean
}

/**
 * A trade against the position held (`null`: none): what is closed settles at the average entry, what is opened enters at its price.
 * `entryValue` is the change of the position's. For either side, realizedPnl − entryValue change = −quantity × price, to the last unit.
 */
export function tradeEffect(
  held: Pick<Position, 'quantity' | 'entryValue'> | null,
  trade: { readonly quantity: Quantity; readonly price: Price; readonly unit: bigint },
): TradeEffect {
  const { quantity, price, unit } = trade
  const isOpposite = held !== null && held.quantity !== 0n && held.quantity > 0n !== quantity > 0n
  if (!isOpposite) return { entryValue: notionalFloor(quantity, price), realizedPnl: ZERO_VALUE, isReducing: false }
  const size = absolute(held.quantity)
  const closing = smaller(absolute(quantity), size)
  // + for a long that sells, − for a short that buys.
  const proceeds = notionalFloor((quantity > 0n ? -closing : closing) as Quantity, price)
  const entryShare = closing === size ? held.entryValue : held.entryValue * closing
  const exact = closing === size ? proceeds - entryShare : divFloor(proceeds * size - entryShare, size)
  const realizedPnl = (divFloor(exact, unit) * unit) as Value
  const entryClosed = proceeds - realizedPnl
  const opened = (quantity > 0n ? absolute(quantity) - closing : closing - absolute(quantity)) as Quantity
  return {
    entryValue: (notionalFloor(opened, price) - entryClosed) as Value,
    realizedPnl,
    isReducing: opened === 0n,
  }
}

/** Whether quantity × price is a whole number of units (of 10^−18): then a fill at it is exact. */
export function isExact(quantity: Quantity, price: Price, unit: bigint): boolean {
  return (quantity * price) % (WAD * unit) === 0n
}

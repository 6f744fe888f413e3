import type { LiquidationOrder } from '../engine/index.js'
import { absolute, divCeil, divFloor, larger, notionalCeil, type Price, type Value, WAD } from '../number/index.js'

/**
 * How much a market gives for a forced order: linear impact. An order of `perPercent` notional ends 1 % away from the mark and gets, on
 * average, half of that; no order moves the price by more than half. The next price comes from the tape, not from here.
 */
export interface Depth {
  /** > 0, in quote currency. */
  readonly perPercent: Value
}

/** Furthest that an average price goes from the mark: a quarter, half of the largest move. */
const IMPACT_MAX = WAD / 4n

/**
 * The average price of an order at a mark, on the tick, away from the mark for the account: down for a sale, up for a purchase.
 * @example fillPrice({ quantity: quantity('-10'), … }, { mark: price('60000'), tick: price('0.01'), depth: { perPercent: value('6000000') } }) // 59,970
 */
export function fillPrice(
  order: Pick<LiquidationOrder, 'quantity'>,
  market: { readonly mark: Price; readonly tick: Price; readonly depth: Depth },
): Price {
  const { mark, tick, depth } = market
  const notional = notionalCeil(absolute(order.quantity), mark)
  const impact = divCeil(notional * WAD, depth.perPercent * 200n)
  const capped = impact < IMPACT_MAX ? impact : IMPACT_MAX
  if (order.quantity > 0n) return (divCeil(mark * (WAD + capped), WAD * tick) * tick) as Price
  const floored = divFloor(mark * (WAD - capped), WAD * tick) * tick
  return larger(floored as Price, tick)
}

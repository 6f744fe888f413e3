import { magnitude, minus, ONE, over, positivePart, times } from '../../number/fraction.js'
import type { Rational } from '../../number/index.js'

/** What a contract is worth and what it gained, by its kind. Exact; linear figures in quote, inverse ones in coin. */

/** ± quantity × (price − entryPrice). */
export function linearPnl(position: {
  /** Base units, + long, − short. */
  readonly quantity: Rational
  readonly entryPrice: Rational
  readonly price: Rational
}): Rational {
  return times(position.quantity, minus(position.price, position.entryPrice))
}

/** ± face × (1/entryPrice − 1/price), in coin: a long gains when the price rises, less and less. */
export function inversePnl(position: {
  /** Contracts × contract size, in quote; + long, − short. */
  readonly face: Rational
  readonly entryPrice: Rational
  readonly price: Rational
}): Rational {
  return times(position.face, minus(over(ONE, position.entryPrice), over(ONE, position.price)))
}

/** ≥ 0: |quantity| × price, in quote. */
export function linearNotional(quantity: Rational, price: Rational): Rational {
  return times(magnitude(quantity), price)
}

/** ≥ 0: |face| ÷ price, in coin. @throws `number_invalid` at price 0 */
export function inverseNotional(face: Rational, price: Rational): Rational {
  return over(magnitude(face), price)
}

/** notional ÷ leverage: what opening requires. @throws `number_invalid` at leverage 0 */
export function initialMargin(notional: Rational, leverage: Rational): Rational {
  return over(notional, leverage)
}

/**
 * What an order would lose at once when filled at its price: quantity × max(0, orderPrice − mark) for a buy, the mirror for a sell.
 * Venues reserve it beside the initial margin.
 */
export function openLoss(order: {
  readonly side: 'buy' | 'sell'
  /** > 0 */
  readonly quantity: Rational
  readonly orderPrice: Rational
  readonly markPrice: Rational
}): Rational {
  const worse =
    order.side === 'buy' ? minus(order.orderPrice, order.markPrice) : minus(order.markPrice, order.orderPrice)
  return times(order.quantity, positivePart(worse))
}

/** The tiered requirement: notional × rate − deduction, in the notional's unit. */
export function tieredMaintenance(of: {
  readonly notional: Rational
  readonly rate: Rational
  readonly deduction?: Rational
}): Rational {
  const whole = times(of.notional, of.rate)
  return of.deduction === undefined ? whole : minus(whole, of.deduction)
}

/** ± contracts × contract size, in quote: the face of an inverse position. */
export function faceValue(contracts: Rational, contractSize: Rational): Rational {
  return times(contracts, contractSize)
}

/** An inverse position from its entry to its exit, with one funding in between, in coin. */
export function inverseRoundTrip(position: {
  /** Signed face value in quote. */
  readonly face: Rational
  readonly entryPrice: Rational
  readonly exitPrice: Rational
  /** At the funding. */
  readonly markPrice: Rational
  readonly fundingRate: Rational
}): {
  /** ± what the holder pays: positive is paid. */
  readonly fundingPaid: Rational
  readonly realizedPnl: Rational
  readonly net: Rational
} {
  const { face, entryPrice, exitPrice, markPrice, fundingRate } = position
  const fundingPaid = times(over(face, markPrice), fundingRate)
  const realizedPnl = inversePnl({ face, entryPrice, price: exitPrice })
  return { fundingPaid, realizedPnl, net: minus(realizedPnl, fundingPaid) }
}

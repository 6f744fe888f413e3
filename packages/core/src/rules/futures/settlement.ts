import {
  add,
  differenceOf,
  exact,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  subtract,
  sumOf,
  toPriceCeil,
  toPriceFloor,
  toValueCeil,
  toValueFloor,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'

/** A futures position as its clearing house margins it: money per contract, whatever the price. */
export interface FuturesPosition {
  readonly side: 'long' | 'short'
  /** > 0 */
  readonly contracts: Quantity
  /** Units of the underlying in one contract. */
  readonly size: Quantity
  /** Money per contract: to open, and what a call restores. */
  readonly initial: Value
  /** Money per contract: under it there is a call. */
  readonly maintenance: Value
}

/** One day's settlement. */
export interface SettlementDay {
  /** ± variation margin of the day. */
  readonly gain: Value
  /** After the gain, before a call is paid. */
  readonly balance: Value
  /** ≥ 0: initial − balance where balance < maintenance, else 0. */
  readonly call: Value
}

/**
 * Daily settlement: each day's gain or loss moves cash; a balance below maintenance (not at it) is called back to INITIAL, and the call is
 * taken as paid at once.
 *
 *   gain = ±(settlement − previous) × size × contracts, down; call = initial × contracts − balance
 */
export function settleDaily(
  position: FuturesPosition,
  days: { readonly start: Price; readonly settlements: readonly Price[] },
): { readonly days: readonly SettlementDay[]; readonly totalGain: Value; readonly finalBalance: Value } {
  const contracts = exact(position.contracts)
  const initial = toValueCeil(productOf(exact(position.initial), contracts))
  const maintenance = toValueCeil(productOf(exact(position.maintenance), contracts))
  let previous = days.start
  let balance = initial
  let totalGain = ZERO_VALUE
  const settled = days.settlements.map((settlement): SettlementDay => {
    const move = position.side === 'long' ? subtract(settlement, previous) : subtract(previous, settlement)
    const gain = toValueFloor(productOf(exact(move), exact(position.size), contracts))
    previous = settlement
    balance = add(balance, gain)
    totalGain = add(totalGain, gain)
    const day = { gain, balance, call: balance < maintenance ? subtract(initial, balance) : ZERO_VALUE }
    balance = add(balance, day.call)
    return day
  })
  return { days: settled, totalGain, finalBalance: balance }
}

/**
 * Where a position that stands exactly at initial comes under maintenance: a distance in price that does not depend on the price.
 *
 *   change = (initial − maintenance) ÷ size; a long price − change (up), a short price + change (down)
 *
 * `null` for a size of 0.
 */
export function futuresCallPrice(
  position: FuturesPosition,
  price: Price,
): { readonly change: Price; readonly price: Price; readonly lossPerContract: Value } | null {
  if (position.size === 0n) return null
  const lossPerContract = subtract(position.initial, position.maintenance)
  const change = quotientOf(exact(lossPerContract), exact(position.size))
  return {
    lossPerContract,
    change: toPriceFloor(change),
    price:
      position.side === 'long'
        ? toPriceCeil(differenceOf(exact(price), change))
        : toPriceFloor(sumOf(exact(price), change)),
  }
}

/**
 * Where an amount above initial is free to be withdrawn: price ± amount ÷ (size × contracts), on the side where the position wins.
 * Up for a long, down for a short. `null` for nothing held.
 */
export function withdrawPrice(position: FuturesPosition, price: Price, amount: Value): Price | null {
  const units = productOf(exact(position.size), exact(position.contracts))
  if (units.numerator === 0n) return null
  const move = quotientOf(exact(amount), units)
  return position.side === 'long'
    ? toPriceCeil(sumOf(exact(price), move))
    : toPriceFloor(differenceOf(exact(price), move))
}

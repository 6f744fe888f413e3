import {
  differenceOf,
  exact,
  type Price,
  portionFloor,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  subtract,
  sumOf,
  toPriceCeil,
  toPriceFloor,
  toValueCeil,
  toValueFloor,
  UNIT,
  type Value,
} from '../../number/index.js'

/**
 * Where a position that was opened with exactly the initial share of its price, and nothing else, meets its maintenance:
 *
 *   long  price × (1 − initial) ÷ (1 − maintenance), up        short  price × (1 + initial) ÷ (1 + maintenance), down
 *
 * One security, one rate, no interest, no other equity: with anything else in the account ask for the price itself (`check`). `null`
 * where no price does it. Rounded to the side that is still safe.
 * @example callPrice({ side: 'long', price: price('40'), initial: ratio('0.4'), maintenance: ratio('0.25') }) // 32
 */
export function callPrice(opened: {
  readonly side: 'long' | 'short'
  /** At which it was bought or sold. */
  readonly price: Price
  readonly initial: Ratio
  readonly maintenance: Ratio
}): Price | null {
  const { price, initial, maintenance } = opened
  if (opened.side === 'short') {
    const owned = productOf(exact(price), sumOf(UNIT, exact(initial)))
    return toPriceFloor(quotientOf(owned, sumOf(UNIT, exact(maintenance))))
  }
  const borrowed = productOf(exact(price), differenceOf(UNIT, exact(initial)))
  return overFreeShare(borrowed, maintenance, toPriceCeil)
}

/** What is lent on one share bought at a price: price − ⌊price × initial⌋. */
export function loanPerShare(price: Price, initial: Ratio): Value {
  const paid = price as bigint as Value
  return subtract(paid, portionFloor(paid, initial))
}

/** The price of a long at its line, from the debit: debit ÷ shares ÷ (1 − maintenance), up. `null` where no price does it. */
export function longCallPriceCeil(debit: Value, shares: Quantity, maintenance: Ratio): Price | null {
  return shares === 0n ? null : overFreeShare(quotientOf(exact(debit), exact(shares)), maintenance, toPriceCeil)
}

/** The market value of a long at its line: debit ÷ (1 − maintenance), up. `null` where no value does it. */
export function longCallValueCeil(debit: Value, maintenance: Ratio): Value | null {
  return overFreeShare(exact(debit), maintenance, toValueCeil)
}

/**
 * The price of a short at its line, from the credit: credit ÷ shares ÷ (1 + maintenance), down. One rate only: under FINRA's per-share
 * floors ask `shortCallPrices`.
 */
export function shortCallPriceFloor(credit: Value, shares: Quantity, maintenance: Ratio): Price | null {
  if (shares === 0n) return null
  return toPriceFloor(quotientOf(quotientOf(exact(credit), exact(shares)), sumOf(UNIT, exact(maintenance))))
}

/** The market value of a short at its line: credit ÷ (1 + maintenance), down. */
export function shortCallValueFloor(credit: Value, maintenance: Ratio): Value {
  return toValueFloor(quotientOf(exact(credit), sumOf(UNIT, exact(maintenance))))
}

/** number ÷ (1 − maintenance): the part of a long that may be lent against. */
function overFreeShare<T>(
  number: ReturnType<typeof exact>,
  maintenance: Ratio,
  round: (exactly: ReturnType<typeof exact>) => T,
): T | null {
  const free = differenceOf(UNIT, exact(maintenance))
  return free.numerator <= 0n ? null : round(quotientOf(number, free))
}

import { differenceOf, productOf, sumOf } from '../../number/exact.js'
import { over } from '../../number/fractions.js'
import type { Rational } from '../../number/index.js'

/**
 * What an isolated Phemex position holds: initial margin and the fee of closing at the bankruptcy value.
 *
 *   initial = openValue ÷ leverage;  fee = (openValue ∓ initial) × takerFee          (− for a long)
 *
 * Source: phemex.com, liquidation price for USDⓈ-M; docs/venues/phemex.md.
 * @param position.quantity signed; with `entryPrice` it gives the open value
 */
export function assignedBalance(position: {
  readonly quantity: Rational
  readonly entryPrice: Rational
  readonly leverage: Rational
  readonly takerFee: Rational
}): Rational {
  const signed = productOf(position.quantity, position.entryPrice)
  const isShort = signed.numerator < 0n
  const openValue = isShort ? differenceOf({ numerator: 0n, denominator: 1n }, signed) : signed
  const initial = over(openValue, position.leverage)
  const bankruptValue = isShort ? sumOf(openValue, initial) : differenceOf(openValue, initial)
  return sumOf(initial, productOf(bankruptValue, position.takerFee))
}

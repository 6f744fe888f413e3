import { minus, over, plus, times } from '../../number/fraction.js'
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
  const signed = times(position.quantity, position.entryPrice)
  const isShort = signed.numerator < 0n
  const openValue = isShort ? minus({ numerator: 0n, denominator: 1n }, signed) : signed
  const initial = over(openValue, position.leverage)
  const bankruptValue = isShort ? plus(openValue, initial) : minus(openValue, initial)
  return plus(initial, times(bankruptValue, position.takerFee))
}

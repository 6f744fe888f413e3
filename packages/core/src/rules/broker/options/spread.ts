import {
  differenceOf,
  exact,
  NOUGHT,
  type Price,
  productOf,
  type Quantity,
  type Rational,
  smallestOf,
  sumOf,
  toValueCeil,
  type Value,
} from '../../../number/index.js'
import { intrinsicAt, type OptionTerms } from './contract.js'

/** A leg of a spread: contracts + bought, − sold; `price` per share, 0 where the premium is of no interest. */
export interface SpreadLeg extends OptionTerms {
  readonly quantity: Quantity
  readonly price: Price
}

/**
 * The most that a set of options can lose at expiry, ≥ 0 per share, exact, premiums apart. Piecewise linear in the price, so the worst is
 * at a strike or at 0; `null` where short calls are not covered, which lose without bound.
 *
 *   maxLoss = −min(0, Σ quantity × intrinsic at 0 and at every strike)
 */
export function maxLossPerShare(legs: readonly SpreadLeg[]): Rational | null {
  const calls = legs.reduce((sum, leg) => (leg.right === 'call' ? sum + leg.quantity : sum), 0n)
  if (calls < 0n) return null
  const worst = [NOUGHT, ...legs.map(({ strike }) => exact(strike))].map((price) => payoffAt(legs, price))
  return differenceOf(NOUGHT, smallestOf(NOUGHT, ...worst))
}

/** ± per share: what a set of options pays at expiry at a price. */
export function payoffAt(legs: readonly SpreadLeg[], price: Rational): Rational {
  return sumOf(NOUGHT, ...legs.map((leg) => productOf(exact(leg.quantity), intrinsicAt(leg, price))))
}

/** ± per share: what the legs cost now, + a debit, − a credit. */
export function netPremium(legs: readonly SpreadLeg[]): Rational {
  return sumOf(NOUGHT, ...legs.map((leg) => productOf(exact(leg.quantity), exact(leg.price))))
}

/**
 * A spread in money: the most it can lose and what it costs.
 *
 *   requirement = maxLoss + netDebit        so that a credit counts toward the loss
 *
 * For legs of one expiry, or where every long leg expires no earlier than the short ones. `null` where short calls are not covered.
 * Source: FINRA Rule 4210(f)(2)(H) and (I); Cboe margin manual (read 2026-11).
 */
export function spreadMargin(
  legs: readonly SpreadLeg[],
  multiplier: Quantity,
): { readonly maxLoss: Value; readonly netDebit: Value; readonly requirement: Value } | null {
  const maxLoss = maxLossPerShare(legs)
  if (maxLoss === null) return null
  const net = netPremium(legs)
  const money = (perShare: Rational): Value => toValueCeil(productOf(perShare, exact(multiplier)))
  return { maxLoss: money(maxLoss), netDebit: money(net), requirement: money(sumOf(maxLoss, net)) }
}

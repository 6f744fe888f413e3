import { differenceOf, productOf, smallestOf, sumOf } from '../../number/exact.js'
import { magnitude, over, totalOf } from '../../number/fractions.js'
import { ceilRational, compareRational, type Rational, rational, ZERO } from '../../number/index.js'

/** An account on the side that is deleveraged. */
export interface AdlCandidate {
  readonly id: string
  /** > 0, what it holds. */
  readonly quantity: Rational
  /** Highest is closed first; the venue's formula says how it is made. */
  readonly score: Rational
}

/** Highest score first; equals keep the order in which they were given. */
export function adlOrder<T extends AdlCandidate>(candidates: readonly T[]): readonly T[] {
  return [...candidates].sort((a, b) => compareRational(b.score, a.score))
}

/**
 * The light that a trader sees: which fifth of the whole quantity the queue is in after this account, 20 (first) to 100.
 *
 *   quintile = 20 × ⌈5 × quantity up to and with this account ÷ total⌉
 *
 * Source: BitMEX auto-deleveraging examples.
 */
export function adlQuintiles(
  candidates: readonly AdlCandidate[],
): readonly { readonly id: string; readonly quintile: bigint }[] {
  const total = totalOf(candidates, ({ quantity }) => quantity)
  let before = ZERO
  return adlOrder(candidates).map(({ id, quantity }) => {
    before = sumOf(before, quantity)
    return { id, quintile: 20n * ceilRational(over(productOf(rational(5n), before), total)) }
  })
}

/** What each account gives up, in the order of the queue, until the quantity is closed; accounts that were not reached are not listed. */
export function adlAssignment(
  candidates: readonly AdlCandidate[],
  quantity: Rational,
): readonly { readonly id: string; readonly closed: Rational; readonly remaining: Rational }[] {
  const assigned: { id: string; closed: Rational; remaining: Rational }[] = []
  let left = quantity
  for (const candidate of adlOrder(candidates)) {
    if (left.numerator <= 0n) break
    const closed = smallestOf(left, candidate.quantity)
    assigned.push({ id: candidate.id, closed, remaining: differenceOf(candidate.quantity, closed) })
    left = differenceOf(left, closed)
  }
  return assigned
}

/**
 * BitMEX's rank: profit × leverage for a gain, profit ÷ leverage for a loss, longs and shorts apart.
 *
 *   profit = (markValue − entryValue) ÷ |entryValue|;  leverage = |markValue| ÷ (markValue − bankruptValue)
 *
 * Values signed in the settlement currency; of an inverse contract −face ÷ price, so that it rises with the price.
 * Source: BitMEX auto-deleveraging (read through the stored page).
 */
export function profitLeverageScore(of: {
  readonly markValue: Rational
  readonly entryValue: Rational
  readonly bankruptValue: Rational
}): Rational {
  const profit = over(differenceOf(of.markValue, of.entryValue), magnitude(of.entryValue))
  const leverage = over(magnitude(of.markValue), differenceOf(of.markValue, of.bankruptValue))
  return profit.numerator > 0n ? productOf(profit, leverage) : over(profit, leverage)
}

/**
 * Hyperliquid's index as its documentation writes it: (mark ÷ entry) × (notional ÷ account value). It ranks a profitable short below a
 * losing one; what the node computes is told otherwise by third parties (docs/venues/hyperliquid.md).
 */
export function moveLeverageScore(of: {
  readonly markPrice: Rational
  readonly entryPrice: Rational
  readonly notional: Rational
  readonly accountValue: Rational
}): Rational {
  return productOf(over(of.markPrice, of.entryPrice), over(of.notional, of.accountValue))
}

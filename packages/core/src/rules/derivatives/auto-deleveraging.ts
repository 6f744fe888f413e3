import { least, magnitude, minus, over, plus, sumOf, times } from '../../number/fraction.js'
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
  const total = sumOf(candidates, ({ quantity }) => quantity)
  let before = ZERO
  return adlOrder(candidates).map(({ id, quantity }) => {
    before = plus(before, quantity)
    return { id, quintile: 20n * ceilRational(over(times(rational(5n), before), total)) }
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
    const closed = least(left, candidate.quantity)
    assigned.push({ id: candidate.id, closed, remaining: minus(candidate.quantity, closed) })
    left = minus(left, closed)
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
  const profit = over(minus(of.markValue, of.entryValue), magnitude(of.entryValue))
  const leverage = over(magnitude(of.markValue), minus(of.markValue, of.bankruptValue))
  return profit.numerator > 0n ? times(profit, leverage) : over(profit, leverage)
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
  return times(over(of.markPrice, of.entryPrice), over(of.notional, of.accountValue))
}

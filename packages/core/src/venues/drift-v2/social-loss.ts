import { divCeil, divFloor } from '../../number/index.js'
import { divTruncate, magnitude } from '../../number/integers.js'
import type { BaseUnits, QuoteUnits, TokenUnits } from './integers.js'

/** Who bears a loss that nothing covers any more. Source: `programs/drift/src/math/liquidation.rs`, `controller/liquidation.rs`. */

/** Both sides of a perp market. */
export interface OpenInterest {
  /** ≥ 0 */
  readonly long: BaseUnits
  /** ≤ 0 */
  readonly short: BaseUnits
}

/** ≥ 0: how far the funding indexes of both sides move (10⁻⁹) so that all positions together pay the loss; rounded up. */
export function socialLossDelta(loss: QuoteUnits, openInterest: OpenInterest): bigint {
  const base = magnitude(openInterest.long) + magnitude(openInterest.short)
  return 1000n * divCeil(magnitude(loss) * 1_000_000_000n, base)
}

export interface FundingIndexes {
  readonly long: bigint
  readonly short: bigint
}

/** The indexes after a loss was put on them: longs pay as it rises, shorts as it falls. */
export function socializeLoss(indexes: FundingIndexes, loss: QuoteUnits, openInterest: OpenInterest): FundingIndexes {
  const delta = socialLossDelta(loss, openInterest)
  return { long: indexes.long + delta, short: indexes.short - delta }
}

/** ± what a position settles through the index of its side: −(index − last) × base, truncated; negative pays. */
export function fundingPayment(
  position: { readonly base: BaseUnits; readonly lastIndex: bigint },
  indexes: FundingIndexes,
): QuoteUnits {
  const index = position.base > 0n ? indexes.long : indexes.short
  return divTruncate(-(index - position.lastIndex) * position.base, 1_000_000_000_000n)
}

/** A spot market's deposits. */
export interface DepositPool {
  /** Scaled, 10⁻⁹. */
  readonly balance: bigint
  /** 10⁻¹⁰: deposits = balance × interest. */
  readonly cumulativeInterest: bigint
  readonly decimals: bigint
}

/** ≥ 0 tokens deposited, floored. */
export function depositsOf(pool: DepositPool): TokenUnits {
  return divFloor(pool.balance * pool.cumulativeInterest, 10n ** (19n - pool.decimals))
}

/** ≥ 0: how far the deposit interest falls so that all depositors share a bad debt by what they hold; rounded up. 0 without deposits. */
export function depositInterestDelta(badDebt: TokenUnits, pool: DepositPool): bigint {
  const deposits = depositsOf(pool)
  return deposits === 0n ? 0n : divCeil(pool.cumulativeInterest * badDebt, deposits)
}

/** The pool after a bad debt was shared. */
export function shareBadDebt(badDebt: TokenUnits, pool: DepositPool): DepositPool {
  return { ...pool, cumulativeInterest: pool.cumulativeInterest - depositInterestDelta(badDebt, pool) }
}

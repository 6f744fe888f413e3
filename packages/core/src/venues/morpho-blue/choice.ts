import { divFloor } from '../../number/index.js'
import { smallerOf } from '../contract/integer.js'
import { type MorphoCall, type MorphoLiquidation, morphoLiquidate } from './liquidation.js'
import {
  borrowPool,
  liquidationIncentive,
  MORPHO_WAD,
  type MorphoMarket,
  type MorphoPosition,
  type MorphoTerms,
  ORACLE_SCALE,
  toAssetsFloor,
} from './market.js'

/** The call that takes most, and what it does; `null`: the position is healthy, or its price is 0. */
export interface MorphoChoice {
  readonly call: MorphoCall
  readonly liquidation: MorphoLiquidation
  /** Whether all collateral goes: what is still owed then is written off. */
  readonly takesEverything: boolean
  /** healthFactor (10^18) below which partial liquidations lower it: lltv × incentive. */
  readonly frontier: bigint
}

/**
 * Amounts are never taken down to what there is, so the side decides: where the collateral covers the debt with its incentive, all shares
 * are repaid; else all collateral is seized, which also writes the rest off. Within either side earnings rise with the size.
 */
export function morphoChoice(
  market: MorphoMarket,
  position: MorphoPosition,
  terms: MorphoTerms & { readonly price: bigint },
): MorphoChoice | null {
  if (terms.price === 0n) return null
  const incentive = liquidationIncentive(terms.lltv)
  const calls: readonly MorphoCall[] = [
    { seizedAssets: 0n, repaidShares: position.borrowShares },
    { seizedAssets: position.collateral, repaidShares: 0n },
  ]
  for (const call of calls) {
    const liquidation = morphoLiquidate(market, position, terms, call)
    if (liquidation.status === 'reverted') continue
    return {
      call,
      liquidation,
      takesEverything: liquidation.position.collateral === 0n,
      frontier: divFloor(terms.lltv * incentive, MORPHO_WAD),
    }
  }
  return null
}

/**
 * The most shares that one call may repay: all that are owed, or as many as the collateral pays for with its incentive.
 * One share more reverts with `Panic(17)`.
 */
export function repayableShares(
  market: MorphoMarket,
  position: MorphoPosition,
  terms: MorphoTerms & { readonly price: bigint },
): bigint {
  const incentive = liquidationIncentive(terms.lltv)
  const seizedFor = (shares: bigint): bigint => {
    const worth = divFloor(toAssetsFloor(shares, borrowPool(market)) * incentive, MORPHO_WAD)
    return divFloor(worth * ORACLE_SCALE, terms.price)
  }
  let [fits, tooMany] = [0n, smallerOf(position.borrowShares, market.totalBorrowShares) + 1n]
  while (tooMany - fits > 1n) {
    const middle = (fits + tooMany) >> 1n
    if (seizedFor(middle) <= position.collateral) fits = middle
    else tooMany = middle
  }
  return fits
}

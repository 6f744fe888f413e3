import { divCeil, divFloor } from '../../number/index.js'
import { divide, excessOver, smallerOf, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import {
  borrowPool,
  isHealthy,
  liquidationIncentive,
  MORPHO_WAD,
  type MorphoMarket,
  type MorphoPosition,
  type MorphoTerms,
  ORACLE_SCALE,
  toAssetsCeil,
  toAssetsFloor,
  toSharesCeil,
} from './market.js'

/** Exactly one of the two is given, the other 0: collateral to take, or debt shares to repay. Neither is taken down to what there is. */
export interface MorphoCall {
  readonly seizedAssets: bigint
  readonly repaidShares: bigint
}

export interface MorphoLiquidation {
  readonly status: 'done'
  readonly seizedAssets: bigint
  readonly repaidShares: bigint
  readonly repaidAssets: bigint
  /** Written off because no collateral is left: taken from the suppliers at once. */
  readonly badDebtShares: bigint
  readonly badDebtAssets: bigint
  readonly market: MorphoMarket
  readonly position: MorphoPosition
}

/**
 * A liquidation on a market whose interest is accrued. No close factor and no fee.
 *
 *   from collateral  repaidShares = shares↑(⌈⌈seized × price⌉ ÷ incentive⌉)
 *   from shares      seized = ⌊⌊assets↓(shares) × incentive⌋ ÷ price⌋
 *   then             repaidAssets = assets↑(repaidShares), at the totals before the repayment
 *
 * More than there is of either reverts with `Panic(17)`; a price of 0 with `Panic(18)` where collateral is to be computed from it.
 */
export function morphoLiquidate(
  market: MorphoMarket,
  position: MorphoPosition,
  terms: MorphoTerms & { readonly price: bigint },
  call: MorphoCall,
): MorphoLiquidation | Reverted {
  return orReverted(() => {
    if ((call.seizedAssets === 0n) === (call.repaidShares === 0n)) revert('Error(inconsistent input)')
    if (isHealthy(market, position, terms)) revert('Error(position is healthy)')
    const { seizedAssets, repaidShares } = bothSides(market, terms, call)
    const repaidAssets = toAssetsCeil(repaidShares, borrowPool(market))
    const borrowShares = uint(position.borrowShares - repaidShares)
    const totalBorrowShares = uint(market.totalBorrowShares - repaidShares)
    const totalBorrowAssets = excessOver(market.totalBorrowAssets, repaidAssets)
    const collateral = uint(position.collateral - seizedAssets)
    const isBad = collateral === 0n && borrowShares > 0n
    const badDebtAssets = isBad
      ? smallerOf(
          totalBorrowAssets,
          toAssetsCeil(borrowShares, { assets: totalBorrowAssets, shares: totalBorrowShares }),
        )
      : 0n
    const badDebtShares = isBad ? borrowShares : 0n
    return {
      status: 'done',
      seizedAssets,
      repaidShares,
      repaidAssets,
      badDebtShares,
      badDebtAssets,
      market: {
        ...market,
        totalBorrowAssets: totalBorrowAssets - badDebtAssets,
        totalSupplyAssets: uint(market.totalSupplyAssets - badDebtAssets),
        totalBorrowShares: totalBorrowShares - badDebtShares,
      },
      position: { collateral, borrowShares: borrowShares - badDebtShares },
    }
  })
}

function bothSides(
  market: MorphoMarket,
  terms: MorphoTerms & { readonly price: bigint },
  call: MorphoCall,
): MorphoCall {
  const incentive = liquidationIncentive(terms.lltv)
  if (call.seizedAssets > 0n) {
    const quoted = divCeil(uint(call.seizedAssets * terms.price), ORACLE_SCALE)
    const owed = divCeil(uint(quoted * MORPHO_WAD), incentive)
    return { seizedAssets: call.seizedAssets, repaidShares: toSharesCeil(owed, borrowPool(market)) }
  }
  const repaid = toAssetsFloor(call.repaidShares, borrowPool(market))
  const worth = divFloor(uint(repaid * incentive), MORPHO_WAD)
  return { seizedAssets: divide(worth * ORACLE_SCALE, terms.price, 'floor'), repaidShares: call.repaidShares }
}

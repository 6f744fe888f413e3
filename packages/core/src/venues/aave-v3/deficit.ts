import type { AssetId } from '../../model/index.js'
import { smallerOf } from '../contract/integer.js'
import { orReverted, type Reverted } from '../contract/revert.js'
import { balancesOf } from './account.js'
import { isBorrowing, without } from './configuration.js'
import type { Amounts, Liquidation, Pair } from './liquidation.js'
import { type AaveMarket, type AavePosition, type AaveUser, NO_POSITION, positionOf, reserveOf } from './market.js'
import { refuse } from './refusals.js'
import { baseValue, rayDivide, rayMultiply } from './units.js'

/** A debt that was written off, in the asset's own units, > 0. */
export interface BadDebt {
  readonly asset: AssetId
  readonly amount: bigint
}

/** Carries an accepted liquidation out: burns, the treasury's fee, and what nothing backs any more. */
export function settle(market: AaveMarket, user: AaveUser, pair: Pair, amounts: Amounts): Liquidation {
  const { rules } = market
  const { collateral, debt } = pair
  const liquidated = amounts.seized - amounts.protocolFee
  const taken = rayDivide(liquidated, pair.collateralIndexes.supply, rules.supplyBurn)
  const scaledBefore = positionOf(user, collateral.asset).scaledSupply
  const scaledTaken = smallerOf(taken, scaledBefore)
  const fee = rayDivide(amounts.protocolFee, pair.collateralIndexes.supply, rules.supplyTransfer)
  const scaledFee = smallerOf(fee, scaledBefore - scaledTaken)
  const isBare = hasNoCollateralLeft(market, pair, amounts, scaledTaken + scaledFee)
  const repaidScaled = smallerOf(
    rayDivide(amounts.repaid, pair.debtIndexes.debt, rules.debtBurn),
    positionOf(user, debt.asset).scaledDebt,
  )
  const deficits: BadDebt[] = []
  if (isBare && pair.debtBalance > amounts.repaid) {
    deficits.push({ asset: debt.asset, amount: pair.debtBalance - amounts.repaid })
  }
  let after = change(user, collateral.asset, (position) => ({
    ...position,
    scaledSupply: position.scaledSupply - scaledTaken - scaledFee,
  }))
  after = change(after, debt.asset, (position) => ({
    ...position,
    scaledDebt: isBare ? 0n : position.scaledDebt - repaidScaled,
  }))
  if (isBare || amounts.repaid === pair.debtBalance) after = unmark(after, debt.id, 'borrowing')
  if (amounts.seized === pair.collateralBalance) after = unmark(after, collateral.id, 'collateral')
  if (isBare) {
    for (const reserve of market.reserves) {
      if (!isBorrowing(after.configuration, reserve.id)) continue
      const amount = balancesOf(market, after, reserve).debt
      if (amount > 0n) deficits.push({ asset: reserve.asset, amount })
      after = unmark(
        change(after, reserve.asset, (position) => ({ ...position, scaledDebt: 0n })),
        reserve.id,
        'borrowing',
      )
    }
  }
  return {
    status: 'done',
    debtToCover: amounts.repaid,
    liquidatedCollateral: liquidated,
    protocolFee: amounts.protocolFee,
    protocolFeeScaled: scaledFee,
    deficits,
    user: after,
  }
}

/**
 * Whether the account has no collateral afterwards. To 3.6 by value: what was seized is worth exactly all of the account's collateral,
 * so that a rest worth less than one unit of base currency counts as none. In 3.7 by what the tokens really lost.
 */
function hasNoCollateralLeft(market: AaveMarket, pair: Pair, amounts: Amounts, scaledLost: bigint): boolean {
  const { rules } = market
  const { collateral, data } = pair
  switch (rules.badDebt) {
    case 'never':
      return false
    case 'byBaseValue':
      return baseValue(amounts.seized, collateral, 'floor') === data.totalCollateralBase
    case 'byScaledBalance': {
      const lost = rayMultiply(scaledLost, pair.collateralIndexes.supply, 'floor')
      return baseValue(lost, collateral, 'floor') === data.totalCollateralBase
    }
  }
}

function change(user: AaveUser, asset: AssetId, next: (position: AavePosition) => AavePosition): AaveUser {
  const positions = new Map(user.positions)
  positions.set(asset, next(user.positions.get(asset) ?? NO_POSITION))
  return { ...user, positions }
}

function unmark(user: AaveUser, id: number, mark: 'borrowing' | 'collateral'): AaveUser {
  return { ...user, configuration: without(user.configuration, id, mark) }
}

/**
 * Covers a reserve's deficit by burning the coverer's own supply; silently at most the deficit. Only the address that is registered for
 * it may, and only without debt of its own.
 */
export function eliminateDeficit(
  market: AaveMarket,
  call: { readonly asset: AssetId; readonly amount: bigint; readonly isUmbrella: boolean; readonly hasDebt: boolean },
): { readonly status: 'done'; readonly covered: bigint; readonly deficit: bigint } | Reverted {
  const reserve = reserveOf(market, call.asset)
  return orReverted(() => {
    if (!call.isUmbrella) refuse('CallerNotUmbrella', market.rules)
    if (call.hasDebt) refuse('UserCannotHaveDebt', market.rules)
    if (reserve.deficit === 0n) refuse('ReserveNotInDeficit', market.rules)
    const covered = smallerOf(call.amount, reserve.deficit)
    return { status: 'done', covered, deficit: reserve.deficit - covered }
  })
}

import { fail, suggestion } from '../../errors.js'
import type { AssetId } from '../../model/index.js'
import { divFloor } from '../../number/index.js'
import { divide, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { priceOf } from './account.js'
import { type CometAsset, type CometConfig, type CometPrices, FACTOR_ONE, timesFactor } from './market.js'

export interface Purchase {
  readonly asset: AssetId
  /** Base units paid. */
  readonly baseAmount: bigint
  /** The least that the buyer accepts, in the asset's own units. */
  readonly minAmount: bigint
}

/**
 * Collateral for so many base units, discounted: the buyer's side of every liquidation.
 *
 *   discount = ⌊storeFrontPriceFactor × (1 − liquidationFactor)⌋; price = ⌊price × (1 − discount)⌋
 *   amount   = ⌊⌊base price × baseAmount × scale ÷ price⌋ ÷ base scale⌋
 */
export function quoteCollateral(
  config: CometConfig,
  prices: CometPrices,
  of: Pick<Purchase, 'asset' | 'baseAmount'>,
): bigint | Reverted {
  const asset = assetOf(config, of.asset)
  return orReverted(() => quote(config, prices, asset, of.baseAmount))
}

/**
 * A purchase of seized collateral: allowed while reserves are below their target, never taken down to what there is.
 * @param state.reserves ± base units of the protocol's own; `collateralReserves` of this asset, in its own units
 */
export function buyCollateral(
  config: CometConfig,
  prices: CometPrices,
  state: { readonly reserves: bigint; readonly collateralReserves: bigint },
  purchase: Purchase,
): { readonly status: 'done'; readonly received: bigint; readonly reserves: bigint } | Reverted {
  const asset = assetOf(config, purchase.asset)
  return orReverted(() => {
    if (state.reserves >= config.targetReserves) revert('NotForSale')
    const received = quote(config, prices, asset, purchase.baseAmount)
    if (received < purchase.minAmount) revert('TooMuchSlippage')
    if (received > state.collateralReserves) revert('InsufficientReserves')
    return { status: 'done', received, reserves: state.reserves + purchase.baseAmount }
  })
}

function quote(config: CometConfig, prices: CometPrices, asset: CometAsset, baseAmount: bigint): bigint {
  const discount = timesFactor(config.storeFrontPriceFactor, FACTOR_ONE - asset.liquidationFactor)
  const price = timesFactor(priceOf(prices, asset.asset), FACTOR_ONE - discount)
  const paid = prices.base > 0n ? prices.base : revert('BadPrice')
  return divFloor(divide(uint(paid * baseAmount * asset.scale), price, 'floor'), config.baseScale)
}

function assetOf(config: CometConfig, asset: AssetId): CometAsset {
  const found = config.assets.find((each) => each.asset === asset)
  if (found !== undefined) return found
  const known = config.assets.map((each) => each.asset)
  return fail('unknown_asset', `The market takes no ${asset}.${suggestion(asset, known)}`)
}

import type { AssetId } from '../../model/index.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import {
  baseCurrencyValue,
  type CometAsset,
  type CometConfig,
  type CometPrices,
  type CometTotals,
  presentValue,
  timesFactor,
} from './market.js'

export interface CometAccount {
  /** + supplied, − owed: to be multiplied by the index of its side. */
  readonly principal: bigint
  /** One bit an asset, by its place: whether any of it is held. */
  readonly assetsIn: bigint
  /** The assets' own units. */
  readonly collateral: ReadonlyMap<AssetId, bigint>
}

/** What the account is asked with: the totals that are given decide whether interest is in it. */
export interface CometView {
  readonly totals: CometTotals
  readonly config: CometConfig
  readonly prices: CometPrices
}

/**
 * Whether an account may be absorbed: its debt at the base price stays above Σ ⌊⌊balance × price⌋ × liquidateCollateralFactor⌋; equality
 * is safe. The contract's view asks this on the stored index, `absorb` after accruing: give the totals that you mean.
 *
 * Collateral is read only until it is enough, so a broken feed of a later asset may not be seen; one that is reached reverts (`BadPrice`).
 */
export function isCometLiquidatable(view: CometView, account: CometAccount): boolean | Reverted {
  return orReverted(() => account.principal < 0n && liquidityOf(view, account, 'liquidateCollateralFactor') < 0n)
}

/** Whether an account may owe what it owes, by the borrowCollateralFactor: what a borrower must still satisfy. */
export function isBorrowCollateralized(view: CometView, account: CometAccount): boolean | Reverted {
  return orReverted(() => account.principal >= 0n || liquidityOf(view, account, 'borrowCollateralFactor') >= 0n)
}

/** Base units owed, floored; 0 for a supplier. */
export function borrowBalanceOf(totals: CometTotals, account: Pick<CometAccount, 'principal'>): bigint {
  return account.principal < 0n ? -presentValue(account.principal, totals) : 0n
}

/** ± value at 8 decimals; stops adding once it is not negative. */
export function liquidityOf(
  { totals, config, prices }: CometView,
  account: CometAccount,
  factor: 'liquidateCollateralFactor' | 'borrowCollateralFactor',
): bigint {
  let liquidity = -baseCurrencyValue(borrowBalanceOf(totals, account), priceOr(prices.base), config.baseScale)
  for (const { asset, balance } of heldAssets(config, account)) {
    if (liquidity >= 0n) return liquidity
    const value = baseCurrencyValue(balance, priceOf(prices, asset.asset), asset.scale)
    liquidity += timesFactor(value, asset[factor])
  }
  return liquidity
}

/** The collateral that an account's word marks, in the order of the assets' places. */
export function heldAssets(
  config: CometConfig,
  account: CometAccount,
): readonly { readonly asset: CometAsset; readonly balance: bigint }[] {
  return config.assets.flatMap((asset, place) =>
    ((account.assetsIn >> BigInt(place)) & 1n) === 1n
      ? [{ asset, balance: account.collateral.get(asset.asset) ?? 0n }]
      : [],
  )
}

export function priceOf(prices: CometPrices, asset: AssetId): bigint {
  return priceOr(prices.assets.get(asset) ?? 0n)
}

function priceOr(price: bigint): bigint {
  return price > 0n ? price : revert('BadPrice')
}

import type { AssetId } from '../../model/index.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { type CometAccount, type CometView, heldAssets, liquidityOf, priceOf } from './account.js'
import {
  accrueComet,
  baseCurrencyValue,
  baseFor,
  type CometTotals,
  presentValue,
  principalValue,
  timesFactor,
} from './market.js'

/** What an absorption took of one asset. */
export interface AbsorbedCollateral {
  readonly asset: AssetId
  /** All of it, in the asset's own units. */
  readonly amount: bigint
  /** At 8 decimals, before the penalty. */
  readonly value: bigint
}

export interface Absorption {
  readonly status: 'done'
  readonly collateral: readonly AbsorbedCollateral[]
  /** Base units by which the account's balance rises: its debt, and what its collateral was credited beyond that. */
  readonly basePaidOut: bigint
  /** The same at 8 decimals. */
  readonly value: bigint
  /** Base units of debt that the credited collateral does not pay for: the reserves' loss. */
  readonly badDebt: bigint
  readonly account: CometAccount
  readonly totals: CometTotals
}

/**
 * Absorbs a whole account, after accruing: there is no close factor, and the absorber is paid nothing. The collateral is credited at
 * ⌊value × liquidationFactor⌋; what it leaves over the debt stays the account's, as base supply; what it lacks is the reserves' loss.
 *
 * One healthy account reverts the whole batch (`NotLiquidatable`): see `absorbAll`.
 */
export function absorb(view: CometView, account: CometAccount, timestamp: bigint): Absorption | Reverted {
  return orReverted(() => absorbAccrued({ ...view, totals: accrueComet(view.totals, view.config, timestamp) }, account))
}

/** Several accounts at once, in order: all or none. */
export function absorbAll(
  view: CometView,
  accounts: readonly CometAccount[],
  timestamp: bigint,
): { readonly status: 'done'; readonly absorptions: readonly Absorption[] } | Reverted {
  return orReverted(() => {
    const absorptions: Absorption[] = []
    let totals = accrueComet(view.totals, view.config, timestamp)
    for (const account of accounts) {
      const absorption = absorbAccrued({ ...view, totals }, account)
      absorptions.push(absorption)
      totals = absorption.totals
    }
    return { status: 'done', absorptions }
  })
}

function absorbAccrued(view: CometView, account: CometAccount): Absorption {
  const { totals, config, prices } = view
  const isUnder = account.principal < 0n && liquidityOf(view, account, 'liquidateCollateralFactor') < 0n
  if (!isUnder) revert('NotLiquidatable')
  const before = presentValue(account.principal, totals)
  let credited = 0n
  const collateral = heldAssets(config, account).map(({ asset, balance }): AbsorbedCollateral => {
    const value = baseCurrencyValue(balance, priceOf(prices, asset.asset), asset.scale)
    credited += timesFactor(value, asset.liquidationFactor)
    return { asset: asset.asset, amount: balance, value }
  })
  const balance = before + baseFor(credited, prices.base, config.baseScale)
  const after = balance > 0n ? balance : 0n
  const principal = principalValue(after, totals)
  const basePaidOut = after - before
  return {
    status: 'done',
    collateral,
    basePaidOut,
    value: baseCurrencyValue(basePaidOut, prices.base, config.baseScale),
    badDebt: after - balance,
    account: {
      principal,
      assetsIn: 0n,
      collateral: new Map(config.assets.map(({ asset }) => [asset, 0n])),
    },
    totals: {
      ...totals,
      totalSupplyBase: totals.totalSupplyBase + principal,
      totalBorrowBase: totals.totalBorrowBase + account.principal,
    },
  }
}

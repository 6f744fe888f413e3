import type { AssetId } from '../../model/index.js'
import type { AccountData, Balances } from './account.js'
import { isCollateral } from './configuration.js'
import { type AaveMarket, type AaveUser, eModeOf, limitsOf, type Reserve } from './market.js'
import { refuse } from './refusals.js'
import { HEALTH_ONE } from './units.js'

/** Under this healthFactor a sequencer's outage protects nobody, and all of a debt may be closed at once. */
export const CLOSE_FACTOR_HEALTH: bigint = (95n * HEALTH_ONE) / 100n

export interface LiquidationCall {
  readonly collateral: AssetId
  readonly debt: AssetId
  /** What the liquidator offers to repay, in the debt's own units; more than the largest legal size is taken down to it. */
  readonly debtToCover: bigint
  /** Whether the liquidator is the account itself. */
  readonly isOwn?: boolean
}

/** Refuses a liquidation that may not happen at all, in the contract's order: the first that fails is the answer. */
export function validateLiquidation(
  market: AaveMarket,
  user: AaveUser,
  of: {
    readonly collateral: Reserve
    readonly debt: Reserve
    readonly data: AccountData
    readonly debtBalance: Balances['debt']
    readonly isOwn: boolean
  },
): void {
  const { rules, timestamp, sentinel } = market
  const { healthFactor } = of.data
  const both = [of.collateral, of.debt]
  if (rules.refusesOwnLiquidation && of.isOwn) refuse('SelfLiquidation', rules)
  if (both.some((reserve) => !reserve.isActive)) refuse('ReserveInactive', rules)
  if (both.some((reserve) => reserve.isPaused)) refuse('ReservePaused', rules)
  if (rules.hasSentinel && sentinel !== null && healthFactor >= CLOSE_FACTOR_HEALTH) {
    const isOpen = sentinel.isUp && timestamp - sentinel.startedAt > sentinel.gracePeriod
    if (!isOpen) refuse('PriceOracleSentinelCheckFailed', rules)
  }
  if (rules.hasGracePeriod && both.some((reserve) => reserve.liquidationGracePeriodUntil >= timestamp)) {
    refuse('LiquidationGraceSentinelCheckFailed', rules)
  }
  if (healthFactor >= HEALTH_ONE) refuse('HealthFactorNotBelowThreshold', rules)
  const limits = rules.countsBy === 'userThreshold' ? limitsOf(of.collateral, eModeOf(market, user)) : of.collateral
  const isEnabled = limits.liquidationThreshold !== 0n && isCollateral(user.configuration, of.collateral.id)
  if (!isEnabled) refuse('CollateralCannotBeLiquidated', rules)
  if (of.debtBalance === 0n) refuse('SpecifiedCurrencyNotBorrowedByUser', rules)
}

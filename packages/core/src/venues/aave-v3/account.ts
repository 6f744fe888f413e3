import { divFloor } from '../../number/index.js'
import { divide } from '../contract/integer.js'
import {
  type AaveMarket,
  type AavePosition,
  type AaveUser,
  eModeOf,
  type Indexes,
  indexesOf,
  limitsOf,
  positionOf,
  type Reserve,
  reservesNow,
} from './market.js'
import { baseValue, HEALTH_MAX, HEALTH_ONE, PERCENT_ONE, percentOf, rayMultiply } from './units.js'
import type { VersionRules } from './version.js'

/** The six figures that the pool answers of an account. */
export interface AccountData {
  /** Base currency. */
  readonly totalCollateralBase: bigint
  readonly totalDebtBase: bigint
  readonly availableBorrowsBase: bigint
  /** Percentages, floored averages over the collateral. */
  readonly currentLiquidationThreshold: bigint
  readonly ltv: bigint
  /** 10^18 is the line; 2^256 − 1 without debt. */
  readonly healthFactor: bigint
}

/** What an account holds of one reserve, in the asset's own units. */
export interface Balances {
  readonly supplied: bigint
  readonly debt: bigint
}

/** Balances at the market's time, rounded as the version's tokens do. */
export function balancesOf(market: AaveMarket, user: AaveUser, reserve: Reserve): Balances {
  const position = positionOf(user, reserve.asset)
  const indexes = reservesNow(market).find((each) => each.reserve === reserve)?.indexes ?? indexesOf(reserve, market)
  return {
    supplied: suppliedOf(position, indexes, market.rules),
    debt: debtOf(position, indexes, market.rules),
  }
}

function suppliedOf({ scaledSupply }: AavePosition, indexes: Indexes, rules: VersionRules): bigint {
  return scaledSupply === 0n ? 0n : rayMultiply(scaledSupply, indexes.supply, rules.supplyBalance)
}

function debtOf({ scaledDebt }: AavePosition, indexes: Indexes, rules: VersionRules): bigint {
  return scaledDebt === 0n ? 0n : rayMultiply(scaledDebt, indexes.debt, rules.debtBalance)
}

/**
 * An account's data as the pool's view gives it, at the market's time: interest that nobody has stored yet is in it.
 *
 *   collateral = Σ ⌊balance × price ÷ unit⌋ over what is marked as collateral and has a threshold
 *   debt       = Σ  balance × price ÷ unit, floored to 3.4, ceiled from 3.5
 *   threshold  = ⌊Σ collateral × threshold ÷ Σ collateral⌋, the loan-to-value limit likewise
 *   healthFactor to 3.4: collateral × threshold (rounded) ÷ debt; from 3.5: ⌊Σ collateral × threshold ÷ debt ÷ 10⁴⌋, from the exact sum
 *
 * Source: docs/venues/aave-v3.md, account data.
 */
export function accountData(market: AaveMarket, user: AaveUser): AccountData {
  const { rules } = market
  const mode = eModeOf(market, user)
  let collateral = 0n
  let debt = 0n
  let weightedLtv = 0n
  let weightedThreshold = 0n
  for (const { reserve, indexes, borrowingMark, collateralMark } of reservesNow(market)) {
    const isOwed = (user.configuration & borrowingMark) !== 0n
    const isPledged = (user.configuration & collateralMark) !== 0n
    if (!isOwed && !isPledged) continue
    const position = positionOf(user, reserve.asset)
    const limits = limitsOf(reserve, mode)
    const threshold = rules.countsBy === 'userThreshold' ? limits.liquidationThreshold : reserve.liquidationThreshold
    if (isPledged && threshold !== 0n) {
      const value = baseValue(suppliedOf(position, indexes, rules), reserve, 'floor')
      collateral += value
      weightedLtv += rules.countsBy === 'reserveThreshold' && reserve.ltv === 0n ? 0n : value * limits.ltv
      weightedThreshold += value * limits.liquidationThreshold
    }
    if (isOwed) debt += baseValue(debtOf(position, indexes, rules), reserve, rules.debtValue)
  }
  const ltv = collateral === 0n ? 0n : divFloor(weightedLtv, collateral)
  const threshold = collateral === 0n ? 0n : divFloor(weightedThreshold, collateral)
  const power = percentOf(collateral, ltv, rules.borrowPower)
  return {
    totalCollateralBase: collateral,
    totalDebtBase: debt,
    availableBorrowsBase: power > debt ? power - debt : 0n,
    currentLiquidationThreshold: threshold,
    ltv,
    healthFactor:
      debt === 0n
        ? HEALTH_MAX
        : rules.healthFactor === 'exactSum'
          ? divFloor(divide(weightedThreshold * HEALTH_ONE, debt, 'halfUp'), PERCENT_ONE)
          : divide(percentOf(collateral, threshold, 'halfUp') * HEALTH_ONE, debt, 'halfUp'),
  }
}

/** Under the line: strictly below 1. */
export function isLiquidatable(data: Pick<AccountData, 'healthFactor'>): boolean {
  return data.healthFactor < HEALTH_ONE
}

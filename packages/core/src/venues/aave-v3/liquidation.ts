import type { AssetId } from '../../model/index.js'
import { divide, smallerOf } from '../contract/integer.js'
import { orReverted, type Reverted } from '../contract/revert.js'
import { type AccountData, accountData, type Balances, balancesOf } from './account.js'
import { type BadDebt, settle } from './deficit.js'
import {
  type AaveMarket,
  type AaveUser,
  eModeOf,
  type Indexes,
  indexesOf,
  limitsOf,
  type Reserve,
  reserveOf,
} from './market.js'
import { refuse } from './refusals.js'
import { baseValue, percentOf, withoutPercent } from './units.js'
import { CLOSE_FACTOR_HEALTH, type LiquidationCall, validateLiquidation } from './validation.js'
import type { VersionRules } from './version.js'

/** What a liquidation does. Amounts in the assets' own units, ≥ 0. */
export interface Liquidation {
  readonly status: 'done'
  /** What the liquidator pays. */
  readonly debtToCover: bigint
  /** What the liquidator receives: the treasury's fee is taken off already. */
  readonly liquidatedCollateral: bigint
  /** The treasury's part of the bonus. */
  readonly protocolFee: bigint
  /** The same as the treasury's token books it, at most what the account had left. */
  readonly protocolFeeScaled: bigint
  /** Debts written off because nothing backs them any more, the repaid asset's first, then by reserve. */
  readonly deficits: readonly BadDebt[]
  /** The account afterwards. */
  readonly user: AaveUser
}

/** The two sides of a liquidation, with everything that its amounts are computed from. */
export interface Pair {
  readonly collateral: Reserve
  readonly debt: Reserve
  readonly collateralIndexes: Indexes
  readonly debtIndexes: Indexes
  readonly collateralBalance: bigint
  readonly debtBalance: bigint
  readonly liquidationBonus: bigint
  readonly data: AccountData
}

/**
 * A liquidation call on an account: what is repaid, seized, kept by the treasury and written off, or the contract's refusal. Source:
 * docs/venues/aave-v3.md, liquidation.
 * @throws `unknown_asset` where the market does not list one of the two
 */
export function liquidationCall(market: AaveMarket, user: AaveUser, call: LiquidationCall): Liquidation | Reverted {
  const { rules } = market
  const pair = pairOf(market, user, call)
  return orReverted(() => {
    validateLiquidation(market, user, {
      collateral: pair.collateral,
      debt: pair.debt,
      data: pair.data,
      debtBalance: pair.debtBalance,
      isOwn: call.isOwn ?? false,
    })
    const offered = smallerOf(call.debtToCover, closableDebt(pair, rules))
    const amounts = amountsOf(pair, offered, rules)
    refuseDust(pair, amounts, rules)
    // From here on the call is accepted.
    return settle(market, user, pair, amounts)
  })
}

export function pairOf(
  market: AaveMarket,
  user: AaveUser,
  of: { readonly collateral: AssetId; readonly debt: AssetId },
): Pair {
  const collateral = reserveOf(market, of.collateral)
  const debt = reserveOf(market, of.debt)
  const supplied: Balances['supplied'] = balancesOf(market, user, collateral).supplied
  return {
    collateral,
    debt,
    collateralIndexes: indexesOf(collateral, market),
    debtIndexes: indexesOf(debt, market),
    collateralBalance: supplied,
    debtBalance: balancesOf(market, user, debt).debt,
    liquidationBonus: limitsOf(collateral, eModeOf(market, user)).liquidationBonus,
    data: accountData(market, user),
  }
}

/**
 * The most of the debt that one call may close, in its own units. At or under a healthFactor of 0.95: all. Above: to 3.2 half of this
 * asset's debt; from 3.3 half of everything the account owes, or all where either side of the pair is worth less than 2 000.
 */
export function closableDebt(pair: Pair, rules: VersionRules): bigint {
  const { debt, debtBalance, collateral, data } = pair
  if (data.healthFactor <= CLOSE_FACTOR_HEALTH) return debtBalance
  if (rules.closeFactorOf === 'asset') return percentOf(debtBalance, 5_000n, 'halfUp')
  const debtBase = baseValue(debtBalance, debt, rules.debtValue)
  const isSmall =
    debtBase < rules.fullCloseBelow || baseValue(pair.collateralBalance, collateral, 'floor') < rules.fullCloseBelow
  const half = percentOf(data.totalDebtBase, 5_000n, 'halfUp')
  return isSmall || debtBase <= half ? debtBalance : divide(half * debt.unit, debt.price, 'floor')
}

/** What a repayment takes. `seized` includes the treasury's fee. */
export interface Amounts {
  readonly repaid: bigint
  readonly seized: bigint
  readonly protocolFee: bigint
}

/** Collateral for a repayment, with bonus; where there is less, all of it and the debt that it pays for. */
export function amountsOf(pair: Pair, offered: bigint, rules: VersionRules): Amounts {
  const { collateral, debt, liquidationBonus: bonus, collateralBalance: held } = pair
  const worth = divide(debt.price * offered * collateral.unit, collateral.price * debt.unit, 'floor')
  const wanted = percentOf(worth, bonus, rules.seized)
  const isCapped = wanted > held
  const seized = isCapped ? held : wanted
  const paidFor = divide(collateral.price * held * debt.unit, debt.price * collateral.unit, 'floor')
  const bonusPart = seized - withoutPercent(seized, bonus, rules.withoutBonus)
  return {
    repaid: isCapped ? withoutPercent(paidFor, bonus, rules.debtOfAllCollateral) : offered,
    seized,
    protocolFee: percentOf(bonusPart, collateral.liquidationProtocolFee, rules.protocolFee),
  }
}

/** Whatever is left on both sides must be worth a later liquidation: a refusal, not an adjustment. */
function refuseDust(pair: Pair, { repaid, seized }: Amounts, rules: VersionRules): void {
  const { collateral, debt } = pair
  if (repaid >= pair.debtBalance || seized >= pair.collateralBalance) return
  const debtLeft = baseValue(pair.debtBalance - repaid, debt, rules.debtValue)
  const collateralLeft = baseValue(pair.collateralBalance - seized, collateral, 'floor')
  if (debtLeft < rules.leftoverMin || collateralLeft < rules.leftoverMin) refuse('MustNotLeaveDust', rules)
}

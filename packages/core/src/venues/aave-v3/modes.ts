import type { AssetId } from '../../model/index.js'
import { divFloor } from '../../number/index.js'
import { orReverted, type Reverted } from '../contract/revert.js'
import { accountData, isLiquidatable } from './account.js'
import { isBorrowing, isCollateral } from './configuration.js'
import { type AaveMarket, type AaveUser, eModeOf, limitsOf, type Reserve, reserveOf } from './market.js'
import { type Refusal, refuse } from './refusals.js'

/** Decimals of debt ceilings. */
const CEILING_UNIT = 100n

/** The one isolated asset that stands as an account's only collateral, or null. */
export function isolatedCollateral(market: AaveMarket, user: AaveUser): Reserve | null {
  if (!market.rules.hasIsolation) return null
  const pledged = market.reserves.filter((reserve) => isCollateral(user.configuration, reserve.id))
  const [only] = pledged
  return pledged.length === 1 && only !== undefined && only.modes.debtCeiling > 0n ? only : null
}

/** A debt as an isolated collateral's ceiling counts it: ⌊amount ÷ 10^(decimals − 2)⌋. */
export function isolationDebt(amount: bigint, reserve: Pick<Reserve, 'unit'>): bigint {
  return divFloor(amount * CEILING_UNIT, reserve.unit)
}

/** The ceiling's count after a repayment: only what is repaid is taken off, never what is written off; not below 0. */
export function isolationDebtAfter(total: bigint, repaid: bigint, reserve: Pick<Reserve, 'unit'>): bigint {
  const less = isolationDebt(repaid, reserve)
  return total > less ? total - less : 0n
}

/** Whether a first supply of an asset becomes collateral by itself: not an isolated one, and nothing beside an isolated one. */
export function becomesCollateral(market: AaveMarket, user: AaveUser, asset: AssetId): boolean {
  const reserve = reserveOf(market, asset)
  if (limitsOf(reserve, eModeOf(market, user)).ltv === 0n) return false
  if (!market.rules.hasIsolation) return true
  return reserve.modes.debtCeiling === 0n && isolatedCollateral(market, user) === null
}

/** Why the modes of an account refuse a borrowing, in the contract's order: isolation, e-mode, siloed borrowing. Null where none does. */
export function borrowRefusal(
  market: AaveMarket,
  user: AaveUser,
  call: { readonly asset: AssetId; readonly amount: bigint },
): Refusal | null {
  const reserve = reserveOf(market, call.asset)
  const isolated = isolatedCollateral(market, user)
  if (isolated !== null) {
    if (!reserve.modes.isBorrowableInIsolation) return 'AssetNotBorrowableInIsolation'
    const total = isolated.modes.isolationModeTotalDebt + isolationDebt(call.amount, reserve)
    if (total > isolated.modes.debtCeiling) return 'DebtCeilingExceeded'
  }
  const mode = eModeOf(market, user)
  if (mode?.borrowable != null && !mode.borrowable.has(call.asset)) return 'NotBorrowableInEMode'
  return isSiloViolated(market, user, reserve) ? 'SiloedBorrowingViolation' : null
}

/** A siloed asset must be the only debt: neither beside it nor it beside others. */
function isSiloViolated(market: AaveMarket, user: AaveUser, wanted: Reserve): boolean {
  if (!market.rules.hasSiloedBorrowing) return false
  const others = market.reserves.filter(
    (reserve) => reserve.id !== wanted.id && isBorrowing(user.configuration, reserve.id),
  )
  return others.length > 0 && (wanted.modes.isSiloed || others.some((reserve) => reserve.modes.isSiloed))
}

/** Moves an account to another e-mode (0: none): every debt must be borrowable there, and its healthFactor must hold at those limits. */
export function setEMode(
  market: AaveMarket,
  user: AaveUser,
  eMode: number,
): { readonly status: 'done'; readonly user: AaveUser } | Reverted {
  const moved = { ...user, eMode }
  return orReverted(() => {
    const borrowable = eModeOf(market, moved)?.borrowable
    const owed = market.reserves.filter((reserve) => isBorrowing(user.configuration, reserve.id))
    if (borrowable != null && owed.some((reserve) => !borrowable.has(reserve.asset))) {
      refuse('NotBorrowableInEMode', market.rules)
    }
    if (isLiquidatable(accountData(market, moved))) refuse('HealthFactorLowerThanLiquidationThreshold', market.rules)
    return { status: 'done', user: moved }
  })
}

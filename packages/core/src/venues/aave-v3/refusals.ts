import { revert } from '../contract/revert.js'
import type { VersionRules } from './version.js'

/** Every refusal here by its name since 3.4, with the number that it had as a string before. */
const NUMBERS = {
  ReserveInactive: '27',
  ReservePaused: '29',
  HealthFactorLowerThanLiquidationThreshold: '35',
  HealthFactorNotBelowThreshold: '45',
  CollateralCannotBeLiquidated: '46',
  SpecifiedCurrencyNotBorrowedByUser: '47',
  DebtCeilingExceeded: '53',
  PriceOracleSentinelCheckFailed: '59',
  AssetNotBorrowableInIsolation: '60',
  SiloedBorrowingViolation: '89',
  LiquidationGraceSentinelCheckFailed: '97',
  NotBorrowableInEMode: '100',
  CallerNotUmbrella: '101',
  ReserveNotInDeficit: '102',
  MustNotLeaveDust: '103',
  UserCannotHaveDebt: '104',
  SelfLiquidation: '',
} as const

export type Refusal = keyof typeof NUMBERS

/** Reverts as the version says it: `Error(45)` to 3.3, `HealthFactorNotBelowThreshold` from 3.4. */
export function refuse(refusal: Refusal, rules: VersionRules): never {
  return revert(refusalText(refusal, rules))
}

export function refusalText(refusal: Refusal, rules: VersionRules): string {
  return rules.errors === 'numbered' && NUMBERS[refusal] !== '' ? `Error(${NUMBERS[refusal]})` : refusal
}

import { divide } from '../contract/integer.js'

/** 1 in the units of ratios and prices. */
export const LIQUITY_ONE: bigint = 10n ** 18n

/** What was fixed when the system was deployed. */
export interface LiquityConstants {
  /** Under this ratio a trove may be liquidated in any mode, 10^18: 1.1. */
  readonly minimumRatio: bigint
  /** Under this ratio of the whole system it is in recovery mode: 1.5. */
  readonly criticalRatio: bigint
  /** LUSD set aside for whoever liquidates; part of a trove's debt. */
  readonly gasCompensation: bigint
  /** The same in collateral: one part in so many. */
  readonly gasDivisor: bigint
  /** LUSD that no liquidation takes from the stability pool; 0 on mainnet, where it may be emptied. */
  readonly poolMin: bigint
}

/** A trove with what redistributions have added to it. LUSD and collateral at 10^18. */
export interface Trove {
  /** The gas compensation included. No interest. */
  readonly debt: bigint
  readonly coll: bigint
}

/** Collateral and debt of all troves, and the LUSD in the stability pool. */
export interface LiquitySystem {
  readonly coll: bigint
  readonly debt: bigint
  readonly poolLusd: bigint
  readonly price: bigint
  /** The last trove is never liquidated. */
  readonly isLastTrove: boolean
}

const RATIO_MAX: bigint = 2n ** 256n - 1n

/** ⌊coll × price ÷ debt⌋ at 10^18; 2^256 − 1 without debt. */
export function collateralRatioOf(of: Trove, price: bigint): bigint {
  return of.debt === 0n ? RATIO_MAX : divide(of.coll * price, of.debt, 'floor')
}

/** Whether the system is in recovery mode: its own ratio strictly below the critical one. */
export function isRecoveryMode(system: LiquitySystem, constants: LiquityConstants): boolean {
  return collateralRatioOf(system, system.price) < constants.criticalRatio
}

/** The most LUSD that a liquidation may burn in the stability pool. */
export function poolCapacity(system: LiquitySystem, constants: LiquityConstants): bigint {
  return system.poolLusd > constants.poolMin ? system.poolLusd - constants.poolMin : 0n
}

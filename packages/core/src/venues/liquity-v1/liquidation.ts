import { divFloor } from '../../number/index.js'
import { divide, smallerOf } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import {
  collateralRatioOf,
  isRecoveryMode,
  LIQUITY_ONE,
  type LiquityConstants,
  type LiquitySystem,
  poolCapacity,
  type Trove,
} from './trove.js'

/** Where a liquidated trove's debt and collateral go. LUSD and collateral at 10^18, all ≥ 0. */
export interface TroveLiquidation {
  readonly status: 'done'
  /** Debt burned against the stability pool, and the collateral that its depositors gain. */
  readonly poolBurned: bigint
  readonly poolGained: bigint
  /** What the other troves take over, by their stakes. */
  readonly redistributedDebt: bigint
  readonly redistributedColl: bigint
  /** What the owner may claim back: only where recovery mode caps what is taken. */
  readonly collSurplus: bigint
  /** What whoever liquidates receives. */
  readonly collGasCompensation: bigint
  readonly lusdGasCompensation: bigint
}

/**
 * Liquidates a whole trove.
 *
 *   normal mode    under 110 %: pool first, the rest redistributed
 *   recovery mode  up to 100 %: redistributed; under 110 %: as in normal mode; from 110 % to the system's ratio, where the pool holds all
 *                  of the debt: collateral worth 110 % of the debt is taken, the rest stays the owner's
 *
 * Anything else, and the last trove, is not liquidatable.
 */
export function liquidateTrove(
  system: LiquitySystem,
  trove: Trove,
  constants: LiquityConstants,
): TroveLiquidation | Reverted {
  return orReverted(() => {
    const ratio = collateralRatioOf(trove, system.price)
    const capacity = poolCapacity(system, constants)
    const isUnderMinimum = ratio < constants.minimumRatio
    if (system.isLastTrove) return nothing()
    if (!isRecoveryMode(system, constants)) return isUnderMinimum ? split(trove, capacity, constants) : nothing()
    if (ratio <= LIQUITY_ONE) return split(trove, 0n, constants)
    if (isUnderMinimum) return split(trove, capacity, constants)
    const isBelowSystem = ratio < collateralRatioOf(system, system.price)
    return isBelowSystem && trove.debt <= capacity ? capped(trove, system.price, constants) : nothing()
  })
}

function nothing(): never {
  return revert('Error(TroveManager: nothing to liquidate)')
}

/** The pool takes as much debt as it can, with its share of the collateral; the rest is redistributed. */
function split(trove: Trove, capacity: bigint, constants: LiquityConstants): TroveLiquidation {
  const collGasCompensation = divFloor(trove.coll, constants.gasDivisor)
  const coll = trove.coll - collGasCompensation
  const poolBurned = smallerOf(trove.debt, capacity)
  const poolGained = divide(coll * poolBurned, trove.debt, 'floor')
  return {
    status: 'done',
    poolBurned,
    poolGained,
    redistributedDebt: trove.debt - poolBurned,
    redistributedColl: coll - poolGained,
    collSurplus: 0n,
    collGasCompensation,
    lusdGasCompensation: constants.gasCompensation,
  }
}

function capped(trove: Trove, price: bigint, constants: LiquityConstants): TroveLiquidation {
  const taken = divide(trove.debt * constants.minimumRatio, price, 'floor')
  const collGasCompensation = divFloor(taken, constants.gasDivisor)
  return {
    status: 'done',
    poolBurned: trove.debt,
    poolGained: taken - collGasCompensation,
    redistributedDebt: 0n,
    redistributedColl: 0n,
    collSurplus: trove.coll - taken,
    collGasCompensation,
    lusdGasCompensation: constants.gasCompensation,
  }
}

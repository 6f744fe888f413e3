import { invariant } from '../../errors.js'
import { divFloor } from '../../number/index.js'
import { divide } from '../contract/integer.js'
import { LIQUITY_ONE } from './trove.js'

/** What every unit of stake has taken over of liquidated troves so far, with the remainders of the divisions. */
export interface Redistribution {
  readonly stakes: bigint
  readonly collPerStake: bigint
  readonly debtPerStake: bigint
  readonly collError: bigint
  readonly debtError: bigint
}

export const NO_REDISTRIBUTION: Redistribution = {
  stakes: 0n,
  collPerStake: 0n,
  debtPerStake: 0n,
  collError: 0n,
  debtError: 0n,
}

/** Shares a liquidated trove out over the stakes of the others; what does not divide is carried into the next. */
export function redistribute(
  state: Redistribution,
  of: { readonly coll: bigint; readonly debt: bigint },
): Redistribution {
  if (of.debt === 0n) return state
  invariant(state.stakes > 0n, 'somebody is left to take a redistribution over')
  const coll = of.coll * LIQUITY_ONE + state.collError
  const debt = of.debt * LIQUITY_ONE + state.debtError
  const collShare = divFloor(coll, state.stakes)
  const debtShare = divFloor(debt, state.stakes)
  return {
    ...state,
    collPerStake: state.collPerStake + collShare,
    debtPerStake: state.debtPerStake + debtShare,
    collError: coll - collShare * state.stakes,
    debtError: debt - debtShare * state.stakes,
  }
}

/** What a stake has to take over since the sums that it last saw, floored. */
export function pendingOf(
  state: Redistribution,
  of: { readonly stake: bigint; readonly collSeen: bigint; readonly debtSeen: bigint },
): { readonly coll: bigint; readonly debt: bigint } {
  return {
    coll: divFloor(of.stake * (state.collPerStake - of.collSeen), LIQUITY_ONE),
    debt: divFloor(of.stake * (state.debtPerStake - of.debtSeen), LIQUITY_ONE),
  }
}

/** The stake of a trove: its collateral, corrected by what stakes and collateral were after the last liquidation. */
export function stakeOf(coll: bigint, snapshot: { readonly stakes: bigint; readonly coll: bigint }): bigint {
  return snapshot.coll === 0n ? coll : divide(coll * snapshot.stakes, snapshot.coll, 'floor')
}

import { type Account, isUnder, type Rulebook, type Scope } from '../model/index.js'
import type { Quantity, Ratio } from '../number/index.js'
import { familyOf, type ScopeAssessment, type View } from '../rules/index.js'

/** A scope that is to be brought to a healthFactor. */
export interface Goal {
  readonly account: Account
  readonly book: Rulebook
  readonly view: View
  readonly scope: ScopeAssessment
  /** healthFactor to reach. */
  readonly target: Ratio
}

/** An act by amount: what the scope looks like after it. */
export interface Act {
  /** Step of the amount, in units of 10^−18. */
  readonly unit: bigint
  /** Largest amount there is; `null`: no limit. */
  readonly most: bigint | null
  readonly after: (amount: Quantity) => Scope
}

export interface Reached {
  readonly amount: Quantity
  readonly scope: ScopeAssessment
}

/**
 * Whether a scope stands at a healthFactor or above. Nothing required is above every one, unless more is owed than owned: closing
 * everything cures no debt. Not, where a price is missing.
 */
export function stands(scope: ScopeAssessment, target: Ratio): boolean {
  if (scope.risk === null || scope.risk.equity < 0n) return false
  return !isUnder(scope.risk.maintenance, { boundary: 'safe', level: target })
}

/**
 * The smallest amount of an act that brings the scope to its goal, found and verified by the forward rule: doubling until it is reached,
 * then halving the gap to one unit. `null` where the largest amount does not reach it.
 */
export function smallestAct(goal: Goal, act: Act): Reached | null {
  const steps = act.most === null ? null : act.most / act.unit + (act.most % act.unit === 0n ? 0n : 1n)
  const amountOf = (step: bigint): Quantity => (step === steps ? act.most : step * act.unit) as Quantity
  const at = (step: bigint): ScopeAssessment => assessAfter(goal, act.after(amountOf(step)))
  let high = steps ?? 1n
  if (steps === null) {
    while (!stands(at(high), goal.target)) {
      if (high > 10n ** 60n) return null
      high *= 2n
    }
  } else if (steps === 0n || !stands(at(steps), goal.target)) return null
  let low = 0n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (stands(at(middle), goal.target)) high = middle
    else low = middle
  }
  return { amount: amountOf(high), scope: at(high) }
}

function assessAfter(goal: Goal, changed: Scope): ScopeAssessment {
  const only = { ...goal.account, scopes: new Map([[goal.scope.scope, changed]]) }
  return familyOf(goal.book).assess(only, goal.book, goal.view).scopes[0] ?? goal.scope
}

import {
  type Account,
  addRisk,
  type Boundary,
  healthFactor,
  isUnder,
  lowestHealthFactor,
  NO_RISK,
  type Risk,
  type Rulebook,
  type Scope,
  type Status,
  worstStatus,
} from '../model/index.js'
import type { Assessment, ScopeAssessment, View } from './family.js'
import { type Leg, priceLegs, sumLegs } from './leg.js'

/** One exclusive status: what a scope's figures say, before the engine's own knowledge of a liquidation in progress. */
export function statusOf(risk: Risk, book: Rulebook, call: 'none' | 'open' | 'expired'): Status {
  if (risk.equity < 0n) return 'bankrupt'
  const boundary: Boundary = book.boundary
  if (isUnder(risk.maintenance, { boundary })) {
    if (book.breach === 'call' && call !== 'expired') return 'called'
    return 'liquidatable'
  }
  return isUnder(risk.maintenance, { boundary: 'safe', level: book.warningLevel }) ? 'warned' : 'healthy'
}

export function assessScope(
  scope: Scope,
  legs: readonly Leg[],
  account: Account,
  book: Rulebook,
  view: View,
): ScopeAssessment {
  const { figures, missing } = priceLegs(legs, view.prices)
  if (missing.length > 0) {
    return {
      scope: scope.id,
      kind: scope.kind,
      status: 'unknown',
      risk: null,
      healthFactor: null,
      legs: figures,
      missing,
    }
  }
  const risk = sumLegs(figures)
  return {
    scope: scope.id,
    kind: scope.kind,
    status: statusOf(risk, book, openCallOf(account, scope, view.atMs)),
    risk,
    healthFactor: healthFactor(risk),
    legs: figures,
    missing,
  }
}

/** Folds scopes into the account: sums for display, the worst status, the smallest healthFactor. */
export function foldScopes(scopes: readonly ScopeAssessment[]): Assessment {
  const missing = scopes.flatMap((scope) => scope.missing)
  const only = scopes.length === 1 ? scopes[0] : undefined
  if (only !== undefined) {
    return { status: only.status, risk: only.risk, healthFactor: only.healthFactor, scopes, missing: only.missing }
  }
  let risk: Risk | null = NO_RISK
  for (const scope of scopes) risk = risk === null || scope.risk === null ? null : addRisk(risk, scope.risk)
  return {
    status: worstStatus(scopes.map((scope) => scope.status)),
    risk,
    healthFactor: risk === null ? null : lowestHealthFactor(scopes.map((scope) => scope.healthFactor)),
    scopes,
    missing,
  }
}

/** Whether a scope has a call, and whether its day has come. */
export function openCallOf(account: Account, scope: Scope, atMs: number | null): 'none' | 'open' | 'expired' {
  const call = account.memo.calls.find((each) => each.scope === scope.id)
  if (call === undefined) return 'none'
  return atMs !== null && call.dueAtMs !== null && atMs >= call.dueAtMs ? 'expired' : 'open'
}

import type { FamilyId, Rulebook } from '../model/index.js'
import { broker } from './broker/broker.js'
import { derivatives } from './derivatives/derivatives.js'
import type { Family } from './family.js'
import { collateralized } from './lending/collateralized.js'
import { lending } from './lending/lending.js'
import { simple } from './simple/simple.js'

const FAMILIES: { readonly [F in FamilyId]: Family<Extract<Rulebook, { readonly family: F }>> } = {
  simple,
  collateralized,
  derivatives,
  lending,
  broker,
}

/** The family that interprets a rulebook. */
export function familyOf(book: Rulebook): Family {
  return FAMILIES[book.family] as unknown as Family
}

export type { Box } from './bound.js'
export * from './broker/index.js'
export { decimalsOf } from './decimals.js'
export { deductionsOf, tierAt, tierTable } from './derivatives/tiers.js'
export type { Assessment, Family, Policies, RuleStep, ScopeAssessment, View } from './family.js'
export * from './futures/settlement.js'
export * from './fx/margin-level.js'
export * from './fx/position.js'
export * from './fx/stop-out.js'
export { amountOf } from './holding-leg.js'
export type { Leg, LegFigures, MissingPrice } from './leg.js'
export type { Target } from './piecewise.js'
export * from './scenario/portfolio-margin.js'
export * from './scenario/scan.js'
export * from './scenario/span.js'
export type { Root } from './solve.js'

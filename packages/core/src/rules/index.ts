import type { FamilyId, Rulebook } from '../model/index.js'
import { broker } from './broker/broker.js'
import { cfd } from './cfd/cfd.js'
import { derivatives } from './derivatives/derivatives.js'
import type { Family } from './family.js'
import { futures } from './futures/futures.js'
import { collateralized } from './lending/collateralized.js'
import { lending } from './lending/lending.js'
import { scenario } from './scenario/portfolio.js'
import { simple } from './simple/simple.js'

const FAMILIES: { readonly [F in FamilyId]: Family<Extract<Rulebook, { readonly family: F }>> } = {
  simple,
  collateralized,
  derivatives,
  lending,
  broker,
  futures,
  cfd,
  scenario,
}

/** The family that interprets a rulebook. */
export function familyOf(book: Rulebook): Family {
  return FAMILIES[book.family] as unknown as Family
}

export type { Box } from './bound.js'
export * from './broker/index.js'
export * from './business-days.js'
export { type CallTerms, callTermsOf } from './call.js'
export * from './cfd/margin-level.js'
export * from './cfd/position.js'
export * from './cfd/stop-out.js'
export { decimalsOf } from './decimals.js'
export { deductionsOf, tierAt, tierTable } from './derivatives/tiers.js'
export type { Assessment, Family, Policies, RuleStep, ScopeAssessment, View } from './family.js'
export * from './futures/settlement.js'
export { amountOf } from './holding-leg.js'
export type { Leg, LegFigures, MissingPrice } from './leg.js'
export {
  type LiquidationChoice,
  liquidationChoices,
  type ProfitOf,
  toxicFrontier,
} from './lending/choices.js'
export { fixedSpreadBound } from './lending/fixed-spread.js'
export {
  type LiquidationEffect,
  type LiquidationPreview,
  type LiquidationRefusal,
  type LiquidationStep,
  previewLiquidation,
} from './lending/liquidation.js'
export { lastSize, type SizeRange, sizeRanges } from './lending/sizes.js'
export { type InterestRates, type TimeToLiquidation, timeToLiquidation } from './lending/time-to-liquidation.js'
export type { Target } from './piecewise.js'
export * from './scenario/portfolio-margin.js'
export * from './scenario/scan.js'
export * from './scenario/span.js'
export type { Root } from './solve.js'

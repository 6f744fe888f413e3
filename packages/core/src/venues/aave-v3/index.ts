export * from './account.js'
export * from './choices.js'
export * from './configuration.js'
export { type BadDebt, eliminateDeficit } from './deficit.js'
export * from './interest.js'
export {
  type Amounts,
  amountsOf,
  closableDebt,
  type Liquidation,
  liquidationCall,
  type Pair,
  pairOf,
} from './liquidation.js'
export * from './market.js'
export * from './modes.js'
export { type Refusal, refusalText } from './refusals.js'
export * from './units.js'
export { CLOSE_FACTOR_HEALTH, type LiquidationCall } from './validation.js'
export * from './version.js'

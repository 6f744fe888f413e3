export type { TriggersKind } from '../triggers/index.js'
export { createEngine, type Engine, type Outcome } from './engine.js'
export {
  type AnswerOptions,
  answerOf,
  type Preview,
  type PreviewRefusal,
  previewAccount,
  previewCommands,
  previewDocument,
} from './preview.js'
export type { HouseCash, Liquidation, LiquidationOrder, OutsidePosition, State, VenueTotals } from './state.js'
export { houseKey } from './state.js'

import { firstMiss, type Tolerance } from './compare.js'
import { type Fields, isRecord } from './registry.js'
import { showMiss } from './show.js'

/** What one vector demands. */
export interface Demand {
  readonly expected: unknown
  readonly tolerance: Tolerance
  /** The published figure is wrong: at least one field of `expected` has to miss … */
  readonly isPublishedWrong?: boolean
  /** … and these fields have to hold, where the vector gives them. */
  readonly corrected?: unknown
}

/** Why a vector fails, in one line; null where it passes. */
export function judge(demand: Demand, got: Fields): string | null {
  const { expected, tolerance, corrected } = demand
  if (!isRecord(expected) || Object.keys(expected).length === 0) return 'the vector expects nothing'
  const miss = firstMiss(expected, got, tolerance)
  if (demand.isPublishedWrong !== true) return miss === null ? null : showMiss(miss)
  // A model that computes nothing would miss every wrong figure, too.
  if (!Object.keys(expected).some((field) => got[field] !== undefined)) return 'no expected field was computed'
  if (miss === null) return 'the published figure is wrong, but every field of it holds'
  if (corrected === undefined) return null
  const wrong = firstMiss(corrected, got, tolerance)
  return wrong === null ? null : `corrected ${showMiss(wrong)}`
}

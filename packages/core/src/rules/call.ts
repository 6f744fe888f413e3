import type { BusinessCalendar, CallKind, OpenCall, Rulebook, SoftEdge } from '../model/index.js'
import { subtract, type Value } from '../number/index.js'
import { dueAtClose, marketDay, marketInstant } from './business-days.js'
import type { ScopeAssessment } from './family.js'

/** What a call asks for, and by when. */
export interface CallTerms {
  readonly kind: CallKind
  /** > 0: what brings the scope back to the line that `restoreTo` names. */
  readonly amount: Value
  readonly restoreTo: OpenCall['restoreTo']
  /** `null`: no day is named, or it is not known today. */
  readonly dueAtMs: number | null
}

/**
 * The call of a scope that is under its line: securities are called back to maintenance, futures to initial. `null` where a price is
 * missing. Where equality already liquidates, one unit more is asked.
 */
export function callTermsOf(scope: ScopeAssessment, book: Rulebook, atMs: number | null): CallTerms | null {
  const { risk } = scope
  if (risk === null) return null
  const rule = 'call' in book ? book.call : { kind: 'maintenance' as const, restoreTo: 'maintenance' as const }
  const side = rule.restoreTo === 'initial' ? risk.initial : risk.maintenance
  const missing = subtract(side.requirement, side.marginEquity)
  const isLineUnder = book.boundary === 'liquidates' && rule.restoreTo !== 'initial'
  return {
    kind: rule.kind,
    restoreTo: rule.restoreTo,
    amount: (isLineUnder ? missing + 1n : missing) as Value,
    dueAtMs: atMs === null ? null : dueAtMs(book, atMs),
  }
}

function dueAtMs(book: Rulebook, atMs: number): number | null {
  if (!('call' in book)) return book.cureWindowMs === null ? null : atMs + book.cureWindowMs
  const { businessDays, calendar } = book.call
  if (book.family === 'broker' && book.softEdge !== null) return softEdgeEnd(book.softEdge, calendar, atMs)
  if (businessDays === null) return null
  // Beyond the calendar's last day the plain window holds: a call that never falls due would be worse than one that ignores a holiday.
  return dueAtClose(atMs, businessDays, calendar) ?? (book.cureWindowMs === null ? null : atMs + book.cureWindowMs)
}

/** Where a broker waits within the day only, a deficit has to be gone by then. */
function softEdgeEnd(edge: SoftEdge, calendar: BusinessCalendar, atMs: number): number | null {
  const day = marketDay(atMs, calendar)
  return day === null ? null : marketInstant(day, edge.untilMinutes, calendar)
}

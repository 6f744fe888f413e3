import type { BrokerRulebook, Risk, Status } from '../../model/index.js'
import { portionFloor, subtract } from '../../number/index.js'
import { isBusinessDay, marketDay, marketInstant } from '../business-days.js'

/**
 * A broker that liquidates at once may let a small deficit wait until late in the day: such an account is `called` until then. Without
 * the time, or beyond the edge, the status stays.
 */
export function softEdgeStatus(status: Status, risk: Risk, book: BrokerRulebook, atMs: number | null): Status {
  if (status !== 'liquidatable' || book.softEdge === null || atMs === null) return status
  const deficit = subtract(risk.maintenance.requirement, risk.maintenance.marginEquity)
  if (deficit > portionFloor(risk.equity, book.softEdge.share)) return status
  const { calendar } = book.call
  const day = marketDay(atMs, calendar)
  const until = day === null ? null : marketInstant(day, book.softEdge.untilMinutes, calendar)
  const isWaiting = day !== null && until !== null && isBusinessDay(day, calendar) && atMs < until
  return isWaiting ? 'called' : status
}

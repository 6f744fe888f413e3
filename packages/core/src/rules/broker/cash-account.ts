import type { BusinessCalendar } from '../../model/index.js'
import { larger, smaller, subtract, type Value, ZERO_VALUE } from '../../number/index.js'
import { businessDayAfter } from '../business-days.js'

/** A purchase in a cash account, and what has been paid for it from money that had settled. */
export interface CashPurchase {
  readonly cost: Value
  readonly settledPaid: Value
  /** Whether the securities were sold again before the purchase was paid in full. */
  readonly isSoldBeforePaid: boolean
}

/**
 * Whether a purchase was free-riding: sold before it was paid for in full. The account then trades on settled cash only for 90 days.
 * Source: 12 CFR 220.8 (read 2026-11).
 */
export function isFreeRiding(purchase: CashPurchase): boolean {
  return purchase.isSoldBeforePaid && purchase.settledPaid < purchase.cost
}

/** Last day of a freeze of so many calendar days that begins on a day. */
export function freezeEnds(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Day on which the proceeds of a sale settle; `null` where the calendar does not reach. */
export function settlementDay(tradeDay: string, businessDays: number, calendar: BusinessCalendar): string | null {
  return businessDayAfter(tradeDay, businessDays, calendar)
}

/**
 * What a broker sells where a Regulation T call is not met in time: enough for the call or to remove the deficiency, whichever is less; a
 * deficiency of at most `ignorable` may be left.
 * Source: 12 CFR 220.4(d) (not re-read: to be checked).
 */
export function unmetCallLiquidation(unmet: {
  readonly toMeetCall: Value
  readonly toRemoveDeficiency: Value
  readonly deficiency: Value
  readonly ignorable: Value
}): Value {
  if (unmet.deficiency <= unmet.ignorable) return ZERO_VALUE
  return larger(smaller(unmet.toMeetCall, unmet.toRemoveDeficiency), ZERO_VALUE)
}

/** Cash that has settled and is not spent: what may be bought with during a freeze, ≥ 0. */
export function settledBuyingPower(settled: Value, committed: Value): Value {
  return larger(subtract(settled, committed), ZERO_VALUE)
}

import type { BrokerRulebook, BusinessCalendar, DayTradingRegime } from '../../model/index.js'
import { businessDayAfter, closeOf } from '../business-days.js'

/**
 * The rule for trading within the day that holds at a broker on a day: the latest that has begun, or, while a phase-in lasts, the one
 * before at a broker that has not changed yet. `null` before the first.
 * @example dayTradingRegimeOn('2026-11-25', { regimes: finraRegT.dayTrading, hasAdopted: false })?.kind // 'pattern_day_trader'
 */
export function dayTradingRegimeOn(
  day: string,
  at: {
    readonly regimes: readonly DayTradingRegime[]
    /** Whether the broker has moved to the newest rule before it had to. */
    readonly hasAdopted: boolean
  },
): DayTradingRegime | null {
  const begun = at.regimes.filter(({ from }) => from <= day)
  const newest = begun.at(-1)
  if (newest === undefined) return null
  const mayWait = newest.kind === 'intraday_margin' && day <= newest.phaseInTo && !at.hasAdopted
  return mayWait ? (begun.at(-2) ?? newest) : newest
}

/**
 * When a purchase in a margin account has to be paid for: the standard settlement of its day plus what Regulation T adds, at the close.
 * `null` where the cycles or the calendar do not reach.
 *
 *   T + 1 + 2 since 2024-05-28. Source: 12 CFR 220.2 (read 2026-11); study pages that say T + 4 are of the cycle before.
 * @example paymentDueAt('2026-11-24', { cycles: finraRegT.paymentCycles, calendar: nyse }) // the close of 2026-11-30
 */
export function paymentDueAt(
  tradeDay: string,
  rules: { readonly cycles: BrokerRulebook['paymentCycles']; readonly calendar: BusinessCalendar },
): number | null {
  const cycle = rules.cycles.findLast(({ from }) => from <= tradeDay)
  if (cycle === undefined) return null
  const due = businessDayAfter(tradeDay, cycle.settlement + cycle.added, rules.calendar)
  return due === null ? null : closeOf(due, rules.calendar)
}

/** The close by which an intraday deficit or a day-trading call has to be met under a regime. */
export function dayTradingDueAt(day: string, regime: DayTradingRegime, calendar: BusinessCalendar): number | null {
  const due = businessDayAfter(day, regime.cureBusinessDays, calendar)
  return due === null ? null : closeOf(due, calendar)
}

/**
 * Whether an account is frozen under the rule for intraday margin: a practice of late cures AND a deficit unmet at the close of the day
 * that the regime names. A minor deficit does not count toward the practice.
 */
export function isIntradayFrozen(history: {
  readonly hasPracticeOfLateCures: boolean
  readonly businessDaysUnmet: number
  readonly freezeAfterBusinessDays: number
}): boolean {
  return history.hasPracticeOfLateCures && history.businessDaysUnmet >= history.freezeAfterBusinessDays
}

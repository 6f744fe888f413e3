import type { BusinessCalendar } from '../model/index.js'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The market's own day of an instant, `YYYY-MM-DD`; `null` where the calendar does not reach. */
export function marketDay(atMs: number, calendar: BusinessCalendar): string | null {
  // The clock that holds is the one of the local day that it gives; near midnight the two candidates differ by an hour at most.
  const found = calendar.offsets.findLast(({ from, minutes }) => dayText(atMs + minutes * MINUTE_MS) >= from)
  if (found === undefined) return null
  const day = dayText(atMs + found.minutes * MINUTE_MS)
  return isKnown(day, calendar) ? day : null
}

/** Whether a day of the calendar is neither a weekend nor a holiday. */
export function isBusinessDay(day: string, calendar: BusinessCalendar): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(day)
}

/**
 * The n-th business day after a day; for n = 0 the day itself or the next business day. `null` where the calendar does not reach.
 * @example businessDayAfter('2026-11-25', 2, nyse) // '2026-11-30': Thanksgiving and a weekend lie between
 */
export function businessDayAfter(day: string, count: number, calendar: BusinessCalendar): string | null {
  let at = day
  let passed = 0
  for (;;) {
    if (!isKnown(at, calendar)) return null
    if (isBusinessDay(at, calendar) && passed >= count) return at
    at = nextDay(at)
    if (isBusinessDay(at, calendar)) passed += 1
  }
}

/** The instant of a minute of a market day, ms since 1970; `null` where the calendar does not reach. */
export function marketInstant(day: string, minutes: number, calendar: BusinessCalendar): number | null {
  const offset = calendar.offsets.findLast(({ from }) => day >= from)
  if (offset === undefined || !isKnown(day, calendar)) return null
  return Date.parse(`${day}T00:00:00Z`) + (minutes - offset.minutes) * MINUTE_MS
}

/** The instant at which a business day closes. */
export function closeOf(day: string, calendar: BusinessCalendar): number | null {
  const { closeMinutes, earlyCloseMinutes, earlyCloses } = calendar
  return marketInstant(day, earlyCloses.has(day) ? earlyCloseMinutes : closeMinutes, calendar)
}

/**
 * The close of the n-th business day after an instant's market day: when a call falls due.
 * @example dueAtClose(Date.parse('2026-11-25T15:00:00Z'), 2, nyse) // 2026-11-30T21:00:00Z
 */
export function dueAtClose(atMs: number, businessDays: number, calendar: BusinessCalendar): number | null {
  const day = marketDay(atMs, calendar)
  const due = day === null ? null : businessDayAfter(day, businessDays, calendar)
  return due === null ? null : closeOf(due, calendar)
}

function isKnown(day: string, calendar: BusinessCalendar): boolean {
  return day >= calendar.from && day <= calendar.to
}

function nextDay(day: string): string {
  return dayText(Date.parse(`${day}T00:00:00Z`) + DAY_MS)
}

function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

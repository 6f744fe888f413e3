/** The business days of a market as data; days are `YYYY-MM-DD` of the market's own clock. Saturdays and Sundays are never business days. */
export interface BusinessCalendar {
  readonly id: string
  /** First and last day that it knows; beyond them it has no answer. */
  readonly from: string
  readonly to: string
  readonly holidays: ReadonlySet<string>
  readonly earlyCloses: ReadonlySet<string>
  /** Minutes after midnight, market time. */
  readonly closeMinutes: number
  readonly earlyCloseMinutes: number
  /** The market clock's distance from UTC in minutes, from each day on, in rising order. */
  readonly offsets: readonly { readonly from: string; readonly minutes: number }[]
}

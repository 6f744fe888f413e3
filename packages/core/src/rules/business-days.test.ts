import { describe, expect, test } from 'vitest'
import { finraRegT, nyse } from '../venues/index.js'
import { dayTradingDueAt, dayTradingRegimeOn, isIntradayFrozen, paymentDueAt } from './broker/regimes.js'
import { businessDayAfter, dueAtClose, isBusinessDay, marketDay } from './business-days.js'

const instant = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())

describe('business days of New York', () => {
  test.each([
    { day: '2026-11-25', count: 0, found: '2026-11-25' },
    { day: '2026-11-25', count: 1, found: '2026-11-27' },
    { day: '2026-11-25', count: 2, found: '2026-11-30' },
    { day: '2026-11-26', count: 0, found: '2026-11-27' },
    { day: '2026-11-28', count: 1, found: '2026-11-30' },
    { day: '2026-12-24', count: 1, found: '2026-12-28' },
    { day: '2029-12-31', count: 0, found: '2029-12-31' },
    { day: '2029-12-31', count: 1, found: null },
    { day: '2023-12-29', count: 1, found: null },
  ])('$count after $day is $found', ({ day, count, found }) => {
    expect(businessDayAfter(day, count, nyse)).toBe(found)
  })

  test.each([
    { at: '2026-11-25T04:59:59Z', day: '2026-11-24' },
    { at: '2026-11-25T05:00:00Z', day: '2026-11-25' },
    { at: '2026-07-01T03:59:59Z', day: '2026-06-30' },
    { at: '2026-07-01T04:00:00Z', day: '2026-07-01' },
    { at: '2023-06-01T12:00:00Z', day: null },
  ])('at $at New York writes $day', ({ at, day }) => {
    expect(marketDay(Date.parse(at), nyse)).toBe(day)
  })

  test('a call falls due at the close, early closes and summer time included', () => {
    expect(instant(dueAtClose(Date.parse('2026-11-25T15:00:00Z'), 1, nyse))).toBe('2026-11-27T18:00:00.000Z')
    expect(instant(dueAtClose(Date.parse('2026-11-25T15:00:00Z'), 2, nyse))).toBe('2026-11-30T21:00:00.000Z')
    expect(instant(dueAtClose(Date.parse('2026-06-29T15:00:00Z'), 2, nyse))).toBe('2026-07-01T20:00:00.000Z')
    expect(isBusinessDay('2026-07-03', nyse)).toBe(false)
  })
})

describe('rules by date', () => {
  test.each([
    { day: '2026-06-03', hasAdopted: true, kind: 'pattern_day_trader' },
    { day: '2026-06-04', hasAdopted: true, kind: 'intraday_margin' },
    { day: '2026-06-04', hasAdopted: false, kind: 'pattern_day_trader' },
    { day: '2027-10-20', hasAdopted: false, kind: 'pattern_day_trader' },
    { day: '2027-10-21', hasAdopted: false, kind: 'intraday_margin' },
    { day: '1999-01-01', hasAdopted: false, kind: undefined },
  ])('on $day at a broker that has adopted the new rule ($hasAdopted) it is $kind', ({ day, hasAdopted, kind }) => {
    expect(dayTradingRegimeOn(day, { regimes: finraRegT.dayTrading, hasAdopted })?.kind).toBe(kind)
  })

  test('an intraday deficit stands 15 business days, a day-trading call 5', () => {
    const due = (hasAdopted: boolean): string | null => {
      const regime = dayTradingRegimeOn('2026-11-25', { regimes: finraRegT.dayTrading, hasAdopted })
      return regime === null ? null : instant(dayTradingDueAt('2026-11-25', regime, nyse))
    }
    expect([due(false), due(true)]).toEqual(['2026-12-03T21:00:00.000Z', '2026-12-17T21:00:00.000Z'])
  })

  test.each([
    { practice: true, unmet: 4, isFrozen: false },
    { practice: true, unmet: 5, isFrozen: true },
    { practice: false, unmet: 15, isFrozen: false },
  ])(
    'late cures as a practice ($practice) and $unmet days unmet freeze: $isFrozen',
    ({ practice, unmet, isFrozen }) => {
      const history = { hasPracticeOfLateCures: practice, businessDaysUnmet: unmet, freezeAfterBusinessDays: 5 }
      expect(isIntradayFrozen(history)).toBe(isFrozen)
    },
  )

  test('payment is due three business days after the trade since settlement takes one, four before', () => {
    const due = (day: string): string | null =>
      instant(paymentDueAt(day, { cycles: finraRegT.paymentCycles, calendar: nyse }))
    expect(due('2026-11-24')).toBe('2026-11-30T21:00:00.000Z')
    expect(due('2024-05-24')).toBe('2024-05-31T20:00:00.000Z')
    expect(due('2024-05-28')).toBe('2024-05-31T20:00:00.000Z')
    expect(due('2016-01-04')).toBeNull()
  })
})

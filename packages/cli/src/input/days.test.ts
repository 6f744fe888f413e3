import { price, quantity } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import type { Bar } from './bars.js'
import { formatDay, parseDay, selectBars } from './days.js'
import { refusal } from './testing/refusal.js'

const HOUR = 3_600_000
const start = Date.UTC(2020, 2, 11)
const flat = { open: price('1'), high: price('1'), low: price('1'), close: price('1'), volume: quantity('0') }
/** Every hour of 2020-03-11, 12 and 13. */
const bars: readonly Bar[] = Array.from({ length: 72 }, (_, hour) => ({ ...flat, openMs: start + hour * HOUR }))

describe('a day', () => {
  test('starts at midnight UTC', () => {
    expect(parseDay('2020-03-12')).toBe(1_583_971_200_000)
    expect(parseDay('2020-02-29')).toBe(Date.UTC(2020, 1, 29))
    expect(formatDay(1_583_971_200_000 - 1)).toBe('2020-03-11')
  })

  test.each([
    '2020-3-12',
    '2020-02-30',
    '2019-02-29',
    '2020-13-01',
    '2020-00-01',
    '2020-03-00',
    '20200312',
    '12.03.2020',
    '2020-03-12T00:00:00Z',
    ' 2020-03-12',
    '',
  ])('is not written %j', (text) => {
    expect(refusal(() => parseDay(text)).code).toBe('day_invalid')
  })
})

describe('bars of days', () => {
  test.each([
    { days: { from: '2020-03-12', to: '2020-03-12' }, first: 24, last: 47 },
    { days: { from: '2020-03-12' }, first: 24, last: 71 },
    { days: { to: '2020-03-12' }, first: 0, last: 47 },
    { days: {}, first: 0, last: 71 },
    { days: { from: '2019-01-01', to: '2020-03-11' }, first: 0, last: 23 },
  ])('$days are hours $first to $last, both days included', ({ days, first, last }) => {
    const selected = selectBars(bars, days)
    expect([selected[0], selected.at(-1)]).toEqual([bars[first], bars[last]])
    expect(selected).toHaveLength(last - first + 1)
  })

  test('that the file does not have are refused with its own first and last', () => {
    const error = refusal(() => selectBars(bars, { from: '2020-03-14', to: '2020-03-20', file: 'k.csv' }))
    expect(error).toMatchObject({ code: 'selection_empty', place: { file: 'k.csv' } })
    expect(error.message).toBe(
      '"k.csv" has no bar from 2020-03-14 to 2020-03-20; it has 2020-03-11 to 2020-03-13: choose days in there.',
    )
  })

  test('from a day after the last are refused', () => {
    expect(refusal(() => selectBars(bars, { from: '2020-03-13', to: '2020-03-12' })).code).toBe('day_invalid')
  })
})

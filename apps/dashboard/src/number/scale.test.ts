import { expect, test } from 'vitest'
import { stripPosition, tickLabel, ticksBetween } from './scale.js'
import { formatAge, formatClock, formatDuration, formatTime } from './time.js'

test('the strip runs from 0.8 to 20, is widest around the line, and never leaves its ends', () => {
  expect(stripPosition(0.8)).toBe(0)
  expect(stripPosition(20)).toBe(1)
  expect(stripPosition(-3)).toBe(0)
  expect(stripPosition(1_000)).toBe(1)
  const at = [0.9, 1, 1.1, 1.25, 2, 5].map(stripPosition)
  expect(at).toEqual([...at].sort((a, b) => a - b))
  expect(stripPosition(1.1) - stripPosition(1)).toBeGreaterThan(stripPosition(5.1) - stripPosition(5))
})

test.each([
  { from: 0, to: 400, count: 4, ticks: [0, 100, 200, 300, 400] },
  { from: 0, to: 9, count: 4, ticks: [0, 2.5, 5, 7.5] },
  { from: -1, to: 1, count: 4, ticks: [-1, -0.5, 0, 0.5, 1] },
])('ticks from $from to $to', ({ from, to, count, ticks }) => {
  expect(ticksBetween({ from, to, count })).toEqual(ticks)
})

test('a tick shows the digits that it needs', () => {
  expect(tickLabel(2.5, 2.5)).toBe('2.5')
  expect(tickLabel(96_440, 20)).toBe('96,440')
  expect(tickLabel(-0.25, 0.25)).toBe('−0.25')
  expect(tickLabel(0.1, 0.05)).toBe('0.10')
})

test('times are UTC; older than today says the day', () => {
  const now = Date.UTC(2026, 10, 22, 13, 42, 7)
  expect(formatClock(now)).toBe('13:42:07')
  expect(formatClock(now + 5, { withMs: true })).toBe('13:42:07.005')
  expect(formatTime(Date.UTC(2026, 10, 21, 21, 19), now)).toBe('21 Nov 21:19')
})

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [59_999, '59 s'],
  [2_273_000, '37 min 53 s'],
  [18_120_000, '5 h 02 min'],
  [273_600_000, '3 d 4 h'],
] as const)('%i ms lasts %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('an age has a tenth until ten seconds', () => {
  expect(formatAge(340)).toBe('0.3 s')
  expect(formatAge(9_999)).toBe('9.9 s')
  expect(formatAge(14_200)).toBe('14 s')
})

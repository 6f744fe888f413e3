import { expect, test } from 'vitest'
import { measure } from './measure.js'

/** A clock that only the work moves. */
function scripted(durations: readonly number[]) {
  let time = 100
  const left = [...durations]
  return {
    run: () => {
      time += left.shift() ?? Number.NaN
    },
    now: () => time,
  }
}

test('warm-up runs do not count; the rest give median, minimum and maximum per operation', () => {
  const clock = scripted([1000, 1000, 50, 10, 20])
  expect(measure({ ...clock, operations: 10, warmUpRuns: 2, runs: 3 })).toEqual({ median: 2, min: 1, max: 5 })
})

test('the median of an even number of runs lies between the middle two', () => {
  const clock = scripted([4, 1, 3, 2])
  expect(measure({ ...clock, operations: 1, warmUpRuns: 0, runs: 4 }).median).toBe(2.5)
})

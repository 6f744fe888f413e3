import { expect, test } from 'vitest'
import { alternate } from './alternate.js'

test('each round times both, and the speed-up is the median over the rounds, not the quotient of the medians', () => {
  let time = 0
  const durations = { ours: [9, 10, 20, 100], theirs: [9, 40, 60, 200] }
  const take = (name: 'ours' | 'theirs') => () => {
    time += durations[name].shift() ?? Number.NaN
  }
  const got = alternate({
    ours: take('ours'),
    theirs: take('theirs'),
    operations: 10,
    now: () => time,
    warmUpRounds: 1,
    rounds: 3,
  })
  // 40/10 = 4, 60/20 = 3, 200/100 = 2
  expect(got).toEqual({ ours: 2, theirs: 6, oursMax: 10, speedUp: 3 })
})

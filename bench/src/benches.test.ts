import { expect, test } from 'vitest'
import { benches } from './benches.js'
import { table } from './table.js'

test('each name stands once', () => {
  const names = benches.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

test('the number bench gives each case best and worst, against float64 and plain bigint, with its ratio', async () => {
  const number = benches.find(({ name }) => name === 'number')
  // A clock that ticks by one nanosecond at each look: every run takes as long as every other.
  let time = 0
  const lines = []
  for await (const line of number?.run(() => time++) ?? []) lines.push(line)
  expect(lines).toHaveLength(12)
  for (const line of lines) expect(line).toMatchObject({ bench: 'number', unit: 'ns', ratio: 1 })
  expect(lines.slice(0, 4).map((line) => [line.case, line.against])).toEqual([
    ['notionalFloor best', 'float64'],
    ['notionalFloor best', 'bigint /'],
    ['notionalFloor worst', 'float64'],
    ['notionalFloor worst', 'bigint /'],
  ])
})

test('the table aligns its columns and shows three digits', () => {
  const line = { bench: 'b', unit: 'ns', against: 'float64' }
  expect(
    table([
      { ...line, case: 'short', value: 1.2345, ratio: 100.4 },
      { ...line, case: 'much longer', value: 98765, ratio: 0.5 },
    ]),
  ).toBe(
    [
      'case         median  unit  against  ratio',
      'short          1.23  ns    float64   100×',
      'much longer  98,800  ns    float64   0.5×',
    ].join('\n'),
  )
})

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Answer } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'

const COMMAND = fileURLToPath(new URL('../packages/cli/dist/main.js', import.meta.url))
const folder = fileURLToPath(new URL('concept/', import.meta.url))

function check(name: string): { readonly answer: Answer; readonly exit: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [COMMAND, 'check', `${folder}${name}.yaml`, '--json'], {
    encoding: 'utf8',
  })
  return { answer: JSON.parse(stdout) as Answer, exit: status }
}

/** What `plimsoll check` says of each example: the right figures beside the usual ones. */
const cases: readonly (readonly [string, number, (answer: Answer) => unknown, unknown])[] = [
  [
    'a',
    0,
    (a) => [a.status, a.equity, a.maintenance?.requirement, a.holdings[1]?.liquidationPrice],
    ['healthy', '2500', '850', '66.666666666666666667'],
  ],
  ['b-long', 0, (a) => a.positions[0]?.liquidationPrice, '94.736842105263157895'],
  ['b-short', 0, (a) => a.positions[0]?.liquidationPrice, '104.761904761904761904'],
  ['b-entry', 0, (a) => a.positions[0]?.liquidationPrice, '95'],
  ['d', 0, (a) => a.marginLevel, '0.5'],
  ['e', 0, (a) => [a.status, a.healthFactor, a.excessMargin], ['warned', '1', '0']],
  ['f', 11, (a) => [a.status, a.maintenance], ['liquidatable', { marginEquity: '1499', requirement: '1500' }]],
  ['g-long', 0, (a) => [a.status, a.maintenance?.requirement], ['healthy', '2500']],
  ['g-short', 0, (a) => [a.status, a.maintenance?.requirement], ['healthy', '3000']],
  ['h-long', 0, (a) => a.positions[0]?.liquidationPrice, '9473.684210526315789474'],
  ['h-short', 0, (a) => a.positions[0]?.liquidationPrice, '10476.190476190476190476'],
]

describe('plimsoll check shows the examples of the concept', () => {
  test.each(cases)('%s', (name, exit, pick, wanted) => {
    const got = check(name)
    expect(pick(got.answer)).toEqual(wanted)
    expect(got.exit).toBe(exit)
  })

  test('every example is checked', () => {
    expect(readdirSync(folder).sort()).toEqual(cases.map(([name]) => `${name}.yaml`).sort())
  })
})

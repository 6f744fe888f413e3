import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { generateAccounts } from './generate.js'
import { measure } from './testing/measure.js'
import { marchMarkets } from './testing/population.js'

const text = readFileSync(fileURLToPath(new URL('../../../../docs/replay-input.md', import.meta.url)), 'utf8')
const page = text.replace(/ +/g, ' ') // however a table is padded

test('docs/replay-input.md shows the figures that a draw of 20,000 accounts gives', () => {
  const markets = marchMarkets()
  const accounts = [...generateAccounts({ count: 20_000, seed: 1, markets })]
  const rows = measure(accounts, markets).map(([label, figure]) => `| ${label} | ${figure} |`)
  expect(rows.filter((row) => !page.includes(row))).toEqual([])
})

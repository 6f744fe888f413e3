import { expect, test } from 'vitest'
import { CROSS } from '../../model/index.js'
import { ratio, WAD } from '../../number/index.js'
import { accountOf, bookOf, viewOf } from './testing/accounts.js'
import { timeToLiquidation } from './time-to-liquidation.js'

const YEAR_S = 31_536_000n
const book = bookOf({ weight: ratio('0.8'), bonus: ratio('0.05') })
const at = (debt: bigint, of: { supply?: string; borrow?: string; collateral?: bigint } = {}) =>
  timeToLiquidation(accountOf((of.collateral ?? 1_000n) * WAD, debt * WAD), book, viewOf(), {
    scope: CROSS,
    rates: {
      supply: new Map([['C', ratio(of.supply ?? '0')]]),
      borrow: new Map([['D', ratio(of.borrow ?? '0')]]),
    },
  })

test('a debt that grows reaches the line in the first second that it is above it', () => {
  const got = at(760n, { borrow: '0.05' })
  // 760 × (1 + x + x²/2 + x³/6) = 800 at x = 0.0512935…, which is 1.02587 years at five percent.
  expect(got).toEqual({ status: 'at', seconds: 32_351_882n })
})

test('interest on the collateral delays it', () => {
  const [alone, helped] = [at(760n, { borrow: '0.05' }), at(760n, { borrow: '0.05', supply: '0.03' })]
  expect(alone.status === 'at' && helped.status === 'at' && helped.seconds > 2n * alone.seconds).toBe(true)
})

test.each([
  { name: 'nothing owed', got: at(0n, { borrow: '0.05' }), status: { status: 'never', reason: 'no_debt' } },
  {
    name: 'a debt that costs nothing',
    got: at(760n),
    status: { status: 'never', reason: 'interest_does_not_reach_it' },
  },
  { name: 'under already', got: at(801n, { borrow: '0.05' }), status: { status: 'already_under' } },
  {
    name: 'a horizon of a hundred years',
    got: at(1n, { borrow: '0.000001' }),
    status: { status: 'never', reason: 'beyond_horizon' },
  },
])('$name', ({ got, status }) => {
  expect(got).toEqual(status)
})

test('a missing price leaves it unknown', () => {
  const account = accountOf(WAD, WAD / 2n)
  const rates = { supply: new Map(), borrow: new Map([['D', ratio('0.05')]]) }
  expect(timeToLiquidation(account, book, { prices: new Map(), atMs: null }, { scope: CROSS, rates })).toEqual({
    status: 'unknown',
    reason: 'missing_price',
  })
})

test('at the line, the first second of interest is under it', () => {
  expect(at(800n, { borrow: '0.05' })).toEqual({ status: 'at', seconds: 1n })
  expect(at(800n, { borrow: '0.05', collateral: 1_001n })).toMatchObject({ status: 'at' })
  expect(YEAR_S).toBe(365n * 86_400n)
})

import { expect, test } from 'vitest'
import type { LiquidationRow, StatusReply, VenueStatus } from '../../data/wire.js'
import { routeOf } from '../../router.js'
import { merged } from '../liquidations/list.js'
import { HEAD_LABELS, headFigures, sumByAsset } from './headline.js'

const byStatus = { healthy: 90, warned: 5, called: 1, unknown: 0, liquidatable: 2, liquidating: 1, bankrupt: 1 }
const totals = { liquidations: 7, forcedNotional: '1500', fees: '1', shortfall: '0', fromFund: '0', badDebt: '0' }

const venue = (part: Partial<VenueStatus>): VenueStatus =>
  ({
    currency: 'USDT',
    warningLevel: '1.25',
    equity: '1000',
    notional: '5000',
    fund: [],
    badDebt: [],
    totals,
    ...part,
  }) as VenueStatus

const system = (venues: readonly VenueStatus[]): StatusReply =>
  ({ accounts: { total: 100, byStatus }, venues, seq: 12, journalSeq: 10 }) as unknown as StatusReply

test('headline figures come danger first, in one order', () => {
  const figures = headFigures(system([venue({})]))
  expect(figures.map((figure) => figure.label)).toEqual(HEAD_LABELS)
  expect(figures[2]).toMatchObject({
    digits: '1',
    note: '2 waiting · 1 bankrupt',
    address: '#/accounts?status=liquidating',
  })
})

test('no bad debt reads 0.00, no fund reads none: zero and nothing do not look alike', () => {
  const figures = headFigures(system([venue({})]))
  expect(figures.find((figure) => figure.label === 'Bad debt')?.digits).toBe('0.00')
  expect(figures.find((figure) => figure.label === 'Insurance fund')?.digits).toBe('none')
})

test('several currencies are never added: the largest leads and the note names the others', () => {
  const equity = headFigures(system([venue({ equity: '41000000' }), venue({ currency: 'USD', equity: '10040000' })]))[5]
  expect(equity).toMatchObject({ of: 'USDT', digits: '41.00', unit: 'M', note: '10.04 M USD' })
})

test('amounts of one asset are added exactly', () => {
  expect(
    sumByAsset([[{ asset: 'A', amount: '0.1' }], [{ asset: 'A', amount: '0.2' }], [{ asset: 'B', amount: '1' }]]),
  ).toEqual([
    { asset: 'B', amount: '1' },
    { asset: 'A', amount: '0.3' },
  ])
})

test('what was read and what was streamed make one list: each once, the later word, newest first', () => {
  const row = (id: string, startedSeq: number, lastSeq: number) => ({ id, startedSeq, lastSeq }) as LiquidationRow
  const rows = merged(
    [row('a', 1, 1), row('b', 2, 9)],
    new Map([
      ['a', row('a', 1, 5)],
      ['b', row('b', 2, 4)],
      ['c', row('c', 3, 3)],
    ]),
  )
  expect(rows.map(({ id, lastSeq }) => `${id}${lastSeq}`)).toEqual(['c3', 'b9', 'a5'])
})

test('addresses name views; what names nothing is the overview', () => {
  expect(routeOf('#/accounts?status=warned').view).toBe('accounts')
  expect(routeOf('#/account/a%2Fb')).toMatchObject({ view: 'account', id: 'a/b' })
  expect(routeOf('#/account/%zz')).toMatchObject({ view: 'account', id: '%zz' })
  for (const hash of ['', '#', '#/nowhere', '#/account/']) expect(routeOf(hash).view).toBe('overview')
})

import { expect, test } from 'vitest'
import type { Answer, Cure } from '../../data/wire.js'
import { commandsOf } from './cure-commands.js'
import { nearestScope, vesselFigures } from './shown.js'
import { verdictOf } from './verdict.js'

const side = (marginEquity: string, requirement: string) => ({ marginEquity, requirement })
const absent = { value: null, reason: 'missing_price' } as const

/** The example of the public contract: 10,000 USDT, 1.5 BTCUSDT long from 60,000 at 58,000. */
const answer: Answer = {
  venue: 'inline',
  ruleVersion: 'inline',
  asOf: null,
  status: 'healthy',
  equity: '7000',
  healthFactor: '1.609195402298850574',
  marginLevel: '0.804597701149425287',
  equityRatio: '0.080459770114942528',
  leverage: '12.428571428571428572',
  loanToValue: null,
  loanToValueReason: 'no_debt',
  collateralRatio: null,
  collateralRatioReason: 'no_debt',
  initial: side('7000', '8700'),
  maintenance: side('7000', '4350'),
  excessMargin: '2650',
  availableMargin: '-1700',
  native: null,
  scopes: [
    {
      id: 'cross',
      kind: 'cross',
      status: 'healthy',
      healthFactor: '1.609195402298850574',
      equity: '7000',
      initial: side('7000', '8700'),
      maintenance: side('7000', '4350'),
    },
  ],
  positions: [
    {
      market: 'BTCUSDT',
      scope: 'cross',
      leg: 'net',
      quantity: '1.5',
      entryPrice: '60000',
      markPrice: '58000',
      notional: '87000',
      unrealizedPnl: '-3000',
      initialRequirement: '8700',
      maintenanceRequirement: '4350',
      liquidationPrice: '56140.350877192982456141',
      bankruptcyPrice: '53333.333333333333333334',
    },
  ],
  holdings: [
    {
      asset: 'USDT',
      kind: 'cash',
      scope: 'cross',
      amount: '10000',
      price: '1',
      value: '10000',
      initialWeight: '1',
      maintenanceWeight: '1',
      liquidationPrice: null,
      liquidationPriceReason: 'no_price_solution',
    },
  ],
  call: null,
  cures: [],
  missing: [],
  why: [],
}

const said = (shown: Answer): string => {
  const { lead, figure, rest } = verdictOf({
    shown,
    currency: 'USDT',
    warningLevel: '1.25',
    nowMs: Date.UTC(2026, 10, 22, 13, 42, 7),
  })
  return [lead, figure, rest].filter((part) => part !== '').join(' ')
}

/** The account with this margin equity, its one scope with it. */
function standing(status: Answer['status'], marginEquity: string): Answer {
  const maintenance = side(marginEquity, '4350')
  const scopes = answer.scopes.map((scope) => ({ ...scope, status, equity: marginEquity, maintenance }))
  return { ...answer, status, equity: marginEquity, maintenance, scopes }
}

test('of several scopes the sentence speaks of the one that decides, never of their sum', () => {
  const [cross] = answer.scopes
  if (cross === undefined) return
  const near = { ...cross, id: 'isolated:ETHUSDT', healthFactor: '1.084', maintenance: side('1903.7', '1754.6') }
  const shown: Answer = { ...answer, status: 'warned', excessMargin: '919.38', scopes: [cross, near] }
  expect(said(shown)).toBe('No call. 149.10 USDT above the line in isolated:ETHUSDT.')
})

test('a healthy account has nothing to do, and says how far the warning level is', () => {
  expect(said(answer)).toBe('Nothing to do. 1,562.50 USDT above the warning level, 1.25.')
})

test('a call says amount, goal and due date; its amount rounds up', () => {
  const call = {
    kind: 'maintenance',
    amount: '5249.3001',
    restoreTo: 'maintenance',
    dueAt: '2026-11-22T14:20:00Z',
  } as const
  expect(said({ ...answer, status: 'called', call })).toBe(
    'Maintenance call: 5,249.31 USDT restores the maintenance requirement. Due 14:20:00 UTC, in 37 min 53 s.',
  )
})

test('under the line, without equity and with a missing input each say so', () => {
  expect(said(standing('liquidatable', '272.82'))).toBe(
    'Under the line by 4,077.18 USDT. Adding margin and reducing stay open.',
  )
  expect(said(standing('bankrupt', '-12.5'))).toBe('Equity is gone: 12.50 USDT is not covered.')
  expect(said({ ...answer, status: 'unknown', missing: [{ factor: 'BTCUSDT', reason: 'stale' }] })).toBe(
    'An input is missing: BTCUSDT stale. No decision is made from a guess; exits stay open.',
  )
})

test('cures become commands: a long is reduced by selling at its mark, money is deposited, a combination is no command', () => {
  const cure = (part: Partial<Cure>): Cure => ({ kind: 'deposit', amount: '0.5', healthFactor: '2', ...part })
  expect(commandsOf(cure({ asset: 'USDT', amount: '1700' }), answer)).toEqual([
    { type: 'deposit', asset: 'USDT', amount: '1700', scope: 'cross' },
  ])
  expect(commandsOf(cure({ kind: 'reduce', market: 'BTCUSDT' }), answer)).toEqual([
    { type: 'fill', market: 'BTCUSDT', quantity: '-0.5', price: '58000', scope: 'cross', leg: 'net' },
  ])
  expect(commandsOf(cure({ kind: 'combination' }), answer)).toBeNull()
  expect(commandsOf(cure({ kind: 'reduce', market: 'ETHUSDT' }), answer)).toBeNull()
})

test('the vessel is drawn from the figures of its scope, and not at all where one is unknown', () => {
  const scope = nearestScope(answer)
  expect(scope?.id).toBe('cross')
  if (scope === null) return
  expect(vesselFigures(answer, scope)).toMatchObject({
    marginEquity: '7000',
    requirement: '4350',
    hull: [{ name: 'USDT', amount: '10000' }],
    water: [{ name: 'BTCUSDT', amount: '4350' }],
    unrealizedPnl: '-3000',
    owed: '0',
  })
  expect(vesselFigures(answer, { ...scope, maintenance: absent.value, maintenanceReason: absent.reason })).toBeNull()
})

test('a gain is a layer of the hull, on top of the balances; a loss is none', () => {
  const scope = nearestScope(answer)
  const [position] = answer.positions
  if (scope === null || position === undefined) return
  const gaining = { ...answer, positions: [{ ...position, unrealizedPnl: '750.5' }] }
  expect(vesselFigures(gaining, scope)?.hull).toEqual([
    { name: 'USDT', amount: '10000' },
    { name: 'unrealized P&L', amount: '750.5' },
  ])
  expect(vesselFigures(answer, scope)?.hull).toHaveLength(1)
})

test('of several scopes the one nearest to the line is drawn', () => {
  const [cross] = answer.scopes
  if (cross === undefined) return
  const scopes = [
    cross,
    { ...cross, id: 'isolated:ETHUSDT', healthFactor: '1.1' },
    { ...cross, id: 'idle', healthFactor: null },
  ]
  expect(nearestScope({ ...answer, scopes })?.id).toBe('isolated:ETHUSDT')
})

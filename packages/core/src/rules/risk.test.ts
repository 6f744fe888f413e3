import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DerivativesRulebook, excessMargin } from '../model/index.js'
import { absolute, formatDecimal, type Price, type Quantity, quantity, type Value, value } from '../number/index.js'
import { FAMILY_CASES, multiCollateral, quotes } from '../testing/accounts.js'
import { rulebookOf } from '../venues/index.js'
import { familyOf, tierAt } from './index.js'
import { requirementCeil, type Schedule } from './schedule.js'

describe.each(FAMILY_CASES)('an account of %s', (_, cases) => {
  test('is the sum of its scopes, field by field, and each scope the sum of its legs', () => {
    fc.assert(
      fc.property(cases, (of) => {
        const view = { prices: quotes(of.prices), atMs: null }
        const { risk, scopes } = familyOf(of.book).assess(of.account, of.book, view)
        const sum = (pick: (scope: (typeof scopes)[number]) => bigint): bigint =>
          scopes.reduce((total, scope) => total + pick(scope), 0n)
        expect(risk).not.toBeNull()
        expect(risk?.equity).toBe(sum((scope) => scope.risk?.equity ?? 0n))
        for (const side of ['initial', 'maintenance'] as const) {
          expect(risk?.[side].marginEquity).toBe(sum((scope) => scope.risk?.[side].marginEquity ?? 0n))
          expect(risk?.[side].requirement).toBe(sum((scope) => scope.risk?.[side].requirement ?? 0n))
        }
        for (const scope of scopes) {
          const alone = familyOf(of.book).assess(
            { ...of.account, scopes: new Map([...of.account.scopes].filter(([id]) => id === scope.scope)) },
            of.book,
            view,
          )
          expect(alone.risk).toEqual(scope.risk)
          expect(scope.legs.reduce((total, { worth }) => total + worth, 0n)).toBe(scope.risk?.equity)
          expect(scope.legs.every((leg) => leg.notional >= 0n && leg.maintenanceRequirement >= 0n)).toBe(true)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('is recomputed by its steps', () => {
    fc.assert(
      fc.property(cases, (of) => {
        const { scopes } = familyOf(of.book).assess(of.account, of.book, { prices: quotes(of.prices), atMs: null })
        for (const scope of scopes) {
          const steps = familyOf(of.book).steps(scope, of.book)
          const total = (suffix: string): bigint =>
            steps.filter(({ name }) => name.endsWith(` ${suffix}`)).reduce((sum, step) => sum + step.value, 0n)
          const named = (name: string): bigint | undefined => steps.find((step) => step.name === name)?.value
          expect(total('unrealizedPnl') + total('value')).toBe(named('equity'))
          expect(total('maintenanceRequirement')).toBe(named('maintenanceRequirement'))
          expect((named('marginEquity') ?? 0n) - (named('maintenanceRequirement') ?? 0n)).toBe(named('excessMargin'))
          expect(named('excessMargin')).toBe(scope.risk === null ? undefined : excessMargin(scope.risk))
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('what tiers require', () => {
  const book = rulebookOf('binance-usdm') as DerivativesRulebook
  const tables = [...book.markets].flatMap(([market, { tiers }]) =>
    tiers.slice(1).map((tier) => ({ market, tiers, tier })),
  )
  const schedule = (market: string): Schedule => {
    const position = {
      id: market,
      market,
      leg: 'net',
      quantity: quantity('1'),
      entryValue: value('0'),
      fundingIndex: 0n,
    }
    const scope = { id: 'cross', kind: 'cross', holdings: [], positions: [position], orders: [] } as const
    const account = {
      id: 'a',
      venue: book.id,
      scopes: new Map([['cross', scope as never]]),
      settings: { leverage: new Map() },
      memo: { calls: [] },
    }
    const [leg] = familyOf(book).legsOf(account, book, 'cross')
    if (leg === undefined) throw new Error('a position is a leg')
    return leg.maintenance
  }

  test.each(tables)('$market: runs on without a step at the floor of $tier.floor', ({ market, tiers, tier }) => {
    const at = (notional: bigint): bigint => requirementCeil(schedule(market), quantity('1'), notional as Price) // one unit: its price is the notional
    const [before, edge, after] = [at(tier.floor - 1n), at(tier.floor), at(tier.floor + 1n)]
    expect(edge - before >= 0n && edge - before <= 1n).toBe(true)
    expect(after - edge >= 0n && after - edge <= 1n).toBe(true)
    expect(tierAt(tiers, (tier.floor - 1n) as Value).floor < tier.floor).toBe(true)
    expect(tierAt(tiers, tier.floor)).toBe(tier)
    expect(formatDecimal(tier.deduction)).not.toMatch(/\.\d{10}/)
  })

  test('never falls as the price or the size grows', () => {
    const size = fc.bigInt({ min: 1n, max: 10n ** 26n })
    fc.assert(
      fc.property(size, size, size, (a, b, price) => {
        const required = (units: bigint, at: bigint): bigint =>
          requirementCeil(schedule('ETHUSDT'), absolute(units as Quantity), at as Price)
        const [small, large] = a < b ? [a, b] : [b, a]
        expect(required(small, price) <= required(large, price)).toBe(true)
        expect(required(price, small) <= required(price, large)).toBe(true)
      }),
    )
  })
})

test('a debt that only weighted collateral covers can go under, and its bound says so', () => {
  // 100 USDT owed against 0.01 BTC: nothing is required, and below 10,000 the account is bankrupt.
  const scope = {
    id: 'cross',
    kind: 'cross',
    holdings: [
      { asset: 'USDT', kind: 'cash', stored: -100n * 10n ** 8n, isCollateral: true },
      { asset: 'BTC', kind: 'cash', stored: 10n ** 6n, isCollateral: true },
    ],
    positions: [],
    orders: [],
  } as const
  const account = {
    id: 'a',
    venue: 'multi',
    scopes: new Map([['cross', scope]]),
    settings: { leverage: new Map() },
    memo: { calls: [] },
  }
  const at = (price: string): string =>
    familyOf(multiCollateral).assess(account, multiCollateral, {
      prices: quotes(new Map([['BTC', value(price) as bigint as Price]])),
      atMs: null,
    }).status
  expect([at('10000'), at('9999.999999999999999999')]).toEqual(['healthy', 'bankrupt'])
  const range = { low: value('9000') as bigint as Price, high: value('20000') as bigint as Price }
  const bound = familyOf(multiCollateral).lowerBound(account, multiCollateral, new Map([['BTC', range]]))
  expect(bound !== null && bound < 0n).toBe(true)
})

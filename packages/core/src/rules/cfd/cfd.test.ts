import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, check, parseDocument } from '../../answers/index.js'
import { planOrder } from '../../liquidation/plan.js'
import type { Json, Rulebook } from '../../model/index.js'
import { price, quantity, ratio, rational, value } from '../../number/index.js'
import { mt5Fx } from '../../venues/retail-cfd.js'
import { familyOf } from '../index.js'
import { levelPrice, marginLevelOf } from './margin-level.js'
import { negativeBalanceProtection, stopOutOrder } from './stop-out.js'

function answer(document: Json, rulebook?: Rulebook): Answer {
  const { account, book, prices, atMs } = parseDocument(document, rulebook === undefined ? {} : { rulebook })
  return check({ account, book, view: { prices, atMs } })
}

const share = (now: string): Json => ({
  venue: 'esma-cfd',
  balances: { USD: '6000' },
  instruments: { ACME: { class: 'crypto' } },
  positions: [{ market: 'ACME', quantity: '50', entryPrice: '100' }],
  prices: { ACME: now },
})

describe('a CFD account', () => {
  test('uses margin of the current value by class, and closes out at half of it', () => {
    // Balance 6,000: at P equity is 1,000 + 50 P, used margin 25 P.
    const got = answer(share('100'))
    expect([got.initial?.requirement, got.maintenance?.requirement, got.marginLevel, got.healthFactor]).toEqual([
      '2500',
      '1250',
      '2.4',
      '4.8',
    ])
  })

  test.each([
    { now: '40.000000000000000001', status: 'warned' },
    { now: '40', status: 'liquidatable' },
    { now: '39.999999999999999999', status: 'liquidatable' },
  ])('with 3,500 and 50 units from 100 at half margin, a price of $now is $status', ({ now, status }) => {
    const got = answer({ ...(share(now) as object), balances: { USD: '3500' } } as Json)
    expect(got.status).toBe(status)
  })

  test('an unknown class is refused with the classes that there are', () => {
    expect(() => answer({ ...(share('1') as object), instruments: { ACME: { class: 'shares' } } } as Json)).toThrow(
      /must be one of major_fx, minor_fx_gold_major_index, commodity_minor_index, share, crypto. Did you mean "share"/,
    )
  })

  test('leverage that the account has chosen can ask for more than the class, never for less', () => {
    const got = (leverage: string): string | undefined =>
      answer({ ...(share('100') as object), settings: { leverage: { ACME: leverage } } } as Json).initial?.requirement
    expect([got('1'), got('2'), got('100')]).toEqual(['5000', '2500', '2500'])
  })

  test('without leverage or class a market of an FX account is refused, saying what to give', () => {
    expect(() =>
      answer({
        venue: 'mt5-fx',
        balances: { USD: '1' },
        positions: [{ market: 'EURUSD', quantity: '1', entryPrice: '1' }],
      }),
    ).toThrow(/say its class under "instruments", or its leverage under "settings"/)
  })

  const hedged = (mode: 'sum' | 'larger' | 'net', basis: 'mark' | 'entry' = 'mark'): string | undefined =>
    answer(
      {
        venue: 'mt5-fx',
        balances: { USD: '1000' },
        settings: { leverage: { EURUSD: '100' } },
        positions: [
          { market: 'EURUSD', quantity: '30000', entryPrice: '1.0', leg: 'long' },
          { market: 'EURUSD', quantity: '-10000', entryPrice: '1.2', leg: 'short' },
        ],
        prices: { EURUSD: '1.1' },
      },
      { ...mt5Fx, hedged: mode, basis },
    ).initial?.requirement
  test.each([
    { mode: 'sum', basis: 'mark', used: '440' },
    { mode: 'larger', basis: 'mark', used: '330' },
    { mode: 'net', basis: 'mark', used: '220' },
    { mode: 'sum', basis: 'entry', used: '420' },
    { mode: 'larger', basis: 'entry', used: '300' },
    { mode: 'net', basis: 'entry', used: '200' },
  ] as const)('of a hedged pair, margin by $mode on $basis uses $used', ({ mode, basis, used }) => {
    expect(hedged(mode, basis)).toBe(used)
  })
})

describe('a stop-out', () => {
  const document: Json = {
    venue: 'mt5-fx',
    balances: { USD: '1000' },
    settings: { leverage: { A: '100', B: '100', C: '100' } },
    positions: [
      { market: 'A', quantity: '60000', entryPrice: '1.02' },
      { market: 'B', quantity: '10000', entryPrice: '1.01' },
      { market: 'C', quantity: '30000', entryPrice: '0.99' },
    ],
    prices: { A: '1.0', B: '1.0', C: '1.0' },
  }

  test('closes the whole position with the largest loss first', () => {
    const { account, book, prices } = parseDocument({ ...(document as object), balances: { USD: '1300' } } as Json)
    const view = { prices, atMs: null }
    const [scope] = familyOf(book).assess(account, book, view).scopes
    // Equity 1,300 − 1,200 − 100 + 300 = 300 against a used margin of 1,000.
    expect(scope?.status).toBe('liquidatable')
    expect(scope === undefined ? null : planOrder({ account, book, view, scope })).toMatchObject({
      market: 'A',
      quantity: quantity('-60000'),
    })
  })

  const positions = fc.array(
    fc.record({ pl: fc.integer({ min: -900, max: 300 }), margin: fc.integer({ min: 1, max: 500 }) }),
    { minLength: 1, maxLength: 6 },
  )
  test('stops as soon as the level is above the stop-out, and never before', () => {
    fc.assert(
      fc.property(
        positions,
        fc.integer({ min: 0, max: 2000 }),
        fc.constantFrom('at_or_below' as const, 'below' as const),
        (drawn, start, boundary) => {
          const open = drawn.map(({ pl, margin }, index) => ({
            id: `${index}`,
            floatingPl: value(`${pl}`),
            margin: value(`${margin}`),
          }))
          const level = ratio('0.5')
          const after = stopOutOrder({ balance: value(`${start}`), positions: open }, { level, boundary })
          const isOut = (closed: readonly string[]): boolean => {
            const left = drawn.filter((_, index) => !closed.includes(`${index}`))
            if (left.length === 0) return false
            const equity = start + drawn.reduce((sum, { pl }) => sum + pl, 0)
            const line = left.reduce((sum, { margin }) => sum + margin, 0) / 2
            return boundary === 'below' ? equity < line : equity <= line
          }
          expect(isOut(after.closed)).toBe(false)
          if (after.closed.length > 0) expect(isOut(after.closed.slice(0, -1))).toBe(true)
          const losses = after.closed.map((id) => drawn[Number(id)]?.pl ?? 0)
          expect(losses).toEqual([...losses].sort((a, b) => a - b))
        },
      ),
    )
  })

  test('a debt that is left is the broker’s where balances are protected', () => {
    expect(negativeBalanceProtection(value('-40'))).toEqual({ equity: value('0'), borne: value('40') })
    expect(negativeBalanceProtection(value('40'))).toEqual({ equity: value('40'), borne: value('0') })
  })
})

describe('the price of a level', () => {
  test.each(['long', 'short'] as const)('of a %s agrees with the level at −1, 0 and +1 unit', (side) => {
    const sign = side === 'long' ? 1n : -1n
    const at = levelPrice(
      { side, units: quantity('70'), open: price('100'), balance: value('3500'), rate: rational(1n, 3n) },
      ratio('0.5'),
    )
    expect(at).not.toBeNull()
    const levelAt = (shift: bigint): bigint => {
      const now = (at ?? 0n) + shift
      const floatingPl = (sign * 70n * (now - 100n * 10n ** 18n)) as never
      const { equity } = marginLevelOf({ balance: value('3500'), floatingPl, usedMargin: value('0') })
      // Twice three times equity against the notional: level 0.5 at a third is a sixth of it.
      return equity * 6n - 70n * now
    }
    expect(levelAt(0n) >= 0n).toBe(true)
    expect(levelAt(-sign) < 0n).toBe(true)
    expect(levelAt(sign) > 0n).toBe(true)
  })
})

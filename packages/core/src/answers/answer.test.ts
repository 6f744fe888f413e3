import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, type Holding, type Json, type Prices, type Scope, withHolding } from '../model/index.js'
import { parseDecimal, type Ratio, ratio, WAD } from '../number/index.js'
import { decimalsOf, familyOf, type ScopeAssessment } from '../rules/index.js'
import { type Case, FAMILY_CASES, quotes } from '../testing/accounts.js'
import type { Answer, Cure } from './answer.js'
import { check } from './check.js'
import { parseDocument } from './document.js'
import { reductionOf, storedOf } from './reduction.js'
import { stands } from './smallest.js'

function answerOf(of: Case, target?: Ratio, prices: Prices = quotes(of.prices)): Answer {
  const { account, book } = of
  return check({
    account,
    book,
    view: { prices, atMs: null },
    isExplained: true,
    ...(target !== undefined && { target }),
  })
}

/** Fields that are `null` without a reason: they are no numbers, or the contract says so. */
const BARE = ['asOf', 'native', 'call', 'dueAt']

/** Every object of an answer, with its path. */
function* objectsOf(json: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof json !== 'object' || json === null) return
  if (!Array.isArray(json)) yield [path, json as Record<string, unknown>]
  for (const [key, inner] of Object.entries(json)) yield* objectsOf(inner, `${path}.${key}`)
}

function faultsOf(answer: Answer): readonly string[] {
  const faults: string[] = []
  for (const [path, object] of objectsOf(answer)) {
    for (const [key, held] of Object.entries(object)) {
      const at = `${path}.${key}`
      if (key.endsWith('Reason')) {
        const field = key.slice(0, -'Reason'.length)
        if (object[field] !== null) faults.push(`${at} without a null`)
      } else if (held === null && !BARE.includes(key) && typeof object[`${key}Reason`] !== 'string') {
        faults.push(`${at} is null without a reason`)
      } else if (held === undefined) faults.push(`${at} is undefined`)
      if (typeof held === 'number' || typeof held === 'bigint') faults.push(`${at} is a ${typeof held}`)
      if (typeof held !== 'string' || ['name', 'formula', 'id', 'asOf', 'dueAt'].includes(key)) continue
      if (/^-?[\d.]/.test(held) && !/^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d{0,17}[1-9])$/.test(held))
        faults.push(`${at} is "${held}"`)
      if (/NaN|Infinity|undefined|\[object/.test(held)) faults.push(`${at} is "${held}"`)
    }
  }
  return faults
}

describe('null and its reason stand together, and every number is plain digits', () => {
  test.each(FAMILY_CASES)('%s, priced, partly priced and not at all', (_, cases) => {
    fc.assert(
      fc.property(cases, (of) => {
        const one = new Map([...quotes(of.prices)].slice(0, 1))
        for (const prices of [quotes(of.prices), one, new Map()]) {
          expect(faultsOf(answerOf(of, ratio('3'), prices))).toEqual([])
        }
      }),
      { numRuns: 15 },
    )
  })

  test.each<[string, Json]>([
    ['nothing at all', { venue: 'binance-usdm' }],
    ['a currency alone', { venue: 'finra-reg-t', balances: { USD: '0.01' } }],
    ['a debt alone', { venue: 'finra-reg-t', balances: { USD: '-0.01' } }],
    ['a worthless share', { venue: 'finra-reg-t', balances: { USD: '-5', A: '100' }, prices: { A: '0' } }],
    [
      'collateral without a debt',
      {
        rulebook: { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' },
        supplied: { E: '1' },
        prices: { E: '5' },
      },
    ],
    [
      'a debt without collateral',
      { rulebook: { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' }, borrowed: { USD: '1' } },
    ],
  ])('%s', (_, document) => {
    const { account, book, prices } = parseDocument(document)
    expect(faultsOf(check({ account, book, view: { prices, atMs: null }, isExplained: true }))).toEqual([])
  })

  test('two hundred positions of 10³⁰ units are answered exactly', () => {
    const size = `1${'0'.repeat(30)}`
    const markets = Array.from({ length: 200 }, (_, index) => `M${index}`)
    const { account, book, prices } = parseDocument({
      rulebook: { family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' },
      balances: { USD: `${size}.000000000000000001` },
      positions: markets.map((market, index) => ({
        market,
        quantity: index % 2 === 0 ? size : `-${size}`,
        entryPrice: '60000.000000000000000001',
      })),
      prices: Object.fromEntries(markets.map((market) => [market, '59999.999999999999999999'])),
    })
    const answer = check({ account, book, view: { prices, atMs: null }, isExplained: true })
    expect(faultsOf(answer)).toEqual([])
    // Longs lose what shorts gain; 200 × 10³⁰ × 59,999.999… × 5 % is required.
    expect([answer.equity, answer.status]).toEqual([`${size}.000000000000000001`, 'liquidatable'])
    expect(answer.maintenance?.requirement).toBe(`5${'9'.repeat(22)}${'0'.repeat(13)}`)
    expect(answer.cures.map(({ kind }) => kind)).toEqual(['deposit'])
  })
})

/** An act carried out here by the forward rules alone. */
function afterCure(of: Case, answer: Answer, cure: Cure, less: bigint): ScopeAssessment | undefined {
  const id = cure.scope ?? 'cross'
  const scope = of.account.scopes.get(id) as Scope
  const view = { prices: quotes(of.prices), atMs: null }
  const assessed = familyOf(of.book)
    .assess(of.account, of.book, view)
    .scopes.find((each) => each.scope === id)
  const amount = parseDecimal(cure.amount, { decimals: 18 }) - less
  const changed = changeOf()
  const account: Account = { ...of.account, scopes: new Map([[id, changed]]) }
  expect(answer.status).not.toBe('unknown')
  return familyOf(of.book).assess(account, of.book, view).scopes[0]

  function changeOf(): Scope {
    const { asset = '' } = cure
    const stored = storedOf(amount, asset, of.book)
    if (cure.kind === 'deposit') {
      const isLender = of.book.family === 'lending' || of.book.family === 'collateralized'
      return withHolding(scope, { asset, kind: isLender ? 'supplied' : 'cash', stored })
    }
    if (cure.kind === 'repay') return withHolding(scope, { asset, kind: 'borrowed', stored: -stored })
    const figures = assessed?.legs.find(({ leg }) =>
      'position' in leg.of
        ? leg.of.position.market === cure.market && leg.of.position.leg === (cure.leg ?? 'net')
        : (leg.of as { holding: Holding }).holding.asset === cure.asset && cure.market === undefined,
    )
    if (figures === undefined) throw new Error('a cure is about something that is held')
    const act = reductionOf(scope, figures, { book: of.book, fee: 0n as Ratio })
    if (act === null) throw new Error('what is reduced requires margin')
    return act.after(amount as never)
  }
}

function unitOf(of: Case, cure: Cure): bigint {
  if (cure.kind === 'deposit' || cure.kind === 'repay') return 10n ** BigInt(18 - decimalsOf(of.book, cure.asset ?? ''))
  return familyOf(of.book)
    .policies(of.book)
    .lotOf(cure.market ?? cure.asset ?? '')
}

describe('a cure reaches the target alone, and one unit or lot less does not', () => {
  const targets = fc.constantFrom(ratio('1'), ratio('1.25'), ratio('2.718281828459045235'), ratio('40'))
  test.each(FAMILY_CASES)('%s', (_, cases) => {
    let cures = 0
    fc.assert(
      fc.property(cases, targets, (of, target) => {
        const answer = answerOf(of, target)
        for (const cure of answer.cures) {
          cures += 1
          const [after, before] = [0n, unitOf(of, cure)].map((less) => afterCure(of, answer, cure, less))
          expect([cure, after !== undefined && stands(after, target)]).toEqual([cure, true])
          expect([cure, before !== undefined && stands(before, target)]).toEqual([cure, false])
          const factor = after?.healthFactor ?? null
          expect(cure.healthFactor === null ? null : parseDecimal(cure.healthFactor, { decimals: 18 })).toBe(factor)
          expect(cure.kind === 'close').toBe(after !== undefined && isGone(cure, after))
        }
      }),
      { numRuns: 40 },
    )
    expect(cures).toBeGreaterThan(10)
  })

  function isGone(cure: Cure, after: ScopeAssessment): boolean {
    if (cure.kind === 'deposit' || cure.kind === 'repay' || cure.kind === 'sell') return false
    return !after.legs.some(({ leg }) =>
      'position' in leg.of
        ? leg.of.position.market === cure.market && leg.of.position.leg === (cure.leg ?? 'net')
        : leg.of.holding.asset === cure.asset && cure.market === undefined,
    )
  }

  test('of an isolated scope leaves the other scopes alone and names the scope', () => {
    const { account, book, prices } = parseDocument({
      venue: 'binance-usdm',
      balances: { USDT: '1000000' },
      positions: [
        { market: 'BTCUSDT', quantity: '1', entryPrice: '60000' },
        { market: 'ETHUSDT', quantity: '-1', entryPrice: '3000', isolatedMargin: '13' },
      ],
      prices: { BTCUSDT: '60000', ETHUSDT: '3000' },
    })
    const answer = check({ account, book, view: { prices, atMs: null } })
    // 3,000 × 0.4 % × 1.25 = 15 against 13.
    expect(answer.cures).toEqual([
      { kind: 'deposit', asset: 'USDT', scope: 'isolated:ETHUSDT', amount: '2', healthFactor: '1.25' },
      // (1 − q) × 15 ≤ 13, in lots of 0.001.
      {
        kind: 'reduce',
        market: 'ETHUSDT',
        scope: 'isolated:ETHUSDT',
        amount: '0.134',
        healthFactor: '1.250962278675904541',
      },
    ])
  })

  test('that leaves nothing to require says so', () => {
    const { account, book, prices } = parseDocument({
      venue: 'binance-usdm',
      balances: { USDT: '1' },
      positions: [{ market: 'BTCUSDT', quantity: '0.001', entryPrice: '60000' }],
      prices: { BTCUSDT: '60000' },
    })
    const answer = check({ account, book, view: { prices, atMs: null }, target: ratio('100') })
    expect(answer.cures.at(-1)).toEqual({
      kind: 'close',
      market: 'BTCUSDT',
      amount: '0.001',
      healthFactor: null,
      healthFactorReason: 'no_requirement',
    })
  })
})

describe('what is called for', () => {
  const book = (boundary: string): Json => ({
    family: 'simple',
    initial: '0.20',
    maintenance: '0.10',
    basis: 'mark',
    boundary,
    breach: 'call',
  })
  test.each([
    { boundary: 'safe', cash: '899.999999999999999999', amount: '0.000000000000000001' },
    { boundary: 'safe', cash: '900', amount: null },
    { boundary: 'liquidates', cash: '900', amount: '0.000000000000000001' },
    { boundary: 'liquidates', cash: '899.999999999999999999', amount: '0.000000000000000002' },
    { boundary: 'liquidates', cash: '900.000000000000000001', amount: null },
  ])('is $amount where equality $boundary and equity is $cash of 900', ({ boundary, cash, amount }) => {
    const open = (more: bigint): Answer => {
      const {
        account,
        book: rules,
        prices,
      } = parseDocument({
        rulebook: book(boundary),
        balances: { USD: cash },
        positions: [{ market: 'X', quantity: '90', entryPrice: '100' }],
        prices: { X: '100' },
      })
      const scope = withHolding(account.scopes.get('cross') as Scope, { asset: 'USD', kind: 'cash', stored: more })
      const changed = { ...account, scopes: new Map([['cross', scope]]) }
      return check({ account: changed, book: rules, view: { prices, atMs: null } })
    }
    const called = open(0n).call
    expect(called?.amount ?? null).toBe(amount)
    if (amount === null) return
    const due = parseDecimal(amount, { decimals: 18 })
    expect([open(due).status, open(due - 1n).status]).toEqual(['warned', 'called'])
    expect(WAD > due).toBe(true)
  })
})

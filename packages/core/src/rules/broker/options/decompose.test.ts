import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exact,
  type Price,
  price,
  productOf,
  type Quantity,
  quantity,
  type Rational,
  ratio,
} from '../../../number/index.js'
import { decompose } from './decompose.js'
import { nakedPerShare } from './naked.js'
import { maxLossPerShare } from './spread.js'
import { stranglePerShare } from './strangle.js'
import type { OptionLeg, StrategyRules } from './strategies.js'

const RATES = { rate: ratio('0.20'), floorRate: ratio('0.10'), leverage: ratio('1') }

function rulesAt(underlying: string): StrategyRules {
  const share = (rate: string) => (at: Rational) => productOf(at, exact(ratio(rate)))
  return {
    underlying: price(underlying),
    naked: RATES,
    ofStrike: exact(ratio('0.10')),
    ofCallStrike: exact(ratio('0.25')),
    stock: {
      long: (at) => ({ maintenance: share('0.25')(at), initial: share('0.5')(at) }),
      short: (at) => ({ maintenance: share('0.30')(at), initial: share('0.5')(at) }),
    },
  }
}

function leg(text: string, contracts: string, at: string, expiry = '2026-12-18'): OptionLeg {
  const [right, strike] = text.split(' ') as ['call' | 'put', string]
  return {
    id: `${text} ${expiry}`,
    right,
    strike: price(strike),
    expiry,
    contracts: quantity(contracts),
    price: price(at),
  }
}

const money = (value: bigint): number => Number(value) / 1e18
const options = (underlying: string) => ({ rules: rulesAt(underlying), multiplier: quantity('100') })

describe('the best legal pairing of an option portfolio', () => {
  const cases: readonly [string, readonly OptionLeg[], bigint, string, readonly string[], number][] = [
    ['a lone short call is naked', [leg('call 30', '-1', '0.05')], 0n, '26.38', ['naked'], 268.8],
    [
      'a short straddle keeps one side',
      [leg('call 90', '-1', '7'), leg('put 90', '-1', '3.7')],
      0n,
      '92.63',
      ['short_strangle'],
      2922.6,
    ],
    [
      'a credit spread keeps the difference of its strikes',
      [leg('call 125', '1', '3.8'), leg('call 120', '-1', '8.4')],
      0n,
      '128',
      ['spread'],
      500,
    ],
    [
      'a long call covers as many short ones as there are',
      [leg('call 125', '1', '3.8'), leg('call 120', '-2', '8.4')],
      0n,
      '128',
      ['naked', 'spread'],
      3900,
    ],
    [
      'an iron butterfly keeps one side',
      [leg('put 16', '1', '0.1'), leg('put 20', '-1', '0.2'), leg('call 20', '-1', '7'), leg('call 24', '1', '4')],
      0n,
      '26.4',
      ['spread_pair'],
      400,
    ],
    [
      'a long butterfly keeps nothing',
      [leg('put 540', '1', '5'), leg('put 545', '-2', '7'), leg('put 550', '1', '9')],
      0n,
      '560',
      ['spread_pair'],
      0,
    ],
    [
      'a short call that outlives the long one is naked',
      [leg('call 430', '1', '13.1', '2026-11-20'), leg('call 430', '-1', '12.2')],
      0n,
      '433.35',
      ['long_option', 'naked'],
      9887,
    ],
    [
      'a far spread is cheaper naked',
      [leg('put 10', '1', '0.1'), leg('put 60', '-1', '0.2')],
      0n,
      '100',
      ['long_option', 'naked'],
      620,
    ],
    ['a covered call keeps the stock alone', [leg('call 110', '-1', '1')], 1n, '100', ['covered_call'], 2500],
    ['in the money the stock counts at the strike', [leg('call 90', '-1', '12')], 1n, '100', ['covered_call'], 3250],
    [
      'a protective put keeps 10 % of the strike and what it is out of the money',
      [leg('put 95', '1', '2')],
      1n,
      '100',
      ['protective_put'],
      1450,
    ],
    [
      'a collar keeps the lesser of its two terms',
      [leg('put 514', '1', '8'), leg('call 534', '-1', '8')],
      1n,
      '524.62',
      ['collar'],
      6202,
    ],
    [
      'a reverse conversion keeps 10 % of the strike',
      [leg('call 524', '1', '9'), leg('put 524', '-1', '8')],
      -1n,
      '524.61',
      ['reverse_conversion'],
      5240,
    ],
    [
      'a put sold on short stock keeps the stock and what the put is in the money',
      [leg('put 105', '-1', '6')],
      -1n,
      '100',
      ['covered_put'],
      3500,
    ],
  ]
  test.each(cases)('%s', (_name, legs, stock, underlying, names, margin) => {
    const chosen = decompose(legs, stock, options(underlying))
    expect(chosen.strategies.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect(money(chosen.maintenance)).toBeCloseTo(margin, 2)
    expect(chosen.isExhaustive).toBe(true)
  })

  test('says which term decided', () => {
    const [collar] = decompose([leg('put 514', '1', '8'), leg('call 534', '-1', '8')], 1n, options('524.62')).strategies
    expect(collar?.binding).toBe('10 % of the put strike + OTM')
  })

  test('ten thousand contracts are paired in blocks, as one of each is', () => {
    const chosen = decompose([leg('call 125', '10001', '3.8'), leg('call 120', '-9999', '8.4')], 0n, options('128'))
    expect(money(chosen.maintenance)).toBe(9999 * 500)
    expect(chosen.isExhaustive).toBe(false)
  })
})

/** Every partition of single contracts into blocks, each costed by the rules for its shape alone; `null` where no rule pairs it. */
function bruteForce(items: readonly OptionLeg[], underlying: Price): number {
  const [first, ...rest] = items
  if (first === undefined) return 0
  let least = Number.POSITIVE_INFINITY
  for (const chosen of subsets(rest, 3)) {
    const cost = blockCost([first, ...chosen], underlying)
    if (cost === null) continue
    least = Math.min(
      least,
      cost +
        bruteForce(
          rest.filter((each) => !chosen.includes(each)),
          underlying,
        ),
    )
  }
  return least
}

function blockCost(block: readonly OptionLeg[], underlying: Price): number | null {
  const sold = block.filter(({ contracts }) => contracts < 0n)
  const bought = block.filter(({ contracts }) => contracts > 0n)
  const of = (number: Rational | null): number =>
    number === null ? Number.NaN : Number(number.numerator) / Number(number.denominator)
  if (block.length === 1) return sold[0] === undefined ? 0 : of(nakedPerShare({ ...sold[0], underlying }, RATES))
  const [a, b] = sold
  if (block.length === 2 && a !== undefined && b !== undefined) {
    if (a.right === b.right) return null
    const [call, put] = a.right === 'call' ? [a, b] : [b, a]
    return of(stranglePerShare({ underlying, call, put }, RATES).perShare)
  }
  if (sold.length !== bought.length || block.length > 4) return null
  const covers = (long: OptionLeg | undefined, short: OptionLeg | undefined): boolean =>
    long?.right === short?.right && (long?.expiry ?? '') >= (short?.expiry ?? '')
  const [x, y] = bought
  const isPaired = block.length === 2 ? covers(x, a) : (covers(x, a) && covers(y, b)) || (covers(x, b) && covers(y, a))
  if (!isPaired || (block.length === 4 && new Set(block.map(({ expiry }) => expiry)).size > 1)) return null
  return of(
    maxLossPerShare(
      block.map((each) => ({ ...each, quantity: (each.contracts > 0n ? 10n ** 18n : -(10n ** 18n)) as Quantity })),
    ),
  )
}

function subsets<T>(list: readonly T[], most: number): readonly (readonly T[])[] {
  const [first, ...rest] = list
  if (first === undefined || most === 0) return [[]]
  return [...subsets(rest, most), ...subsets(rest, most - 1).map((each) => [first, ...each])]
}

describe('properties', () => {
  const anyLeg = fc.record({
    right: fc.constantFrom('call' as const, 'put' as const),
    strike: fc.constantFrom('80', '90', '95', '100', '105', '110', '130'),
    expiry: fc.constantFrom('2026-11-20', '2026-12-18'),
    contracts: fc.constantFrom('-2', '-1', '1', '2'),
    at: fc.constantFrom('0.5', '2', '7', '15'),
  })

  /** Two spreads of one expiry, of any rights and strikes: where the largest groups pay. */
  const twoSpreads = fc
    .tuple(...[0, 1].map(() => fc.record({ right: anyLeg.map(({ right }) => right), bought: anyLeg, sold: anyLeg })))
    .map((spreads) =>
      spreads.flatMap(({ right, bought, sold }) => [
        { ...bought, right, contracts: '1', expiry: '2026-12-18' },
        { ...sold, right, contracts: '-1', expiry: '2026-12-18' },
      ]),
    )

  test('no decomposition is cheaper than the one chosen', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.array(anyLeg, { minLength: 1, maxLength: 4 }), twoSpreads),
        fc.constantFrom('85', '100', '112'),
        (drawn, underlying) => {
          const legs = drawn.map((each, index) => ({
            ...leg(`${each.right} ${each.strike}`, each.contracts, each.at, each.expiry),
            id: `${index}`,
          }))
          const items = legs.flatMap((each) =>
            Array.from({ length: Math.abs(money(each.contracts)) }, () => ({
              ...each,
              contracts: (each.contracts > 0n ? 10n ** 18n : -(10n ** 18n)) as Quantity,
            })),
          )
          const chosen = decompose(legs, 0n, options(underlying))
          expect(money(chosen.maintenance)).toBeCloseTo(bruteForce(items, price(underlying)) * 100, 6)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('every contract and every unit of stock stands in exactly one strategy', () => {
    fc.assert(
      fc.property(fc.array(anyLeg, { minLength: 1, maxLength: 4 }), fc.integer({ min: -3, max: 3 }), (drawn, stock) => {
        const legs = drawn.map((each, index) => ({
          ...leg(`${each.right} ${each.strike}`, each.contracts, each.at, each.expiry),
          id: `${index}`,
        }))
        const { strategies } = decompose(legs, BigInt(stock), options('100'))
        const used = (id: string): number =>
          strategies.reduce((sum, each) => sum + money(each.units) * each.legs.filter((name) => name === id).length, 0)
        for (const { id, contracts } of legs) expect(used(id)).toBe(Math.abs(money(contracts)))
        const contracts = legs.reduce((sum, each) => sum + Math.abs(money(each.contracts)), 0)
        expect(used('stock')).toBe(Math.min(Math.abs(stock), contracts))
      }),
    )
  })

  test('an offer of stock never raises what options and stock keep together', () => {
    fc.assert(
      fc.property(fc.array(anyLeg, { minLength: 1, maxLength: 3 }), fc.constantFrom(-1, 1), (drawn, side) => {
        const legs = drawn.map((each, index) => ({
          ...leg(`${each.right} ${each.strike}`, each.contracts, each.at, each.expiry),
          id: `${index}`,
        }))
        const stockAlone = side > 0 ? 2500 : 3000
        const apart = money(decompose(legs, 0n, options('100')).maintenance) + stockAlone
        expect(money(decompose(legs, BigInt(side), options('100')).maintenance)).toBeLessThanOrEqual(apart + 1e-9)
      }),
    )
  })
})

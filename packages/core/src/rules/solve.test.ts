import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../answers/index.js'
import type { Json } from '../model/index.js'
import { formatDecimal, ONE_RATIO, type Ratio, ratio, WAD } from '../number/index.js'
import { type Case, FAMILY_CASES, quotes, withPrice } from '../testing/accounts.js'
import { familyOf, type ScopeAssessment, type Target } from './index.js'
import type { Root } from './solve.js'

/** What decides at a price, by the forward rule alone: ≥ 0 is on the safe side. */
function distance(of: Case, scope: string, at: { factor: string; price: bigint; target: Target }): bigint {
  const prices = quotes(withPrice(of.prices, at.factor, at.price))
  const found = familyOf(of.book)
    .assess(of.account, of.book, { prices, atMs: null })
    .scopes.find((each) => each.scope === scope)
  if (found?.risk == null) throw new Error('every price is known')
  const { equity, maintenance } = found.risk
  return at.target === 'bankruptcy'
    ? equity * WAD
    : maintenance.marginEquity * WAD - maintenance.requirement * at.target.level
}

function scopesOf(of: Case): readonly ScopeAssessment[] {
  return familyOf(of.book).assess(of.account, of.book, { prices: quotes(of.prices), atMs: null }).scopes
}

const factorsOf = (scope: ScopeAssessment): readonly string[] => [
  ...new Set(scope.legs.flatMap(({ leg }) => (leg.factor === null || leg.quantity === 0n ? [] : [leg.factor]))),
]

/** Every root of every scope and factor, with what asks about it. */
function* rootsOf(of: Case, target: Target) {
  for (const scope of scopesOf(of)) {
    for (const factor of factorsOf(scope)) {
      const roots = familyOf(of.book).solve(scope, of.book, { factor, target })
      const at = (price: bigint): bigint => distance(of, scope.scope, { factor, price, target })
      yield { scope, factor, roots, at }
    }
  }
}

const TARGETS: readonly (readonly [string, Target])[] = [
  ['the line', { level: ONE_RATIO }],
  ['a level of 1.25', { level: ratio('1.25') }],
  ['a level of 0.7', { level: ratio('0.7') as Ratio }],
  ['bankruptcy', 'bankruptcy'],
]

describe.each(TARGETS)('solved for %s', (_, target) => {
  test.each(FAMILY_CASES)(
    '%s: the answered price is safe by the forward rule, and one unit beyond is not',
    (_, cases) => {
      fc.assert(
        fc.property(cases, (of) => {
          for (const { scope, factor, roots, at } of rootsOf(of, target)) {
            for (const { price, under } of roots) {
              const beyond = under === 'below' ? price - 1n : price + 1n
              const said = `${scope.scope} ${factor} ${formatDecimal(price)} under ${under}`
              expect([said, at(price) >= 0n, beyond === 0n || at(beyond) < 0n]).toEqual([said, true, true])
            }
          }
        }),
        { numRuns: 30 },
      )
    },
  )

  test.each(FAMILY_CASES)('%s: between its answers an account changes sides nowhere', (_, cases) => {
    const share = fc.integer({ min: 1, max: 4000 })
    fc.assert(
      fc.property(cases, fc.array(share, { minLength: 4, maxLength: 8 }), (of, shares) => {
        for (const { scope, factor, roots, at } of rootsOf(of, target)) {
          const today = of.prices.get(factor) ?? 0n
          const noise = 4n * BigInt(scope.legs.length) * WAD * 2n
          for (const each of shares) {
            const price = (today * BigInt(each)) / 1000n
            if (price <= 0n) continue
            const height = at(price)
            if (height < noise && height > -noise) continue // so near that the rounding decides
            // An answer itself is on its safe side: above what is under below it, below what is under above it.
            const isPassed = (root: Root): boolean =>
              root.under === 'below' ? root.price <= price : root.price < price
            const below = roots.filter(isPassed).at(-1)
            const above = roots.find((root) => !isPassed(root))
            const isSafe =
              below !== undefined ? below.under === 'below' : above === undefined ? null : above.under === 'above'
            if (isSafe !== null) expect([formatDecimal(price), height > 0n]).toEqual([formatDecimal(price), isSafe])
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('anchored', () => {
  const solved = (document: Json, factor: string): readonly string[] => {
    const { account, book, prices } = parseDocument(document)
    const [scope] = familyOf(book).assess(account, book, { prices, atMs: null }).scopes
    if (scope === undefined) throw new Error('there is a scope')
    return familyOf(book)
      .solve(scope, book, { factor, target: { level: ONE_RATIO } })
      .map(({ price, under }) => `${under} ${formatDecimal(price)}`)
  }

  test('of a thousandth of a coin the exact root is under the line by the rounding, and the answer is not', () => {
    const long = {
      venue: 'binance-usdm',
      balances: { USDT: '-0.00005' },
      positions: [{ market: 'BTCUSDT', quantity: '0.001', entryPrice: '0.05' }],
      prices: { BTCUSDT: '0.2' },
    }
    // The exact root is 0.1 ÷ 0.996 = 0.10040160642570281124…; from …812 the equity falls short by one unit up to …999.
    expect(solved(long, 'BTCUSDT')).toEqual(['below 0.100401606425703'])
  })

  test("where a requirement jumps over the line, the answer is the jump's safe side", () => {
    // At 16.666666666666666667 a short share requires 30 %, a little more than the 5.00 below it.
    const short = {
      venue: 'finra-reg-t',
      balances: { USD: '21666666666666666667', XYZ: '-1000000000000000000' },
      prices: { XYZ: '10' },
    }
    expect(solved(short, 'XYZ')).toEqual(['above 16.666666666666666666'])
  })

  test('a hedge has a line below and a line above', () => {
    const hedge = {
      venue: 'binance-usdm',
      balances: { USDT: '1200000' },
      positions: [
        { market: 'BTCUSDT', quantity: '10000', entryPrice: '1000', leg: 'long' },
        { market: 'BTCUSDT', quantity: '-5000', entryPrice: '1000', leg: 'short' },
      ],
      prices: { BTCUSDT: '1000' },
    }
    expect(solved(hedge, 'BTCUSDT').map((root) => root.split(' ')[0])).toEqual(['below', 'above'])
  })
})

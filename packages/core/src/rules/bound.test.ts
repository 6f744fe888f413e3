import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excessMargin, type FactorId } from '../model/index.js'
import type { Price } from '../number/index.js'
import { type Case, FAMILY_CASES, quotes } from '../testing/accounts.js'
import { type Box, familyOf } from './index.js'

/** The exact excess of the worst scope that can go under. */
function exactExcess(of: Case, prices: ReadonlyMap<FactorId, Price>): bigint {
  const { scopes } = familyOf(of.book).assess(of.account, of.book, { prices: quotes(prices), atMs: null })
  const excesses = scopes.flatMap((scope) => (scope.risk === null ? [] : [excessMargin(scope.risk)]))
  return excesses.sort((a, b) => (a < b ? -1 : 1))[0] ?? 10n ** 60n
}

function boundOf(of: Case, box: Box): bigint {
  const bound = familyOf(of.book).lowerBound(of.account, of.book, box)
  if (bound === null) throw new Error('the box has every factor')
  return bound
}

const legCount = (of: Case): bigint =>
  BigInt(
    [...of.account.scopes.values()].reduce((sum, scope) => sum + scope.holdings.length + scope.positions.length, 0),
  )

const share = fc.integer({ min: 1, max: 3000 })
const span = fc.record({ low: share, width: fc.integer({ min: 0, max: 3000 }) })
const inside = fc.array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 })), {
  minLength: 6,
  maxLength: 12,
})

const scaled = (price: bigint, perMille: number): Price => ((price * BigInt(perMille)) / 1000n || 1n) as Price
const between = ({ low, high }: { low: bigint; high: bigint }, perMille: number): Price =>
  (low + ((high - low) * BigInt(perMille)) / 1000n) as Price

/** Prices inside a range at which a tier or a share's band of the account starts, and the units beside them. */
function edgesOf(of: Case, factor: FactorId, { low, high }: { low: bigint; high: bigint }): readonly Price[] {
  const found: bigint[] = []
  for (const scope of of.account.scopes.keys()) {
    for (const leg of familyOf(of.book).legsOf(of.account, of.book, scope)) {
      const { maintenance } = leg
      if (leg.factor !== factor || leg.quantity === 0n) continue
      if (maintenance.by !== 'notional' && maintenance.by !== 'price') continue
      const size = leg.quantity < 0n ? -leg.quantity : leg.quantity
      for (const { from } of maintenance.bands) {
        const edge = maintenance.by === 'price' ? from : (from * 10n ** 18n) / size
        found.push(edge - 1n, edge, edge + 1n)
      }
    }
  }
  return found.filter((price) => price >= low && price <= high) as Price[]
}

describe('the bound of a box', () => {
  test.each(FAMILY_CASES)(
    '%s: is above the exact excess nowhere in it, ends, inside and beside tier edges',
    (_, cases) => {
      let boxes = 0
      fc.assert(
        fc.property(cases, span, span, inside, (of, a, b, points) => {
          const factors = familyOf(of.book).factors(of.account, of.book)
          const ranges = new Map(
            factors.map((factor, index) => {
              const { low, width } = index % 2 === 0 ? a : b
              const price = of.prices.get(factor) ?? 0n
              return [factor, { low: scaled(price, low), high: scaled(price, low + width) }] as const
            }),
          )
          const bound = boundOf(of, ranges)
          const visit = (prices: ReadonlyMap<FactorId, Price>): void => {
            const excess = exactExcess(of, prices)
            expect([...prices, bound <= excess || excess]).toEqual([...prices, true])
          }
          for (const [first, second] of [[0, 0], [0, 1000], [1000, 0], [1000, 1000], ...points] as const) {
            visit(
              new Map(
                [...ranges].map(([factor, range], index) => [factor, between(range, index % 2 ? second : first)]),
              ),
            )
          }
          for (const [factor, range] of ranges) {
            for (const edge of edgesOf(of, factor, range)) {
              const rest = new Map([...ranges].map(([each, { low }]) => [each, low]))
              visit(rest.set(factor, edge))
            }
          }
          boxes += 1
        }),
        { numRuns: 40 },
      )
      expect(boxes).toBeGreaterThan(0)
    },
  )

  test.each(FAMILY_CASES)('%s: of a single point is within four units a leg of the exact excess', (_, cases) => {
    fc.assert(
      fc.property(cases, (of) => {
        const factors = familyOf(of.book).factors(of.account, of.book)
        const point = new Map(factors.map((factor) => [factor, of.prices.get(factor) as Price]))
        const bound = boundOf(of, new Map([...point].map(([factor, price]) => [factor, { low: price, high: price }])))
        const requires = familyOf(of.book)
          .assess(of.account, of.book, { prices: quotes(of.prices), atMs: null })
          .scopes.some(({ risk }) => risk !== null && risk.maintenance.requirement > 0n)
        if (!requires) return
        const risky = exactExcess(of, of.prices)
        expect(bound <= risky || risky).toBe(true)
        // A scope that can never go under has no say in the bound, so that only the smallest is compared.
        expect(risky - bound <= 4n * legCount(of) || { risky, bound }).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test.each(FAMILY_CASES)('%s: of a box inside another is not below the other', (_, cases) => {
    fc.assert(
      fc.property(cases, span, fc.integer({ min: 0, max: 1000 }), (of, { low, width }, at) => {
        const factors = familyOf(of.book).factors(of.account, of.book)
        const wide = new Map(
          factors.map((factor) => {
            const price = of.prices.get(factor) ?? 0n
            return [factor, { low: scaled(price, low), high: scaled(price, low + width) }] as const
          }),
        )
        const narrow = new Map([...wide].map(([factor, range]) => [factor, { ...range, low: between(range, at) }]))
        const slack = 2n * legCount(of) // each box allows for its own rounding
        expect(boundOf(of, narrow) + slack >= boundOf(of, wide)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  test.each(FAMILY_CASES)('%s: without a price of one factor there is none', (_, cases) => {
    fc.assert(
      fc.property(cases, (of) => {
        const factors = familyOf(of.book).factors(of.account, of.book)
        if (factors.length === 0) return
        expect(familyOf(of.book).lowerBound(of.account, of.book, new Map())).toBeNull()
      }),
      { numRuns: 10 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Account, DerivativesRulebook } from '../../model/index.js'
import { excessMargin } from '../../model/index.js'
import { ONE_RATIO, type Price, type Value, value, WAD } from '../../number/index.js'
import {
  accountOf,
  positionOf,
  pricesOf,
  VENUE_MARKETS,
  type VenueMarket,
} from '../../venues/testing/venue-accounts.js'
import { familyOf } from '../index.js'

const RUNS = { numRuns: 60 }

/** Sizes, prices and cash that every sourced table holds: up to 5 units from 20 to 400, half or twice as much when the price has moved. */
const situations = fc.record({
  quantity: fc.bigInt({ min: 10n ** 15n, max: 5n * WAD }).map((size) => size - (size % 10n ** 15n)),
  isShort: fc.boolean(),
  entry: fc.bigInt({ min: 20n * WAD, max: 400n * WAD }),
  /** Of the entry, in percent. */
  move: fc.bigInt({ min: 70n, max: 140n }),
  /** Of the entry notional, in thousandths. */
  margin: fc.bigInt({ min: 5n, max: 1500n }),
})

type Situation = typeof situations extends fc.Arbitrary<infer T> ? T : never

interface Case {
  readonly account: Account
  readonly price: bigint
}

/** Inverse quantities are whole contracts; cash is a share of what the position is worth in its own settlement asset. */
function caseOf({ book, rule }: VenueMarket, s: Situation): Case {
  const isInverse = rule.market.kind === 'inverse'
  const size = isInverse ? (s.quantity / 10n ** 15n) * WAD : s.quantity
  const multiplier = rule.market.multiplier ?? WAD
  const face = (size * multiplier) / WAD
  const notional = isInverse ? (face * WAD) / s.entry : (face * s.entry) / WAD
  // Whole contracts of an inverse table may be many: the sourced limits are in coin, so the price is what keeps them small.
  const entry = isInverse ? s.entry * 1_000_000n : s.entry
  const cash = isInverse ? (notional * s.margin) / 1000n / 1_000_000n : (notional * s.margin) / 1000n
  const position = positionOf(rule, s.isShort ? -size : size, entry)
  return { account: accountOf(book, cash, [position]), price: (entry * s.move) / 100n }
}

function assess(account: Account, book: DerivativesRulebook, price: bigint, market: string) {
  return familyOf(book).assess(account, book, { prices: pricesOf({ [market]: price }), atMs: null })
}

function excessAt(account: Account, { book, rule }: VenueMarket, price: bigint): bigint {
  const { risk } = assess(account, book, price, rule.market.id)
  if (risk === null) throw new Error(`${book.id} did not assess`)
  return excessMargin(risk)
}

describe.each(VENUE_MARKETS.map((venue) => ({ id: venue.book.id, venue })))('$id', ({ venue }) => {
  const { book, rule } = venue
  const market = rule.market.id

  test('at every answered price the account stands on its line, and just beyond it on the wrong side', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { account, price } = caseOf(venue, situation)
        const [scope] = assess(account, book, price, market).scopes
        if (scope === undefined) throw new Error('a scope is missing')
        for (const root of familyOf(book).solve(scope, book, { factor: market, target: { level: ONE_RATIO } })) {
          const beyond = root.under === 'below' ? -1n : 1n
          const at = excessAt(account, venue, root.price)
          const wrong = excessAt(account, venue, root.price + beyond)
          // Verified by the rule itself: safe at the answer, not safe one unit beyond it.
          expect(at >= 0n).toBe(true)
          expect(wrong < 0n).toBe(true)
          // Far enough that the rule's roundings are not all there is: of a thousandth of a coin, a thousand units of price are one of money
          // (of an inverse contract, price² ÷ face).
          const size = situation.quantity
          const far = root.price / 1_000_000n + 8n * (1n + WAD / size + (root.price * root.price) / (size * WAD))
          if (root.price <= far) continue
          expect(excessAt(account, venue, root.price + beyond * far) < 0n).toBe(true)
          expect(excessAt(account, venue, root.price - beyond * far) > 0n).toBe(true)
        }
      }),
      RUNS,
    )
  })

  test('an account that goes from safe to under between two prices has an answer between them', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { account, price } = caseOf(venue, situation)
        const [scope] = assess(account, book, price, market).scopes
        if (scope === undefined) throw new Error('a scope is missing')
        const far = situation.isShort ? price * 50n : price / 50n
        const here = excessAt(account, venue, price)
        const there = excessAt(account, venue, far)
        if (here <= 2n || there >= -2n) return
        const roots = familyOf(book).solve(scope, book, { factor: market, target: { level: ONE_RATIO } })
        const [low, high] = price < far ? [price, far] : [far, price]
        expect(roots.some((root) => root.price >= low && root.price <= high)).toBe(true)
      }),
      RUNS,
    )
  })

  test('the bound is never above the excess at any point of its box', () => {
    fc.assert(
      fc.property(
        situations,
        fc.bigInt({ min: 500n, max: 1000n }),
        fc.bigInt({ min: 1000n, max: 2000n }),
        fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 3, maxLength: 6 }),
        (situation, down, up, points) => {
          const { account, price } = caseOf(venue, situation)
          const low = ((price * down) / 1000n) as Price
          const high = ((price * up) / 1000n) as Price
          const bound = familyOf(book).lowerBound(account, book, new Map([[market, { low, high }]]))
          if (bound === null) throw new Error('no bound')
          for (const point of points) {
            const inside = low + ((high - low) * point) / 1000n
            expect(bound <= excessAt(account, venue, inside)).toBe(true)
          }
        },
      ),
      RUNS,
    )
  })

  test('both legs of hedge mode require in full, and their profits add up', () => {
    fc.assert(
      fc.property(situations, situations, (a, b) => {
        const first = caseOf(venue, { ...a, isShort: false })
        const second = caseOf(venue, { ...b, isShort: true })
        const long = only(first.account)
        const short = only(second.account)
        const legs = [
          { ...long, leg: 'long' as const },
          { ...short, leg: 'short' as const },
        ]
        const cash = value('0.5') as bigint
        const hedged = assess(accountOf(book, cash, legs), book, first.price, market).risk
        const alone = [long, short].map(
          (position) => assess(accountOf(book, 0n, [position]), book, first.price, market).risk,
        )
        if (hedged === null || alone[0] == null || alone[1] == null) throw new Error('not assessed')
        expect(hedged.maintenance.requirement).toBe(alone[0].maintenance.requirement + alone[1].maintenance.requirement)
        expect(hedged.equity).toBe(cash + alone[0].equity + alone[1].equity)
      }),
      RUNS,
    )
  })

  test('an absurd size is answered or unknown, never a wrong number', () => {
    const huge = positionOf(rule, 10n ** 30n * WAD, 400n * WAD)
    const { status, risk } = assess(accountOf(book, WAD, [huge]), book, 400n * WAD, market)
    expect(rule.knownUpTo === undefined ? risk !== null : status === 'unknown').toBe(true)
  })

  test('two hundred positions are the sum of them', () => {
    const one = positionOf(rule, WAD, 400n * WAD)
    const many = Array.from({ length: 200 }, (_, index) => ({ ...one, id: `${one.id}${index}` }))
    const single = assess(accountOf(book, 0n, [one]), book, 410n * WAD, market).risk
    const all = assess(accountOf(book, 0n, many), book, 410n * WAD, market).risk
    expect(all?.maintenance.requirement).toBe(200n * (single?.maintenance.requirement ?? 0n))
    expect(all?.equity).toBe(200n * (single?.equity ?? 0n))
  })
})

describe('scaling', () => {
  const scaling = VENUE_MARKETS.filter(
    ({ rule }) => rule.shape === undefined || rule.shape.shape === 'flat' || rule.shape.shape === 'steps',
  )
  test.each(scaling.map((venue) => [venue.book.id, venue] as const))(
    '%s: twice the size and the cash is twice everything, inside one band',
    (_, venue) => {
      fc.assert(
        fc.property(situations, (situation) => {
          const small = {
            ...situation,
            quantity: situation.quantity - (situation.quantity % (2n * 10n ** 15n)) + 2n * 10n ** 15n,
          }
          const once = caseOf(venue, { ...small, quantity: small.quantity / 2n })
          const cash = cashOf(once.account)
          const held = only(once.account)
          const twice = accountOf(venue.book, 2n * cash, [
            {
              ...held,
              quantity: (held.quantity * 2n) as typeof held.quantity,
              entryValue: (held.entryValue * 2n) as Value,
            },
          ])
          const a = assess(once.account, venue.book, once.price, venue.rule.market.id).risk
          const b = assess(twice, venue.book, once.price, venue.rule.market.id).risk
          if (a === null || b === null) throw new Error('not assessed')
          const near = (x: bigint, y: bigint): boolean => x - y <= 2n && y - x <= 2n
          expect(near(b.equity, 2n * a.equity)).toBe(true)
          expect(near(b.maintenance.requirement, 2n * a.maintenance.requirement)).toBe(true)
        }),
        RUNS,
      )
    },
  )
})

describe('marginal tables', () => {
  const marginal = VENUE_MARKETS.filter(({ rule }) => rule.tiers.length > 1 && rule.market.kind === 'linear')
  test.each(marginal.map((venue) => [venue.book.id, venue] as const))(
    '%s has no step at any floor',
    (_, { rule, book }) => {
      const mark: DerivativesRulebook = { ...book, basis: 'mark', initialBasis: 'mark' }
      const plain = { ...mark, markets: new Map([[rule.market.id, withoutLimit(rule)]]) }
      for (const { floor } of rule.tiers.slice(1)) {
        const at = (price: bigint): bigint =>
          assess(accountOf(plain, 0n, [positionOf(rule, WAD, floor)]), plain, price, rule.market.id).risk?.maintenance
            .requirement ?? 0n
        expect(at(floor) - at(floor - 1n) <= 1n).toBe(true)
        expect(at(floor + 1n) - at(floor) <= 1n).toBe(true)
      }
    },
  )
})

function only(account: Account) {
  const position = [...account.scopes.values()][0]?.positions[0]
  if (position === undefined) throw new Error('no position')
  return position
}

function cashOf(account: Account): bigint {
  return [...account.scopes.values()][0]?.holdings[0]?.stored ?? 0n
}

function withoutLimit(rule: VenueMarket['rule']): VenueMarket['rule'] {
  const { knownUpTo: _, ...rest } = rule
  return rest
}

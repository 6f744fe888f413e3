import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DerivativesRulebook, MarketRule, Position } from '../../model/index.js'
import { exactly } from '../../number/fraction.js'
import {
  absolute,
  ceilRational,
  floorRational,
  ONE_RATIO,
  type Price,
  type Rational,
  ratio,
  rational,
  type Value,
  value,
  WAD,
} from '../../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from '../../venues/rulebook.js'
import { accountOf, positionOf, pricesOf } from '../../venues/testing/venue-accounts.js'
import { familyOf } from '../index.js'
import {
  inverseEntryLiquidationPrice,
  inverseLiquidationPrice,
  linearEntryLiquidationPrice,
  linearLiquidationPrice,
} from './liquidation-price.js'

/** One rate for every size, so that the closed forms apply as venues print them. */
function bookOf(kind: 'linear' | 'inverse', basis: 'mark' | 'entry', closingFee: string): DerivativesRulebook {
  const rule: MarketRule = {
    market: contract('M', { kind, base: 'B', quote: 'Q', settlement: kind === 'linear' ? 'Q' : 'B' }),
    tiers: [],
    shape: {
      shape: 'flat',
      by: 'notional',
      tiers: [{ from: value('0'), initialRate: ratio('0.02'), maintenanceRate: ratio('0.004') }],
    },
    closingFee: ratio(closingFee),
    liquidationFee: NO_FEE,
  }
  return derivativesRulebook({
    id: 'flat',
    version: 'test',
    validFrom: null,
    source: 'test',
    currency: kind === 'linear' ? 'Q' : 'B',
    currencyDecimals: 18,
    boundary: 'safe',
    targetHealthFactor: ONE_RATIO,
    native: null,
    basis,
    markets: [rule],
  })
}

function solved(
  book: DerivativesRulebook,
  cash: bigint,
  positions: readonly Position[],
  target: 'line' | 'bankruptcy',
) {
  const view = { prices: pricesOf({ M: 100n * WAD }), atMs: null }
  const [scope] = familyOf(book).assess(accountOf(book, cash, positions), book, view).scopes
  if (scope === undefined) throw new Error('a scope is missing')
  return familyOf(book).solve(scope, book, {
    factor: 'M',
    target: target === 'line' ? { level: ONE_RATIO } : 'bankruptcy',
  })
}

/** The closed form at 18 decimals, rounded as the family rounds. */
function rounded(price: Rational | null, under: 'below' | 'above'): Price | null {
  if (price === null) return null
  const units = rational(price.numerator * WAD, price.denominator)
  const at = under === 'below' ? ceilRational(units) : floorRational(units)
  return at > 0n ? (at as Price) : null
}

/**
 * The family verifies its answer by the forward rule, whose rounding is a few units of money: the answer is the closed form or stands on
 * its safe side, by what those units are worth in price (`unit`: the price that one unit of money is).
 */
function expectNear(found: Price | null, form: Price | null, of: { under: 'below' | 'above'; unit: bigint }): void {
  if (found === null || form === null) {
    // An answer that the rounding eats stands within it of 0.
    expect((found ?? form ?? 0n) <= 4n * of.unit).toBe(true)
    return
  }
  const beyond = of.under === 'below' ? found - form : form - found
  expect(beyond >= -1n && beyond <= 4n * of.unit).toBe(true)
}

/** One unit of money in units of price, at least one. */
const unitOf = (size: bigint): bigint => WAD / size + 1n

const wad = (scaled: bigint): Rational => rational(scaled, WAD)
/** Whole numbers of thousandths: every product of them is exact at 18 decimals. */
const thousandths = (min: bigint, max: bigint): fc.Arbitrary<bigint> =>
  fc.bigInt({ min, max }).map((each) => each * 10n ** 15n)
const scopes = fc.record({
  size: thousandths(1n, 10n ** 6n),
  isShort: fc.boolean(),
  entry: thousandths(1000n, 10n ** 6n),
  cash: thousandths(0n, 10n ** 7n),
})

test('a linear position: the family’s price is the closed form, fee inside or not', () => {
  const book = bookOf('linear', 'mark', '0.0006')
  fc.assert(
    fc.property(scopes, ({ size, isShort, entry, cash }) => {
      const quantity = isShort ? -size : size
      const under = isShort ? 'above' : 'below'
      const leg = { quantity: wad(quantity), entryPrice: wad(entry) }
      const own = positionOf([...book.markets.values()][0] as MarketRule, quantity, entry)
      const form = linearLiquidationPrice({
        marginEquity: wad(cash),
        legs: [{ ...leg, rate: exactly('0.004'), closingFee: exactly('0.0006') }],
      })
      const near = { under, unit: unitOf(size) } as const
      expectNear(solved(book, cash, [own], 'line')[0]?.price ?? null, rounded(form, under), near)
      const bankrupt = linearLiquidationPrice({ marginEquity: wad(cash), legs: [{ ...leg, rate: rational(0n) }] })
      expectNear(solved(book, cash, [own], 'bankruptcy')[0]?.price ?? null, rounded(bankrupt, under), near)
    }),
  )
})

test('both legs of hedge mode share the price of the two-leg form', () => {
  const book = bookOf('linear', 'mark', '0')
  fc.assert(
    fc.property(scopes, scopes, (a, b) => {
      if (a.size === b.size) return
      const rule = [...book.markets.values()][0] as MarketRule
      const positions = [positionOf(rule, a.size, a.entry, 'long'), positionOf(rule, -b.size, b.entry, 'short')]
      const form = linearLiquidationPrice({
        marginEquity: wad(a.cash),
        legs: positions.map((each, index) => ({
          quantity: wad(each.quantity),
          entryPrice: wad(index === 0 ? a.entry : b.entry),
          rate: exactly('0.004'),
        })),
      })
      const [root] = solved(book, a.cash, positions, 'line')
      const under = root?.under ?? 'below'
      // What is left of the slope where the legs offset each other: 0.4 % of both, and their difference.
      const net = absolute((b.size - a.size) as Value)
      const rate = ((a.size + b.size) * 4n) / 1000n
      const slope = absolute((net - (b.size > a.size ? -rate : rate)) as Value)
      if (slope === 0n) return
      expectNear(root?.price ?? null, rounded(form, under), { under, unit: 4n * unitOf(slope) })
    }),
  )
})

test('a linear position with maintenance on entry', () => {
  const book = bookOf('linear', 'entry', '0')
  fc.assert(
    fc.property(scopes, ({ size, isShort, entry, cash }) => {
      const quantity = isShort ? -size : size
      const requirement = rational(size * entry * 4n, WAD * WAD * 1000n)
      const form = linearEntryLiquidationPrice({
        quantity: wad(quantity),
        entryPrice: wad(entry),
        collateral: [wad(cash)],
        requirement,
      })
      const own = positionOf([...book.markets.values()][0] as MarketRule, quantity, entry)
      const under = isShort ? 'above' : 'below'
      expectNear(solved(book, cash, [own], 'line')[0]?.price ?? null, rounded(form, under), {
        under,
        unit: unitOf(size),
      })
    }),
  )
})

test('an inverse position: the family’s price is the closed form; a covered short has none', () => {
  const book = bookOf('inverse', 'mark', '0.00075')
  fc.assert(
    fc.property(scopes, fc.bigInt({ min: 0n, max: 2000n }), ({ size, isShort, entry }, share) => {
      const face = (isShort ? -size : size) * 1000n
      const coins = rational(size * 1000n, entry)
      const cash = (coins.numerator * WAD * share) / (coins.denominator * 1000n)
      const own = positionOf([...book.markets.values()][0] as MarketRule, face, entry)
      const form = inverseLiquidationPrice({
        marginEquity: wad(cash),
        legs: [{ quantity: wad(face), entryPrice: wad(entry), rate: exactly('0.004'), closingFee: exactly('0.00075') }],
      })
      const isNever = form === null || form.numerator <= 0n
      const expected = isNever ? null : rounded(form, isShort ? 'above' : 'below')
      // A unit of coin is price² ÷ face in price.
      const at = expected ?? 0n
      const unit = (at * at) / (size * 1000n * WAD) + 1n
      expectNear(solved(book, cash, [own], 'line')[0]?.price ?? null, expected, {
        under: isShort ? 'above' : 'below',
        unit,
      })
      // A short that its coin covers whole can lose no more than it has.
      if (isShort && share >= 1000n) expect(isNever).toBe(true)
    }),
  )
})

test('an inverse position with maintenance on entry', () => {
  const book = bookOf('inverse', 'entry', '0')
  const own = positionOf([...book.markets.values()][0] as MarketRule, 10_000n * WAD, 8000n * WAD)
  // 10,000 ÷ 8,000 = 1.25 coins, of which 0.4 % is 0.005.
  const form = inverseEntryLiquidationPrice({
    quantity: exactly('10000'),
    entryPrice: exactly('8000'),
    marginEquity: exactly('0.5'),
    requirement: exactly('0.005'),
  })
  expect(solved(book, WAD / 2n, [own], 'line')).toEqual([{ price: rounded(form, 'below'), under: 'below' }])
})

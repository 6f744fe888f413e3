import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DerivativesRulebook, MarketRule, Position } from '../../model/index.js'
import { exactly } from '../../number/fraction.js'
import {
  ceilRational,
  floorRational,
  ONE_RATIO,
  type Price,
  type Rational,
  ratio,
  rational,
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
 * The family answers the price at which its own forward rule stands, which rounds each leg up to twice: so it is the closed form, or beyond
 * it on the safe side by no more than those roundings are worth at the slope of the excess (units of 10^−3 of a coin).
 */
function expectAtLine(
  got: Price | null,
  form: Rational | null,
  of: { readonly under: 'below' | 'above'; readonly legs: readonly bigint[]; readonly rateTenthMille: bigint },
): void {
  const exact = rounded(form, of.under)
  if (exact === null || got === null) {
    expect(got).toBe(exact)
    return
  }
  const beyond = of.under === 'below' ? got - exact : exact - got
  const net = of.legs.reduce((sum, leg) => sum + leg, 0n)
  const gross = of.legs.reduce((sum, leg) => sum + (leg < 0n ? -leg : leg), 0n)
  const slope = net * 10_000n - gross * of.rateTenthMille
  const roundings = 2n * BigInt(of.legs.length)
  const steepness = slope < 0n ? -slope : slope
  expect(beyond).toBeGreaterThanOrEqual(0n)
  expect(beyond * steepness).toBeLessThanOrEqual(roundings * WAD * 10_000n + steepness)
}

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
      expectAtLine(solved(book, cash, [own], 'line')[0]?.price ?? null, form, {
        under,
        legs: [quantity],
        rateTenthMille: 46n,
      })
      const bankrupt = linearLiquidationPrice({ marginEquity: wad(cash), legs: [{ ...leg, rate: rational(0n) }] })
      expectAtLine(solved(book, cash, [own], 'bankruptcy')[0]?.price ?? null, bankrupt, {
        under,
        legs: [quantity],
        rateTenthMille: 0n,
      })
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
      const legs = positions.map(({ quantity }) => quantity)
      expectAtLine(root?.price ?? null, form, { under: root?.under ?? 'below', legs, rateTenthMille: 40n })
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
      expectAtLine(solved(book, cash, [own], 'line')[0]?.price ?? null, form, {
        under,
        legs: [quantity],
        rateTenthMille: 0n,
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
      expect(solved(book, cash, [own], 'line')[0]?.price ?? null).toBe(expected)
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

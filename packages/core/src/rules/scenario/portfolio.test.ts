import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, check, parseDocument } from '../../answers/index.js'
import type { Json } from '../../model/index.js'
import { divFloor, ratio } from '../../number/index.js'
import { exponential, logarithm, normalBelow, SCALE, squareRoot } from './fixed-point.js'
import { impliedVolatility, modelPrice } from './option-model.js'

function answer(document: Json): Answer {
  const { account, book, prices, atMs } = parseDocument(document)
  return check({ account, book, view: { prices, atMs }, target: ratio('1'), isExplained: true })
}

const AS_OF = '2026-11-25T15:00:00Z'
const option = (text: string, quantity: string, price: string, expiry = '2026-12-18'): Json => {
  const [underlying = '', right = '', strike = ''] = text.split(' ')
  return { underlying, right, strike, expiry, multiplier: '100', quantity, price }
}

describe('portfolio margin', () => {
  test('of a stock is its worst move of 15 %, to keep and above 150,000 to open', () => {
    const got = answer({ venue: 'finra-portfolio-margin', balances: { USD: '60000', X: '1000' }, prices: { X: '75' } })
    expect([got.equity, got.maintenance?.requirement, got.initial?.requirement]).toEqual(['135000', '11250', '150000'])
    expect(got.why.find(({ name }) => name === 'X portfolio margin')?.formula).toBe(
      'the largest loss over 10 points at -1500 bps',
    )
    expect(got.why.find(({ name }) => name === 'minimum equity')?.mark).toBe('to_check')
  })

  test('of a broad index asks more of a long than of a short', () => {
    const of = (quantity: string): string | undefined =>
      answer({
        venue: 'finra-portfolio-margin',
        balances: { USD: '2000000', SPX: quantity },
        instruments: { SPX: { class: 'broad_index' } },
        prices: { SPX: '1000' },
      }).maintenance?.requirement
    expect([of('1000'), of('-1000')]).toEqual(['80000', '60000'])
  })

  test('two stocks do not offset each other', () => {
    const got = answer({
      venue: 'finra-portfolio-margin',
      balances: { USD: '100000', X: '100', Y: '-100' },
      prices: { X: '100', Y: '100' },
    })
    expect(got.maintenance?.requirement).toBe('3000')
  })

  test('of a stock with a put at the money is what the put does not pay for', () => {
    const got = answer({
      venue: 'finra-portfolio-margin',
      asOf: AS_OF,
      balances: { USD: '100000', X: '100' },
      options: [option('X put 100', '1', '2.5')],
      prices: { X: '100' },
    })
    // Far under the strike the put is worth what the stock has lost, less the 2.50 it costs today: about 250 of 1,500.
    const requirement = Number(got.maintenance?.requirement)
    expect(requirement).toBeGreaterThan(200)
    expect(requirement).toBeLessThan(260)
  })

  test('of bought options is at least 37.50 a contract and at most what they cost', () => {
    const got = (price: string): number =>
      Number(
        answer({
          venue: 'finra-portfolio-margin',
          asOf: AS_OF,
          balances: { USD: '200000' },
          options: [option('X call 200', '10', price)],
          prices: { X: '100' },
        }).maintenance?.requirement,
      )
    expect(got('0.01')).toBe(375)
    expect(got('3')).toBeLessThanOrEqual(3000.01)
  })

  test('needs the time where there are options, and says so', () => {
    const got = answer({
      venue: 'finra-portfolio-margin',
      balances: { USD: '200000' },
      options: [option('X call 200', '10', '1')],
      prices: { X: '100' },
    })
    expect([got.status, got.missing]).toEqual(['unknown', [{ factor: 'asOf', reason: 'missing' }]])
  })

  test('a deficiency is called for three business days', () => {
    const got = answer({
      venue: 'finra-portfolio-margin',
      asOf: AS_OF,
      balances: { USD: '-90000', X: '1000' },
      prices: { X: '100' },
    })
    expect(got.call).toEqual({
      kind: 'portfolio',
      amount: '5000',
      restoreTo: 'maintenance',
      dueAt: '2026-12-01T21:00:00Z',
    })
    expect(got.holdings[1]?.liquidationPriceReason).toBe('already_under')
  })

  test('a class that has no range is refused', () => {
    expect(() =>
      answer({
        venue: 'finra-portfolio-margin',
        balances: { T: '1' },
        instruments: { T: { class: 'municipal' } },
        prices: { T: '1' },
      }),
    ).toThrow(/takes no municipal \(T\): broad_index, narrow_index, stock, leveraged_fund/)
  })
})

describe('the model in whole numbers', () => {
  const near = (got: bigint, expected: number, digits = 12): void =>
    expect(Number(got) / 1e30).toBeCloseTo(expected, digits)

  test('agrees with floats where those are exact enough', () => {
    for (const x of [-20.5, -1, -0.1, 0, 0.3, 1, 5.25]) {
      const wide = BigInt(Math.round(x * 1e6)) * 10n ** 24n
      expect(Number(exponential(wide)) / 1e30 / Math.exp(x)).toBeCloseTo(1, 12)
      if (x > 0) near(logarithm(wide), Math.log(x))
      if (x >= 0) near(squareRoot(wide), Math.sqrt(x))
    }
    near(normalBelow(0n), 0.5)
    near(normalBelow(196n * 10n ** 28n), 0.97500210485178)
    near(normalBelow(-3n * SCALE), 0.00134989803163)
    expect(normalBelow(10n * SCALE)).toBe(SCALE)
    // Far out too: 1 − N(8.9) is 2.8 × 10⁻¹⁹.
    expect(SCALE - normalBelow(89n * 10n ** 29n)).toBeLessThan(3n * 10n ** 11n)
    expect(SCALE - normalBelow(89n * 10n ** 29n)).toBeGreaterThan(2n * 10n ** 11n)
  })

  test('prices a known option: 100 at 100, a year at 20 % is 7.9656', () => {
    const call = { right: 'call', strike: 100n * SCALE, years: SCALE } as const
    near(modelPrice(call, 100n * SCALE, SCALE / 5n), 7.965567455405804, 10)
    near(modelPrice({ ...call, right: 'put' }, 100n * SCALE, SCALE / 5n), 7.965567455405804, 10)
  })

  test('the volatility that a price implies gives that price again', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('call' as const, 'put' as const),
        fc.integer({ min: 60, max: 150 }),
        fc.integer({ min: 5, max: 150 }),
        fc.integer({ min: 5, max: 700 }),
        (right, strike, percent, days) => {
          const option = { right, strike: BigInt(strike) * SCALE, years: divFloor(BigInt(days) * SCALE, 365n) }
          const priced = modelPrice(option, 100n * SCALE, divFloor(BigInt(percent) * SCALE, 100n))
          const again = modelPrice(option, 100n * SCALE, impliedVolatility(option, 100n * SCALE, priced))
          expect(Math.abs(Number(again - priced)) / 1e30).toBeLessThan(1e-12)
        },
      ),
      { numRuns: 25 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answer, check, parseDocument } from '../../answers/index.js'
import type { Json, Status } from '../../model/index.js'
import { formatDecimal, type Price, price, quantity, ratio, type Value, value } from '../../number/index.js'
import { finraRegT } from '../../venues/index.js'
import { familyOf } from '../index.js'
import { longCallPriceCeil } from './call-price.js'
import { deficiencyOf, saleToMeetCeil, securitiesToMeetCeil } from './deficiency.js'
import { shortCallPrices, shortStockMaintenance } from './short-stock.js'

const CENT = 10n ** 16n

function answer(document: Json, target = '1'): Answer {
  const { account, book, prices, atMs } = parseDocument(document)
  return check({ account, book, view: { prices, atMs }, target: ratio(target) })
}

const stock = (cash: string, shares: string, at: bigint): Answer =>
  answer({ venue: 'finra-reg-t', balances: { USD: cash, X: shares }, prices: { X: formatDecimal(at) } })

/** Status alone, without what an answer says beside it: asked thousands of times. */
function statusOf(cash: string, shares: string, at: bigint): Status {
  const { account, book, prices } = parseDocument({
    venue: 'finra-reg-t',
    balances: { USD: cash, X: shares },
    prices: { X: formatDecimal(at) },
  })
  return familyOf(book).assess(account, book, { prices, atMs: null }).status
}

/** Prices of every region of the short floors, in cents: up to 2.50, to 5, to 16.67, above. */
const cents = fc.oneof(
  fc.integer({ min: 1, max: 250 }),
  fc.integer({ min: 250, max: 500 }),
  fc.integer({ min: 500, max: 1667 }),
  fc.integer({ min: 1667, max: 20_000 }),
)

describe('the call price and the forward rule', () => {
  test('of a short agree at −1, 0 and +1 cent across the floors a share', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 900 }), (at, shares) => {
        // A credit that puts the line exactly at this price: shares × (price + what a share keeps there).
        const here = BigInt(at) * CENT
        const keeps = shortStockMaintenance(
          { price: here as Price, shares: quantity(`${shares}`) },
          finraRegT.maintenanceShort,
        )
        const credit = formatDecimal(here * BigInt(shares) + keeps.requirement)
        const statusAt = (shift: bigint): Status => statusOf(credit, `-${shares}`, here + shift)
        expect(statusAt(0n)).toBe('warned')
        expect(statusAt(CENT)).toBe('called')
        if (at > 1) expect(['warned', 'healthy']).toContain(statusAt(-CENT))
        const answered = stock(credit, `-${shares}`, here).holdings[1]?.liquidationPrice ?? ''
        expect(price(answered) - here).toBeLessThanOrEqual(1n)
        expect(price(answered)).toBeGreaterThanOrEqual(here - 1n)
      }),
      { numRuns: 300 },
    )
  })

  test('of a short: the formula by bands gives what the account gives', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 3000 }), (at, shares, above) => {
        const credit = BigInt(shares) * (BigInt(at) * 2n + BigInt(above)) * CENT
        const byBands = shortCallPrices(
          { credit: credit as Value, shares: quantity(`${shares}`) },
          finraRegT.maintenanceShort,
        ).at(-1)
        const got = stock(formatDecimal(credit), `-${shares}`, 1n).holdings[1]
        if (got?.liquidationPriceReason === 'already_under' || byBands === undefined) return
        expect(price(got?.liquidationPrice ?? '0')).toBe(byBands)
      }),
    )
  })

  test('of a long agree at −1, 0 and +1 cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 900 }), (at, shares) => {
        // 3/4 of the value is lent: the line is at this price.
        const debit = BigInt(at) * BigInt(shares) * 3n * 10n ** 16n
        const here = BigInt(at) * 4n * CENT
        expect(longCallPriceCeil(debit as Value, quantity(`${shares}`), ratio('0.25'))).toBe(here)
        const statusAt = (shift: bigint): Status => statusOf(formatDecimal(-debit), `${shares}`, here + shift)
        expect([statusAt(-CENT), statusAt(0n)]).toEqual(['called', 'warned'])
        expect(statusAt(CENT)).not.toBe('called')
      }),
    )
  })
})

describe('the amount that cures', () => {
  const called = fc.record({
    side: fc.constantFrom('long' as const, 'short' as const),
    at: fc.integer({ min: 1, max: 20_000 }),
    shares: fc.integer({ min: 1, max: 900 }),
    missing: fc.integer({ min: 1, max: 100_000 }),
  })

  test('does cure, and a cent less does not: cash, and shares sold or bought back', () => {
    fc.assert(
      fc.property(called, ({ side, at, shares, missing }) => {
        const here = BigInt(at) * CENT
        const size = side === 'long' ? shares : -shares
        const worth = here * BigInt(size)
        const requirement = price(stock('0', `${size}`, here).maintenance?.requirement ?? '0')
        const cash = requirement - worth - BigInt(missing) * CENT
        const before = stock(formatDecimal(cash), `${size}`, here)
        if (before.status === 'bankrupt') return
        expect(before.status).toBe('called')
        expect(before.call?.amount).toBe(formatDecimal(BigInt(missing) * CENT))
        const statusWith = (paid: bigint): Status => statusOf(formatDecimal(cash + paid), `${size}`, here)
        expect(statusWith(BigInt(missing) * CENT)).toBe('warned')
        expect(statusWith(BigInt(missing) * CENT - CENT)).toBe('called')
        const deposit = before.cures.find(({ kind }) => kind === 'deposit')
        expect(deposit?.amount).toBe(formatDecimal(BigInt(missing) * CENT))
        const sale = before.cures.find(({ kind }) => kind !== 'deposit')
        if (sale === undefined) return
        const traded = (amount: bigint): Status => {
          const sign = side === 'long' ? 1n : -1n
          const left = formatDecimal((BigInt(size) - sign * amount) * 10n ** 18n)
          return statusOf(formatDecimal(cash + sign * amount * here), left, here)
        }
        const amount = quantity(sale.amount) / 10n ** 18n
        expect(traded(amount)).not.toBe('called')
        expect(traded(amount - 1n)).toBe('called')
      }),
      { numRuns: 200 },
    )
  })

  test('by formula: a sale and paid-up securities of that value meet the call, a cent less does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 10_000_000 }),
        fc.integer({ min: 0, max: 99 }),
        fc.integer({ min: 5, max: 95 }),
        (worth, share, percent) => {
          const maintenance = ratio(`0.${`${percent}`.padStart(2, '0')}`)
          const marketValue = (BigInt(worth) * CENT) as Value
          const equity = ((BigInt(worth) * CENT * BigInt(share)) / 100n) as Value
          const { amount, isCall } = deficiencyOf({ equity, marketValue, maintenance })
          if (!isCall) return
          const isCalled = (after: { equity: bigint; marketValue: bigint }): boolean =>
            deficiencyOf({ equity: after.equity as Value, marketValue: after.marketValue as Value, maintenance }).isCall
          const sale = saleToMeetCeil(amount, maintenance) ?? 0n
          expect(isCalled({ equity, marketValue: marketValue - sale })).toBe(false)
          expect(isCalled({ equity, marketValue: marketValue - sale + CENT })).toBe(true)
          const securities = securitiesToMeetCeil(amount, maintenance) ?? 0n
          expect(isCalled({ equity: equity + securities, marketValue: marketValue + securities })).toBe(false)
          expect(isCalled({ equity: equity + securities - CENT, marketValue: marketValue + securities - CENT })).toBe(
            true,
          )
        },
      ),
    )
  })

  test('there is none where nothing is missing', () => {
    expect(deficiencyOf({ equity: value('2500'), marketValue: value('10000'), maintenance: ratio('0.25') })).toEqual({
      requirement: value('2500'),
      amount: value('0'),
      isCall: false,
    })
    expect(saleToMeetCeil(value('1'), ratio('0'))).toBeNull()
    expect(securitiesToMeetCeil(value('1'), ratio('1'))).toBeNull()
  })
})

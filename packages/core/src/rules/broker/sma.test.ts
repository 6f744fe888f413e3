import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ratio, type Value, value } from '../../number/index.js'
import { freezeEnds, isFreeRiding, unmetCallLiquidation } from './cash-account.js'
import { isPatternDayTrader, minorDeficit } from './day-trading.js'
import { intradayDeficit } from './intraday.js'
import { applyFlow, fedCallOf, type Memorandum, markMemorandum, regTStanding, usableSma, withdrawable } from './sma.js'

const HALF = ratio('0.5')
const account = (marketValue: string, debit: string, sma: string): Memorandum => ({
  marketValue: value(marketValue),
  debit: value(debit),
  sma: value(sma),
})

describe('the special memorandum account', () => {
  test('is a high-water line: a rise lifts it, a fall leaves it, and restriction does not take it', () => {
    const risen = markMemorandum(account('20000', '10000', '0'), value('24000'), HALF)
    expect(risen.sma).toBe(value('2000'))
    const fallen = markMemorandum(risen, value('18000'), HALF)
    expect(fallen.sma).toBe(value('2000'))
    expect(regTStanding(fallen, HALF).restrictedBy).toBe(value('1000'))
    expect(usableSma(fallen, { regT: HALF, maintenance: ratio('0.25') })).toEqual({
      usable: value('2000'),
      purchase: value('4000'),
    })
  })

  test('is not usable where the account would come under maintenance', () => {
    // 12,000 + 4,000 bought keep 4,000: equity 4,000 is just enough.
    const at = (debit: string) =>
      usableSma(account('12000', debit, '2000'), { regT: HALF, maintenance: ratio('0.25') }).usable
    expect([at('7999.99'), at('8000'), at('8000.01')]).toEqual([value('2000'), value('2000'), value('0')])
  })

  test('what a purchase takes beyond it is a Fed call', () => {
    const bought = applyFlow(account('10000', '5000', '1000'), { type: 'purchase', amount: value('20000') }, HALF)
    expect([bought.sma, fedCallOf(bought)]).toEqual([value('-9000'), value('9000')])
    const paid = applyFlow(bought, { type: 'deposit', amount: value('9000') }, HALF)
    expect([paid.sma, fedCallOf(paid)]).toEqual([value('0'), value('0')])
  })

  test('a fall of the price never lowers it, whatever the order of prices', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 12 }), (values) => {
        let now = account('20000', '10000', '0')
        for (const each of values) {
          const next = markMemorandum(now, value(`${each}`), HALF)
          expect(next.sma >= now.sma).toBe(true)
          now = next
        }
      }),
    )
  })

  test('nothing that is withdrawn leaves the account under maintenance or the SMA below 0', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.integer({ min: 0, max: 30_000 }),
        fc.integer({ min: 0, max: 9000 }),
        (mv, debit, sma) => {
          const before = account(`${mv}`, `${debit}`, `${sma}`)
          const amount = withdrawable(before, ratio('0.25'))
          if (amount === 0n) return
          const after = applyFlow(before, { type: 'withdrawal', amount }, HALF)
          expect(after.sma >= 0n).toBe(true)
          expect((after.marketValue - after.debit) * 4n >= after.marketValue).toBe(true)
        },
      ),
    )
  })

  test('every flow keeps equity to what it brings: money counts, trades do not change it', () => {
    const start = account('20000', '8000', '2000')
    const equity = (of: Memorandum): bigint => of.marketValue - of.debit
    const change = (type: Parameters<typeof applyFlow>[1]['type']): bigint =>
      equity(applyFlow(start, { type, amount: value('100') }, HALF)) - equity(start)
    const hundred = value('100') as bigint
    expect((['deposit', 'dividend', 'securities', 'withdrawal', 'purchase', 'sale'] as const).map(change)).toEqual([
      hundred,
      hundred,
      hundred,
      -hundred,
      0n,
      0n,
    ])
  })
})

describe('within the day', () => {
  test('only what lowers the margin left makes a deficit, and the highest counts', () => {
    const point = (isReducing: boolean, equity: string, requirement: string) => ({
      isReducing,
      equity: value(equity),
      requirement: value(requirement),
    })
    const day = [
      point(true, '4000', '5000'),
      point(false, '3000', '9000'),
      point(true, '4000', '4500'),
      point(false, '4000', '0'),
    ]
    expect(intradayDeficit(day)).toEqual({ deficit: value('1000'), iml: value('4000') })
    expect(intradayDeficit([])).toEqual({ deficit: value('0'), iml: value('0') })
  })

  test.each([
    { equity: '10000', deficit: '499.99', isMinor: true },
    { equity: '10000', deficit: '500', isMinor: true },
    { equity: '10000', deficit: '500.01', isMinor: false },
    { equity: '30000', deficit: '1000', isMinor: true },
    { equity: '30000', deficit: '1000.01', isMinor: false },
  ])('a deficit of $deficit on equity of $equity is minor: $isMinor', ({ equity, deficit, isMinor }) => {
    const rule = { share: ratio('0.05'), amount: value('1000') }
    expect(minorDeficit({ equity: value(equity), deficit: value(deficit) }, rule).isMinor).toBe(isMinor)
  })

  test.each([
    { dayTrades: 3, trades: 10, is: false },
    { dayTrades: 4, trades: 66, is: true },
    { dayTrades: 4, trades: 67, is: false },
    { dayTrades: 6, trades: 100, is: false },
    { dayTrades: 7, trades: 100, is: true },
  ])('$dayTrades day trades of $trades make a pattern day trader: $is', ({ dayTrades, trades, is }) => {
    expect(isPatternDayTrader({ dayTrades, trades }, { dayTradesMin: 4, shareOfTrades: ratio('0.06') })).toBe(is)
  })
})

describe('cash accounts and unmet calls', () => {
  test.each([
    { paid: '999.99', sold: true, is: true },
    { paid: '1000', sold: true, is: false },
    { paid: '0', sold: false, is: false },
  ])('1,000 bought, $paid of settled money paid, sold before ($sold): free-riding $is', ({ paid, sold, is }) => {
    expect(isFreeRiding({ cost: value('1000'), settledPaid: value(paid), isSoldBeforePaid: sold })).toBe(is)
  })

  test('a freeze of 90 days from 25 November ends on 23 February', () => {
    expect(freezeEnds('2026-11-25', 90)).toBe('2027-02-23')
  })

  test('a call that is not met is sold out by the lesser of the two amounts; 1,000 may be left', () => {
    const sold = (deficiency: string): Value =>
      unmetCallLiquidation({
        toMeetCall: value('9000'),
        toRemoveDeficiency: value('4000'),
        deficiency: value(deficiency),
        ignorable: value('1000'),
      })
    expect([sold('1000'), sold('1000.01')]).toEqual([value('0'), value('4000')])
  })
})

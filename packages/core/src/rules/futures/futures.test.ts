import { describe, expect, test } from 'vitest'
import { type Answer, check, parseDocument } from '../../answers/index.js'
import type { Json } from '../../model/index.js'
import { price, quantity, ratio, value } from '../../number/index.js'
import { futuresCallPrice, settleDaily } from './settlement.js'

function answer(document: Json): Answer {
  const { account, book, prices, atMs } = parseDocument(document)
  return check({ account, book, view: { prices, atMs }, target: ratio('1') })
}

const crude = (cash: string, now: string): Json => ({
  venue: 'cme-futures',
  asOf: '2026-11-25T15:00:00Z',
  balances: { USD: cash },
  instruments: { CL: { size: '1000', initial: '12000', maintenance: '8000' } },
  positions: [{ market: 'CL', quantity: '2000', entryPrice: '60' }],
  prices: { CL: now },
})

describe('a futures account', () => {
  test('keeps money per contract, whatever the price', () => {
    const requirements = ['60', '120'].map((now) => answer(crude('24000', now)))
    expect(requirements.map(({ initial, maintenance }) => [initial?.requirement, maintenance?.requirement])).toEqual([
      ['24000', '16000'],
      ['24000', '16000'],
    ])
  })

  test.each([
    { now: '56.000000000000000001', status: 'warned', call: null },
    { now: '56', status: 'warned', call: null },
    { now: '55.99', status: 'called', call: '8020' },
  ])('at $now it is $status, and a call restores initial', ({ now, status, call }) => {
    const got = answer(crude('24000', now))
    expect(got.status).toBe(status)
    expect(got.call === null ? null : [got.call.kind, got.call.amount, got.call.restoreTo, got.call.dueAt]).toEqual(
      call === null ? null : ['futures', call, 'initial', '2026-11-27T18:00:00Z'],
    )
  })

  test('is called at the price that the formula for one position says', () => {
    const call = futuresCallPrice(
      {
        side: 'long',
        contracts: quantity('2'),
        size: quantity('1000'),
        initial: value('12000'),
        maintenance: value('8000'),
      },
      price('60'),
    )
    expect(call?.price).toBe(price('56'))
    expect(answer(crude('24000', '60')).positions[0]?.liquidationPrice).toBe('56')
  })

  test('a contract that nobody described is refused, and says where it goes', () => {
    expect(() =>
      answer({
        venue: 'cme-futures',
        balances: { USD: '1' },
        positions: [{ market: 'CL', quantity: '1', entryPrice: '1' }],
      }),
    ).toThrow(/no contract CL: give it under "instruments"/)
  })

  test('a balance at maintenance exactly is not called, one cent under is called to initial', () => {
    const position = {
      side: 'long',
      contracts: quantity('1'),
      size: quantity('1'),
      initial: value('5'),
      maintenance: value('2'),
    } as const
    const settled = settleDaily(position, { start: price('100'), settlements: [price('97'), price('96.99')] })
    expect(settled.days.map(({ balance, call }) => [balance, call])).toEqual([
      [value('2'), value('0')],
      [value('1.99'), value('3.01')],
    ])
    expect([settled.totalGain, settled.finalBalance]).toEqual([value('-3.01'), value('5')])
  })
})

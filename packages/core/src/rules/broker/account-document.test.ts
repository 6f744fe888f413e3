import { describe, expect, test } from 'vitest'
import type { Answer } from '../../answers/index.js'
import { check, parseDocument } from '../../answers/index.js'
import type { Json } from '../../model/index.js'
import { ratio } from '../../number/index.js'

function answer(document: Json, target = '1'): Answer {
  const { account, book, prices, atMs, asOf } = parseDocument(document)
  return check({ account, book, view: { prices, atMs }, asOf, target: ratio(target), isExplained: true })
}

const option = (text: string, quantity: string, price: string, expiry = '2026-12-18'): Json => {
  const [underlying = '', right = '', strike = ''] = text.split(' ')
  return { underlying, right, strike, expiry, multiplier: '100', quantity, price }
}

describe('securities by class', () => {
  const held = (instrument: Json | undefined, quantity: string, price: string): Json => ({
    venue: 'finra-reg-t',
    balances: { USD: '100000', X: quantity },
    ...(instrument !== undefined && { instruments: { X: instrument } }),
    prices: { X: price },
  })
  test.each([
    { name: 'stock', instrument: undefined, quantity: '100', price: '100', requirement: '2500' },
    {
      name: 'a stock under a house rate',
      instrument: { class: 'house_stock', initial: '0.6', maintenance: '0.4' },
      quantity: '100',
      price: '100',
      requirement: '4000',
    },
    {
      name: 'a short under a house rate keeps the floor a share',
      instrument: { class: 'house_stock', initial: '0.6', maintenance: '0.4' },
      quantity: '-100',
      price: '12',
      requirement: '500',
    },
    {
      name: 'a short under a house rate, above the floor',
      instrument: { class: 'house_stock', initial: '0.6', maintenance: '0.4' },
      quantity: '-100',
      price: '13',
      requirement: '520',
    },
    {
      name: 'what may not be margined',
      instrument: { class: 'non_marginable' },
      quantity: '100',
      price: '100',
      requirement: '10000',
    },
    {
      name: 'a fund of three times',
      instrument: { class: 'leveraged_fund', factor: '3' },
      quantity: '100',
      price: '100',
      requirement: '7500',
    },
    {
      name: 'an inverse fund of three times',
      instrument: { class: 'leveraged_fund', factor: '-3' },
      quantity: '100',
      price: '100',
      requirement: '7500',
    },
    {
      name: 'a fund of five times keeps all of its value',
      instrument: { class: 'leveraged_fund', factor: '5' },
      quantity: '100',
      price: '100',
      requirement: '10000',
    },
    {
      name: 'a short fund of three times',
      instrument: { class: 'leveraged_fund', factor: '3' },
      quantity: '-100',
      price: '100',
      requirement: '9000',
    },
    {
      name: 'a short fund of three times at a low price',
      instrument: { class: 'leveraged_fund', factor: '3' },
      quantity: '-100',
      price: '3',
      requirement: '300',
    },
    {
      name: 'a Treasury of half a year',
      instrument: { class: 'treasury', years: '0.5' },
      quantity: '100',
      price: '100',
      requirement: '100',
    },
    {
      name: 'a Treasury of one year',
      instrument: { class: 'treasury', years: '1' },
      quantity: '100',
      price: '100',
      requirement: '200',
    },
    {
      name: 'a Treasury of 25 years',
      instrument: { class: 'treasury', years: '25' },
      quantity: '100',
      price: '100',
      requirement: '600',
    },
    {
      name: 'a zero-coupon Treasury keeps of its principal',
      instrument: { class: 'zero_coupon_treasury', years: '10', principal: '100' },
      quantity: '100',
      price: '60',
      requirement: '300',
    },
    {
      name: 'a zero-coupon Treasury of two years is a Treasury',
      instrument: { class: 'zero_coupon_treasury', years: '2', principal: '100' },
      quantity: '100',
      price: '90',
      requirement: '180',
    },
    { name: 'a municipal bond', instrument: { class: 'municipal' }, quantity: '100', price: '100', requirement: '700' },
    {
      name: 'a bond of investment grade',
      instrument: { class: 'investment_grade' },
      quantity: '1',
      price: '980',
      requirement: '98',
    },
    {
      name: 'another bond, by its value',
      instrument: { class: 'other_debt', principal: '1000' },
      quantity: '1',
      price: '900',
      requirement: '180',
    },
    {
      name: 'another bond, by its principal',
      instrument: { class: 'other_debt', principal: '1000' },
      quantity: '1',
      price: '300',
      requirement: '70',
    },
  ])('$name keeps $requirement', ({ instrument, quantity, price, requirement }) => {
    expect(answer(held(instrument, quantity, price)).maintenance?.requirement).toBe(requirement)
  })

  test('an unknown class is refused with the classes that there are', () => {
    expect(() => answer(held({ class: 'levered_fund' }, '1', '1'))).toThrow(
      /must be one of stock, house_stock, non_marginable, leveraged_fund, treasury.*Did you mean "leveraged_fund"/,
    )
  })

  test('a price of 0 is a price', () => {
    expect(answer(held(undefined, '100', '0'))).toMatchObject({ status: 'healthy', equity: '100000' })
  })

  test('a rate that was not re-read in the rule says so in the reasoning', () => {
    const { why } = answer(held({ class: 'treasury', years: '25' }, '100', '100'))
    expect(why.find(({ name }) => name === 'X debt.treasury')).toMatchObject({ value: '600', mark: 'to_check' })
    expect(answer(held({ class: 'municipal' }, '100', '100')).why.some(({ mark }) => mark !== undefined)).toBe(false)
  })
})

describe('minimum equity', () => {
  test.each([
    { name: 'a short needs all of it', balances: { USD: '1500', X: '-10' }, initial: '2000' },
    {
      name: 'a long bought with credit needs its own value at most',
      balances: { USD: '-500', X: '15' },
      initial: '1500',
    },
    { name: 'a long of 3,000 needs 2,000', balances: { USD: '-1000', X: '30' }, initial: '2000' },
    { name: 'a long of 5,000 needs its half', balances: { USD: '-2500', X: '50' }, initial: '2500' },
    { name: 'a long without credit needs nothing more', balances: { USD: '0', X: '30' }, initial: '1500' },
  ])('$name', ({ balances, initial }) => {
    const got = answer({ venue: 'finra-reg-t', balances, prices: { X: '100' } })
    expect(got.initial?.requirement).toBe(initial)
  })
})

describe('options', () => {
  test('are paired into the cheapest strategies, which the answer names with the term that decided', () => {
    const got = answer({
      venue: 'finra-reg-t',
      balances: { USD: '20000', XYZ: '100' },
      options: [option('XYZ call 110', '-1', '1'), option('XYZ put 90', '-1', '2'), option('XYZ put 80', '1', '0.5')],
      prices: { XYZ: '100' },
    })
    // Equity: 20,000 + 10,000 − 100 − 200 + 50; margin equity leaves the options out.
    expect([got.equity, got.maintenance]).toEqual(['29750', { marginEquity: '30000', requirement: '3500' }])
    expect(got.strategies).toEqual([
      {
        scope: 'cross',
        name: 'spread',
        legs: ['XYZ 2026-12-18 80 put', 'XYZ 2026-12-18 90 put'],
        units: '1',
        initialRequirement: '1000',
        maintenanceRequirement: '1000',
        binding: 'the most it can lose at expiry',
      },
      {
        scope: 'cross',
        name: 'covered_call',
        legs: ['XYZ', 'XYZ 2026-12-18 110 call'],
        units: '1',
        initialRequirement: '5000',
        maintenanceRequirement: '2500',
        binding: 'the stock alone',
      },
    ])
  })

  test('a call on a naked put names its amount, its day and what cures it', () => {
    const got = answer({
      venue: 'finra-reg-t',
      asOf: '2026-11-25T15:00:00Z',
      balances: { USD: '2000' },
      options: [option('XYZ put 100', '-1', '3.18')],
      prices: { XYZ: '97.73' },
    })
    // 318 + 20 % of 9,773 = 2,272.6, against 2,000 of cash; two business days after a Wednesday before Thanksgiving.
    expect(got.call).toEqual({
      kind: 'maintenance',
      amount: '272.6',
      restoreTo: 'maintenance',
      dueAt: '2026-11-30T21:00:00Z',
    })
    expect(got.cures.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['deposit', '272.6'],
      ['close', '100'],
    ])
  })

  test('a call says in the reasoning that its number of days is to be checked', () => {
    const { why } = answer({ venue: 'finra-reg-t', balances: { USD: '-8000', X: '100' }, prices: { X: '100' } })
    expect(why.at(-1)).toMatchObject({ name: 'call.businessDays', value: '2', mark: 'to_check' })
  })

  test('the price of the underlying at the line is answered for the stock beside the options, and is the last safe one', () => {
    const at = (price: string): Answer =>
      answer({
        venue: 'finra-reg-t',
        balances: { USD: '-6000', XYZ: '100' },
        options: [option('XYZ call 110', '-1', '1')],
        prices: { XYZ: price },
      })
    // Covered: 25 % of the stock; 100 × P − 6,000 = 25 × P at P = 80.
    expect(at('100').holdings[1]?.liquidationPrice).toBe('80')
    expect(at('80').status).toBe('warned')
    expect(at('79.999999999999999999').status).toBe('called')
  })

  test('a missing price of the underlying makes the account unknown', () => {
    const got = answer({ venue: 'finra-reg-t', balances: { USD: '2000' }, options: [option('XYZ put 100', '-1', '3')] })
    expect([got.status, got.missing]).toEqual(['unknown', [{ factor: 'XYZ', reason: 'missing' }]])
  })

  test('an option of more than nine months lends a quarter of its value, where the time is known', () => {
    const document = (asOf: string | undefined): Json => ({
      venue: 'finra-reg-t',
      ...(asOf !== undefined && { asOf }),
      balances: { USD: '1000' },
      options: [option('XYZ call 100', '1', '12', '2027-12-17')],
      prices: { XYZ: '100' },
    })
    expect(answer(document('2026-11-25T15:00:00Z')).availableMargin).toBe('1300')
    expect(answer(document('2027-06-25T15:00:00Z')).availableMargin).toBe('1000')
    expect(answer(document(undefined)).availableMargin).toBe('1000')
  })

  test('of broad indices and of leveraged funds have their own rates', () => {
    const got = (instrument: Json): string | undefined =>
      answer({
        venue: 'finra-reg-t',
        balances: { USD: '100000' },
        instruments: { SPX: instrument },
        options: [option('SPX call 430', '-1', '12.2')],
        prices: { SPX: '433.35' },
      }).maintenance?.requirement
    expect(got({ class: 'broad_index' })).toBe('7720.25')
    expect(got({ class: 'narrow_index' })).toBe('9887')
    expect(got({ class: 'leveraged_fund', factor: '2' })).toBe('18554')
  })
})

describe('houses and brokers', () => {
  const concentrated = (venue: string, x: string, y: string, asOf?: string): Answer =>
    answer({
      venue,
      ...(asOf !== undefined && { asOf }),
      balances: { USD: '-6900', X: x, Y: y },
      prices: { X: '100', Y: '100' },
    })

  test.each([
    { name: 'spread evenly', x: '50', y: '50', requirement: '3000' },
    { name: 'just under 70 %', x: '69', y: '31', requirement: '3000' },
    { name: 'at 70 %', x: '70', y: '30', requirement: '3350' },
    { name: 'at 90 %', x: '90', y: '10', requirement: '3900' },
  ])('a house asks more where one stock is most of the account: $name', ({ x, y, requirement }) => {
    expect(concentrated('house', x, y).maintenance?.requirement).toBe(requirement)
  })

  test('a house call has its own name', () => {
    expect(concentrated('house', '90', '10').call).toMatchObject({
      kind: 'house',
      amount: '800',
      restoreTo: 'maintenance',
    })
  })

  test('a real-time broker liquidates at once, and lets a small deficit wait until 15:45', () => {
    const at = (asOf: string | undefined, debit: string): string =>
      answer({
        venue: 'realtime-broker',
        ...(asOf !== undefined && { asOf }),
        balances: { USD: debit, X: '100' },
        prices: { X: '100' },
      }).status
    // Requirement 2,500: equity 2,400 lacks 100, under a tenth of equity; 2,200 lacks 300.
    expect(at(undefined, '-7600')).toBe('liquidatable')
    expect(at('2026-11-25T20:44:59Z', '-7600')).toBe('called')
    expect(at('2026-11-25T20:45:00Z', '-7600')).toBe('liquidatable')
    expect(at('2026-11-25T15:00:00Z', '-7800')).toBe('liquidatable')
    expect(at('2026-11-26T15:00:00Z', '-7600')).toBe('liquidatable')
    expect(at('2026-11-25T15:00:00Z', '-7500')).toBe('warned')
  })

  test('what waits at a real-time broker has to be gone by 15:45', () => {
    const { call } = answer({
      venue: 'realtime-broker',
      asOf: '2026-11-25T15:00:00Z',
      balances: { USD: '-7600', X: '100' },
      prices: { X: '100' },
    })
    expect(call).toMatchObject({ kind: 'house', amount: '100', dueAt: '2026-11-25T20:45:00Z' })
  })
})

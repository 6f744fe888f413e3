import { describe, expect, test } from 'vitest'
import type { DerivativesRulebook, Json } from '../model/index.js'
import { ONE_RATIO, price, ratio } from '../number/index.js'
import { Desk } from '../testing/desk.js'
import { inlineRulebook, rulebookOf } from '../venues/index.js'

/** Found by readers, kept for ever. */
describe('a deposit of what nobody can value', () => {
  const opened = (): Desk => {
    const desk = new Desk()
    desk.price('AAPL', '100')
    desk.open({ id: 's', venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' } })
    return desk
  }

  test('is refused: it would make the account unknown, and so neither called nor liquidated', () => {
    const desk = opened()
    const dust = { type: 'deposit', account: 's', asset: 'ZZZ', amount: '0.000000000000000001' }
    expect(desk.do(dust)).toMatchObject({ reason: 'price_unknown' })
    expect(desk.price('AAPL', '79').map(({ type }) => type)).toContain('call.made')
  })

  test('is taken once it has a price, and always in the currency', () => {
    const desk = opened()
    desk.price('ZZZ', '1')
    expect(desk.do({ type: 'deposit', account: 's', asset: 'ZZZ', amount: '1' })).toEqual({ status: 'accepted' })
    expect(desk.do({ type: 'deposit', account: 's', asset: 'USD', amount: '1' })).toEqual({ status: 'accepted' })
  })
})

describe('a liquidation in progress', () => {
  const started = (): Desk => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open({
      id: 'a',
      venue: 'binance-usdm',
      settings: { leverage: { BTCUSDT: '20' } },
      balances: { USDT: '3000' },
      positions: [{ market: 'BTCUSDT', quantity: '1', entryPrice: '60000' }],
    })
    desk.price('BTCUSDT', '57236.18')
    expect(desk.engine.state.liquidations.size).toBe(1)
    return desk
  }

  test('ends when a deposit brings the account above its line; its order is void', () => {
    const desk = started()
    const order = [...desk.engine.state.liquidations.values()][0]?.order.id ?? ''
    desk.do({ type: 'deposit', account: 'a', asset: 'USDT', amount: '1000' })
    expect(desk.events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'restored' })
    expect(desk.engine.state.liquidations.size).toBe(0)
    expect(desk.do({ type: 'liquidation_fill', order, quantity: '-0.1', price: '57236' })).toMatchObject({
      reason: 'order_unknown',
    })
    expect(desk.do({ type: 'withdraw', account: 'a', asset: 'USDT', amount: '1' })).toMatchObject({
      reason: 'below_initial',
    })
  })

  test('goes on after a deposit that is not enough', () => {
    const desk = started()
    desk.do({ type: 'deposit', account: 'a', asset: 'USDT', amount: '0.0008' })
    expect(desk.engine.state.liquidations.size).toBe(1)
  })

  test('ends when the price comes back, and at the part of a fill that is enough', () => {
    const back = started()
    back.price('BTCUSDT', '58000')
    expect(back.events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'restored' })
    const part = started()
    const order = [...part.engine.state.liquidations.values()][0]?.order.id ?? ''
    part.do({ type: 'liquidation_fill', order, quantity: '-0.3', price: '57236.18' })
    expect(part.events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'restored' })
    expect(part.engine.residual()).toBe(0n)
  })
})

test.each(['naive', 'boxes'] as const)(
  'margin that comes back from a closed isolated scope meets a call at once (%s)',
  (triggers) => {
    const rules: Json = {
      family: 'simple',
      initial: '0.10',
      maintenance: '0.05',
      basis: 'mark',
      boundary: 'safe',
      breach: 'call',
    }
    const book = inlineRulebook(rules, { currency: 'USD' })
    const desk = new Desk({ rulebooks: [{ ...book, breach: 'call' }], triggers })
    desk.price('A', '100')
    desk.price('B', '100')
    desk.open({
      id: 'x',
      rulebook: rules,
      balances: { USD: '60' },
      positions: [
        { market: 'A', quantity: '10', entryPrice: '100' },
        { market: 'B', quantity: '1', entryPrice: '100', isolatedMargin: '6' },
      ],
    })
    desk.price('A', '98.9')
    expect(desk.types()).toContain('call.made')
    // Far under: bankrupt, so that it is sold at once; sold well, so that something comes back.
    desk.price('B', '93')
    const order = [...desk.engine.state.liquidations.values()][0]?.order
    expect(order?.market).toBe('B')
    desk.do({ type: 'liquidation_fill', order: order?.id ?? '', quantity: '-1', price: '104' })
    expect(desk.types().slice(-3)).toEqual(['liquidation.completed', 'margin.transferred', 'call.met'])
    const hash = desk.engine.stateHash()
    expect(hash).toHaveLength(64)
    expect(desk.price('A', '98.91').map(({ type }) => type)).toEqual(['price.accepted'])
  },
)

test('the fund pays no debit that other collateral covers', () => {
  const named = rulebookOf('binance-usdm') as DerivativesRulebook
  const coin = { decimals: 8, initialWeight: ONE_RATIO, maintenanceWeight: ratio('0.95') }
  const book = { ...named, collateral: new Map([...named.collateral, ['BTC', coin]]) }
  const desk = new Desk({ rulebooks: [book] })
  desk.price('BTC', '50000')
  desk.price('ETHUSDT', '3000')
  desk.do({ type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '100000' })
  const account = {
    ...named,
    id: 'c',
    venue: 'binance-usdm',
    settings: { leverage: new Map() },
    memo: { calls: [] },
    scopes: new Map([
      [
        'cross',
        {
          id: 'cross',
          kind: 'cross' as const,
          holdings: [{ asset: 'BTC', kind: 'cash' as const, stored: 10n ** 8n, isCollateral: true }],
          positions: [
            {
              id: 'ETHUSDT',
              market: 'ETHUSDT',
              leg: 'net' as const,
              quantity: price('100') as bigint as never,
              entryValue: price('300000') as bigint as never,
              fundingIndex: 0n,
            },
          ],
          orders: [],
        },
      ],
    ]),
  }
  desk.engine.apply({ type: 'open_account', account }, desk.atMs)
  desk.price('ETHUSDT', '2530')
  desk.fillAll('2530')
  expect(desk.types()).not.toContain('shortfall.covered')
  expect(desk.engine.residual()).toBe(0n)
})

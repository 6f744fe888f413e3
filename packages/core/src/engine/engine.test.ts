import { describe, expect, test } from 'vitest'
import { parseDocument } from '../answers/index.js'
import type { Command, Json } from '../model/index.js'
import { formatDecimal, price as priceOf, quantity, ratio } from '../number/index.js'
import { Desk } from '../testing/desk.js'
import { rulebookOf } from '../venues/index.js'
import { createEngine } from './index.js'

const longBtc = (id: string, cash: string, size = '1'): { readonly [key: string]: Json } => ({
  id,
  venue: 'binance-usdm',
  settings: { leverage: { BTCUSDT: '20' } },
  balances: { USDT: cash },
  positions: [{ market: 'BTCUSDT', quantity: size, entryPrice: '60000' }],
})

describe('money', () => {
  test('comes in, goes out to the last unit, and not beyond', () => {
    const desk = new Desk()
    desk.open({ id: 'a', venue: 'binance-usdm', balances: { USDT: '100' } })
    expect(desk.do({ type: 'deposit', account: 'a', asset: 'USDT', amount: '0.00000001' })).toEqual({
      status: 'accepted',
    })
    expect(desk.do({ type: 'withdraw', account: 'a', asset: 'USDT', amount: '100.00000002' })).toMatchObject({
      reason: 'insufficient_balance',
    })
    expect(desk.do({ type: 'withdraw', account: 'a', asset: 'USDT', amount: '100.00000001' })).toEqual({
      status: 'accepted',
    })
    expect(desk.house('outside')).toBe('0')
    expect(desk.engine.residual()).toBe(0n)
  })

  test.each([
    [{ type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' }, 'account_unknown'],
    [{ type: 'deposit', account: 'a', asset: 'DOGE', amount: '1' }, 'asset_unknown'],
    [{ type: 'deposit', account: 'a', asset: 'USDT', amount: '0' }, 'amount_not_positive'],
    [{ type: 'deposit', account: 'a', asset: 'USDT', amount: '0.000000001' }, 'amount_off_unit'],
    [{ type: 'deposit', account: 'a', asset: 'USDT', amount: '1', scope: 'isolated:BTCUSDT' }, 'scope_unknown'],
    [{ type: 'transfer', account: 'a', asset: 'USDT', amount: '1', from: 'cross', to: 'cross' }, 'same_party'],
    [{ type: 'fill', account: 'a', market: 'XUSDT', quantity: '1', price: '1' }, 'market_unknown'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '0', price: '1' }, 'quantity_zero'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '0.0001', price: '1' }, 'quantity_off_lot'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '0' }, 'price_not_positive'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '1.001' }, 'price_off_tick'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '60000' }, 'price_unknown'],
    [{ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '60000', counterparty: 'a' }, 'same_party'],
    [{ type: 'price', market: 'BTCUSDT', price: '0' }, 'price_not_positive'],
    [{ type: 'price', market: 'AAPL', price: '-1' }, 'price_not_positive'],
    [{ type: 'liquidation_fill', order: 'liq-1-1', quantity: '1', price: '1' }, 'order_unknown'],
    [{ type: 'fund', venue: 'nowhere', asset: 'USDT', amount: '1' }, 'venue_unknown'],
  ])('%j is refused as %s and changes nothing', (command, reason) => {
    const desk = new Desk()
    desk.open({ id: 'a', venue: 'binance-usdm', balances: { USDT: '100' } })
    const before = desk.engine.stateHash()
    expect(desk.do(command as Json)).toMatchObject({ status: 'rejected', reason })
    expect(desk.engine.stateHash()).toBe(before)
  })

  test('time never goes back', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    expect(desk.engine.apply({ type: 'advance' }, desk.atMs - 1).reply).toMatchObject({ reason: 'time_backwards' })
    expect(desk.engine.apply({ type: 'advance' }, desk.atMs).reply).toEqual({ status: 'accepted' })
  })

  test('an account opens once, at a venue that is run, with what the venue takes', () => {
    const desk = new Desk()
    desk.open({ id: 'a', venue: 'binance-usdm', balances: { USDT: '100' } })
    expect(desk.open({ id: 'a', venue: 'binance-usdm' })).toMatchObject({ reason: 'account_exists' })
    expect(new Desk({ rulebooks: [] }).open({ id: 'a', venue: 'binance-usdm' })).toMatchObject({
      reason: 'venue_unknown',
    })
    const { account, book } = parseDocument({
      rulebook: { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' },
      supplied: { ETH: '1' },
    })
    expect(createEngine({ rulebooks: [book] }).apply({ type: 'open_account', account }, 1).reply).toMatchObject({
      reason: 'family_not_run',
    })
    const wrong = { ...account, id: 'b', venue: 'binance-usdm' }
    expect(desk.engine.apply({ type: 'open_account', account: wrong }, desk.atMs).reply).toMatchObject({
      reason: 'account_invalid',
    })
  })
})

test.each(['0', '-5', '0.99'])(
  'a leverage of %s is refused with the account: it would open without margin, or divide by 0',
  (text) => {
    const desk = new Desk()
    const { account } = parseDocument({ id: 'a', venue: 'binance-usdm', balances: { USDT: '100' } })
    const settings = { leverage: new Map([['BTCUSDT', ratio(text)]]) }
    const { reply } = desk.engine.apply({ type: 'open_account', account: { ...account, settings } }, desk.atMs)
    expect(reply).toMatchObject({ status: 'rejected', reason: 'account_invalid' })
  },
)

describe('a fill', () => {
  test('needs the initial requirement, at −1, 0 and +1 unit', () => {
    for (const [cash, accepted] of [
      ['2999.99999999', false],
      ['3000', true],
      ['3000.00000001', true],
    ] as const) {
      const desk = new Desk()
      desk.price('BTCUSDT', '60000')
      desk.open({ id: 'a', venue: 'binance-usdm', settings: { leverage: { BTCUSDT: '20' } }, balances: { USDT: cash } })
      const reply = desk.do({ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '60000' })
      if (accepted) expect(reply).toEqual({ status: 'accepted' })
      else expect(reply).toMatchObject({ reason: 'below_initial', shortfall: 10n ** 10n })
    }
  })

  test('has two sides, and each is checked', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    for (const id of ['a', 'b'])
      desk.open({ id, venue: 'binance-usdm', settings: { leverage: { BTCUSDT: '20' } }, balances: { USDT: '4000' } })
    desk.open({ id: 'poor', venue: 'binance-usdm', settings: { leverage: { BTCUSDT: '20' } }, balances: { USDT: '1' } })
    const trade = { type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '60000' }
    expect(desk.do({ ...trade, counterparty: 'poor' })).toMatchObject({ reason: 'below_initial' })
    expect(desk.do({ ...trade, counterparty: 'b' })).toEqual({ status: 'accepted' })
    expect(desk.answer('a').positions[0]?.quantity).toBe('1')
    expect(desk.answer('b').positions[0]?.quantity).toBe('-1')
    expect(desk.engine.state.outsidePositions.size).toBe(0)
  })

  test('that only makes a position smaller needs neither margin nor a price', () => {
    const desk = new Desk()
    desk.open(longBtc('a', '1000'))
    expect(desk.answer('a').status).toBe('unknown')
    expect(desk.do({ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '-0.4', price: '59000' })).toEqual({
      status: 'accepted',
    })
    expect(desk.answer('a').holdings[0]?.amount).toBe('600')
    expect(desk.answer('a').positions[0]).toMatchObject({ quantity: '0.6', entryPrice: '60000' })
  })

  test('through zero closes at the average and opens at its price', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '100000'))
    expect(desk.do({ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '-3', price: '61000' })).toEqual({
      status: 'accepted',
    })
    expect(desk.answer('a').positions[0]).toMatchObject({ quantity: '-2', entryPrice: '61000' })
    expect(desk.answer('a').holdings[0]?.amount).toBe('101000')
  })

  test('of shares moves shares against cash', () => {
    const desk = new Desk()
    desk.price('AAPL', '100')
    desk.open({ id: 's', venue: 'finra-reg-t', balances: { USD: '5000' } })
    expect(desk.do({ type: 'fill', account: 's', market: 'AAPL', quantity: '101', price: '100' })).toMatchObject({
      reason: 'below_initial',
    })
    expect(desk.do({ type: 'fill', account: 's', market: 'AAPL', quantity: '100', price: '100' })).toEqual({
      status: 'accepted',
    })
    expect(desk.answer('s')).toMatchObject({ equity: '5000', availableMargin: '0', excessMargin: '2500' })
  })
})

describe('liquidation', () => {
  // 1 BTC from 60,000 with 3,000: maintenance 0.005 × price − 50; the line is (60,000 − 3,000 − 50) ÷ 0.995 = 57,236.18…
  test('starts at the first price under the line and not one tick before', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '3000'))
    expect(desk.answer('a').positions[0]?.liquidationPrice).toBe('57236.180904522613065327')
    expect(desk.price('BTCUSDT', '57236.19').map(({ type }) => type)).toEqual(['price.accepted'])
    expect(desk.price('BTCUSDT', '57236.18').map(({ type }) => type)).toEqual([
      'price.accepted',
      'liquidation.started',
      'liquidation.ordered',
    ])
  })

  test('takes the smallest step that restores the target after its fee, and ends there', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '3000'))
    desk.price('BTCUSDT', '57236.18')
    const [{ order } = { order: undefined }] = [...desk.engine.state.liquidations.values()]
    // Equity 236.18 against 236.1809. Closing c costs 0.003 × 57,236.18 × c and leaves 0.005 × 57,236.18 × (1 − c) − 50, or 0.4 % in the first tier.
    expect(order).toMatchObject({ market: 'BTCUSDT', leg: 'net', quantity: quantity('-0.437') })
    desk.fillAll('57236.18')
    expect(desk.answer('a').status).not.toBe('liquidatable')
    expect(desk.events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'restored' })
    expect(desk.house('insurance_fund')).toBe(
      desk.events.flatMap((e) => (e.type === 'liquidation.filled' ? [formatDecimal(e.fee)] : []))[0],
    )
  })

  test('one lot less would not have restored it', () => {
    const book = rulebookOf('binance-usdm')
    const target = ratio('1.25')
    const after = (closed: number): boolean => {
      const cash = 3000 - (60000 - 57236.18) * closed - 0.003 * 57236.18 * closed
      const left = 1 - closed
      const equity = cash - (60000 - 57236.18) * left
      const notional = 57236.18 * left
      const requirement = notional >= 50000 ? notional * 0.005 - 50 : notional * 0.004
      return equity >= 1.25 * requirement
    }
    expect(book.targetHealthFactor).toBe(target)
    expect([after(0.436), after(0.437)]).toEqual([false, true])
  })

  test('of a scope that is bankrupt: the fund pays as far as it reaches, the rest is bad debt', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.do({ type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '300' })
    desk.open(longBtc('a', '3000'))
    desk.price('BTCUSDT', '56500')
    desk.fillAll('56500')
    expect(desk.events.find(({ type }) => type === 'shortfall.covered')).toMatchObject({
      shortfall: priceOf('500'),
      fromFund: priceOf('300'),
      badDebt: priceOf('200'),
    })
    expect([desk.house('insurance_fund'), desk.house('bad_debt')]).toEqual(['0', '-200'])
    expect(desk.answer('a')).toMatchObject({ equity: '0', positions: [] })
    expect(desk.events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'closed' })
    expect(desk.engine.residual()).toBe(0n)
  })

  test('of an isolated position leaves the cross balance alone, and gives back what is left', () => {
    const desk = new Desk()
    desk.price('ETHUSDT', '3000')
    desk.open({
      id: 'i',
      venue: 'binance-usdm',
      balances: { USDT: '777' },
      positions: [{ market: 'ETHUSDT', quantity: '-1', entryPrice: '3000', isolatedMargin: '100' }],
    })
    desk.price('ETHUSDT', '3095')
    desk.fillAll('3095')
    const answer = desk.answer('i')
    expect(answer.positions).toEqual([])
    expect(answer.scopes.map(({ id }) => id)).toEqual(['cross'])
    // 100 − 95, less the fee of 0.5 % of 3,095 as far as the 5 that were left: nothing.
    expect(answer.holdings[0]?.amount).toBe('777')
    expect(desk.house('insurance_fund')).toBe('5')
  })

  test('is filled in parts, on its own side, at most to the order', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '3000'))
    // Bankrupt, so that no part of the order is enough: all of it is asked for.
    desk.price('BTCUSDT', '56900')
    const order = [...desk.engine.state.liquidations.values()][0]?.order
    expect(order?.quantity).toBe(quantity('-1'))
    const fill = { type: 'liquidation_fill', order: order?.id ?? '', price: '56900' }
    expect(desk.do({ ...fill, quantity: '0.1' })).toMatchObject({ reason: 'quantity_wrong_side' })
    expect(desk.do({ ...fill, quantity: '-1.001' })).toMatchObject({ reason: 'quantity_above_order' })
    expect(desk.do({ ...fill, quantity: '-0.4' })).toEqual({ status: 'accepted' })
    expect(desk.do({ ...fill, quantity: '-0.601' })).toMatchObject({ reason: 'quantity_above_order' })
    expect(desk.do({ ...fill, quantity: '-0.6' })).toEqual({ status: 'accepted' })
    expect(desk.do({ ...fill, quantity: '-0.001' })).toMatchObject({ reason: 'order_unknown' })
  })

  test('keeps its scope closed to the account, except for deposits', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '3000'))
    desk.price('BTCUSDT', '57236.18')
    expect(desk.do({ type: 'withdraw', account: 'a', asset: 'USDT', amount: '1' })).toMatchObject({
      reason: 'scope_liquidating',
    })
    expect(desk.do({ type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '-1', price: '57236' })).toMatchObject({
      reason: 'scope_liquidating',
    })
    expect(desk.do({ type: 'deposit', account: 'a', asset: 'USDT', amount: '1' })).toEqual({ status: 'accepted' })
  })
})

describe('a call', () => {
  const open = (desk: Desk): void => {
    desk.price('AAPL', '100')
    desk.open({ id: 's', venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' } })
  }

  test('is made under the line, met by a deposit of its amount', () => {
    const desk = new Desk()
    open(desk)
    expect(desk.price('AAPL', '80').map(({ type }) => type)).toEqual(['price.accepted'])
    expect(desk.price('AAPL', '79').slice(1)).toMatchObject([{ type: 'call.made', amount: priceOf('75') }])
    expect(desk.answer('s')).toMatchObject({
      status: 'called',
      call: { amount: '75', restoreTo: 'maintenance', dueAt: '1970-01-03T00:00:04Z' },
    })
    desk.do({ type: 'deposit', account: 's', asset: 'USD', amount: '74.99' })
    expect(desk.types()).not.toContain('call.met')
    desk.do({ type: 'deposit', account: 's', asset: 'USD', amount: '0.01' })
    expect(desk.events.at(-1)?.type).toBe('call.met')
  })

  test('is met by the price too', () => {
    const desk = new Desk()
    open(desk)
    desk.price('AAPL', '79')
    expect(desk.price('AAPL', '80').map(({ type }) => type)).toEqual(['price.accepted', 'call.met'])
  })

  test('expires at its due time and not before; then shares are sold in whole numbers', () => {
    const desk = new Desk()
    open(desk)
    desk.price('AAPL', '79')
    const twoDays = 2 * 86_400_000
    desk.do({ type: 'advance' }, twoDays - 1)
    expect(desk.types()).not.toContain('call.expired')
    desk.do({ type: 'advance' }, 1)
    expect(desk.types().slice(-3)).toEqual(['call.expired', 'liquidation.started', 'liquidation.ordered'])
    // Equity 1,900: 1,900 ÷ (0.25 × 79) = 96.2 shares may stay, so 4 go.
    expect([...desk.engine.state.liquidations.values()][0]?.order.quantity).toBe(quantity('-4'))
    desk.fillAll('79')
    expect(desk.answer('s').status).toBe('warned')
    expect(desk.engine.residual()).toBe(0n)
  })
})

describe('the same commands', () => {
  test('a fork goes its own way', () => {
    const desk = new Desk()
    desk.price('BTCUSDT', '60000')
    desk.open(longBtc('a', '3000'))
    const before = desk.engine.stateHash()
    const fork = desk.engine.fork()
    expect(fork.stateHash()).toBe(before)
    const command: Command = { type: 'price', market: 'BTCUSDT', price: priceOf('50000') }
    expect(fork.apply(command, desk.atMs + 1).events.length).toBeGreaterThan(1)
    expect(desk.engine.stateHash()).toBe(before)
    expect(desk.engine.state.liquidations.size).toBe(0)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Account, CROSS, emptyScope, type Json, NO_MEMO, NO_SETTINGS, type RefusalReason } from '../model/index.js'
import { type Quantity, quantity, type Value, value } from '../number/index.js'
import { Desk } from '../testing/desk.js'
import { inlineRulebook, rulebookOf } from '../venues/index.js'

const lender = {
  ...inlineRulebook({ family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' }, { currency: 'USD' }),
  id: 'lender',
}
const VENUES = [rulebookOf('binance-usdm'), rulebookOf('finra-reg-t'), lender]

/** One account of each kind that a refusal is about; `l` is in liquidation. */
function desk(): Desk {
  const made = new Desk({ rulebooks: VENUES })
  made.price('BTCUSDT', '60000')
  const leverage = { leverage: { BTCUSDT: '20' } }
  made.open({ id: 'a', venue: 'binance-usdm', settings: leverage, balances: { USDT: '5000' } })
  made.open({ id: 'b', venue: 'binance-usdm', settings: leverage, balances: { USDT: '5000' } })
  made.open({ id: 's', venue: 'finra-reg-t', balances: { USD: '100' } })
  made.open({
    id: 'h',
    venue: 'binance-usdm',
    balances: { USDT: '90000' },
    positions: [
      { market: 'BTCUSDT', quantity: '1', entryPrice: '60000', leg: 'long' },
      { market: 'BTCUSDT', quantity: '-1', entryPrice: '60000', leg: 'short' },
      { market: 'BTCUSDT', quantity: '0.1', entryPrice: '60000', isolatedMargin: '3000' },
    ],
  })
  made.open({
    id: 'l',
    venue: 'binance-usdm',
    balances: { USDT: '60' },
    positions: [{ market: 'BTCUSDT', quantity: '0.2', entryPrice: '60000' }],
  })
  made.price('BTCUSDT', '59800')
  expect([...made.engine.state.liquidations.values()].map(({ account }) => account)).toEqual(['l'])
  return made
}

const order = (made: Desk): string => [...made.engine.state.liquidations.values()][0]?.order.id ?? ''
const fill = { type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '0.1', price: '59800' }
const cash = { account: 'a', asset: 'USDT', amount: '1' }
const account: Account = {
  id: 'new',
  venue: 'binance-usdm',
  scopes: new Map([[CROSS, emptyScope(CROSS, 'cross')]]),
  settings: NO_SETTINGS,
  memo: NO_MEMO,
}

describe('every reason, alone', () => {
  test.each<[RefusalReason, Json | ((made: Desk) => Json)]>([
    ['account_unknown', { ...fill, counterparty: 'nobody' }],
    ['account_unknown', { type: 'withdraw', ...cash, account: 'nobody' }],
    ['account_unknown', { type: 'transfer', ...cash, account: 'nobody', from: 'cross', to: 'isolated:BTCUSDT' }],
    ['venue_unknown', { type: 'fund', venue: 'nowhere', asset: 'USDT', amount: '1' }],
    ['market_unknown', { ...fill, market: 'DOGEUSDT' }],
    ['market_unknown', { ...fill, account: 's', market: 'USD' }],
    ['asset_unknown', { type: 'deposit', ...cash, asset: 'constructor' }],
    ['asset_unknown', { type: 'fund', venue: 'binance-usdm', asset: 'BTC', amount: '1' }],
    ['scope_unknown', { type: 'withdraw', ...cash, scope: 'isolated:BTCUSDT' }],
    ['scope_unknown', { type: 'transfer', ...cash, from: 'isolated:BTCUSDT', to: 'cross' }],
    ['scope_unknown', { type: 'transfer', ...cash, from: 'cross', to: 'vault' }],
    ['scope_unknown', { type: 'transfer', ...cash, from: 'cross', to: 'isolated:DOGEUSDT' }],
    ['scope_unknown', { type: 'transfer', ...cash, from: 'cross', to: 'isolated:' }],
    ['scope_unknown', { ...fill, scope: 'isolated:BTCUSDT' }],
    ['scope_unknown', { ...fill, account: 'h', scope: 'isolated:BTCUSDT', market: 'ETHUSDT', price: '3000' }],
    ['scope_unknown', { ...fill, account: 'h', scope: 'isolated:BTCUSDT', leg: 'long' }],
    ['scope_unknown', { ...fill, account: 'b', counterparty: 'a', counterpartyScope: 'isolated:BTCUSDT' }],
    ['order_unknown', { type: 'liquidation_fill', order: 'liq-9-9', quantity: '1', price: '1' }],
    ['same_party', { ...fill, counterparty: 'a' }],
    ['same_party', { ...fill, account: 'h', counterparty: 'h', counterpartyLeg: 'short' }],
    ['same_party', { type: 'transfer', ...cash, from: 'cross', to: 'cross' }],
    ['venues_differ', { ...fill, counterparty: 's' }],
    ['amount_not_positive', { type: 'withdraw', ...cash, amount: '-1' }],
    ['amount_not_positive', { type: 'transfer', ...cash, amount: '0', from: 'cross', to: 'isolated:BTCUSDT' }],
    ['amount_off_unit', { type: 'withdraw', ...cash, amount: '0.000000001' }],
    ['quantity_zero', { ...fill, quantity: '0' }],
    ['quantity_off_lot', { ...fill, quantity: '0.1005' }],
    ['price_not_positive', { ...fill, price: '-0.01' }],
    ['price_not_positive', { type: 'price', market: 'BTCUSDT', price: '0' }],
    ['price_off_tick', { ...fill, price: '59800.005' }],
    ['price_off_tick', { ...fill, account: 's', market: 'AAPL', quantity: '0.5', price: '0.000000000000000001' }],
    ['quantity_wrong_side', { ...fill, account: 'h', leg: 'long', quantity: '-1.001' }],
    ['quantity_wrong_side', { ...fill, account: 'h', leg: 'short', quantity: '1.001' }],
    ['quantity_wrong_side', { ...fill, leg: 'long', quantity: '-0.1' }],
    [
      'quantity_wrong_side',
      (made) => ({ type: 'liquidation_fill', order: order(made), quantity: '0.001', price: '59800' }),
    ],
    [
      'quantity_above_order',
      (made) => ({ type: 'liquidation_fill', order: order(made), quantity: '-9', price: '59800' }),
    ],
    ['scope_liquidating', { type: 'withdraw', ...cash, account: 'l' }],
    ['scope_liquidating', { ...fill, counterparty: 'l' }],
    ['insufficient_balance', { type: 'withdraw', ...cash, amount: '5000.00000001' }],
    ['insufficient_balance', { type: 'withdraw', ...cash, account: 's', asset: 'AAPL' }],
    ['price_unknown', { ...fill, market: 'ETHUSDT', price: '3000' }],
    ['below_initial', { ...fill, quantity: '2' }],
    ['below_initial', { ...fill, quantity: '-1.7', counterparty: 'b' }],
  ])('%s: %j changes nothing', (reason, command) => {
    const made = desk()
    const before = made.engine.stateHash()
    const { size } = made.engine.state.accounts
    const count = made.events.length
    const reply = made.do(typeof command === 'function' ? command(made) : command)
    expect(reply).toMatchObject({ status: 'rejected', reason })
    expect(reply.status === 'rejected' && reply.message).toMatch(/^[A-Za-z“"].*\.$/)
    expect(made.engine.stateHash()).toBe(before)
    expect([made.engine.state.accounts.size, made.events.length]).toEqual([size, count])
  })

  const position = {
    id: 'BTCUSDT',
    market: 'BTCUSDT',
    leg: 'net',
    quantity: quantity('1'),
    entryValue: value('60000'),
    fundingIndex: 0n,
  } as const
  const holding = (positions: readonly object[], scope: object = {}): Account => {
    const held = { ...emptyScope(CROSS, 'cross'), positions, ...scope } as ReturnType<typeof emptyScope>
    return { ...account, scopes: new Map([[held.id, held]]) }
  }

  test.each<[RefusalReason, string, Account]>([
    ['account_exists', 'an id that is taken', { ...account, id: 'a' }],
    ['venue_unknown', 'a venue that is not there', { ...account, venue: 'nowhere' }],
    ['family_not_run', 'a lender', { ...account, venue: 'lender' }],
    ['account_invalid', 'a market that is not there', holding([{ ...position, id: 'X', market: 'X' }])],
    [
      'account_invalid',
      'one position twice, which would add up to nothing with an entry value left',
      holding([position, { ...position, quantity: quantity('-1'), entryValue: value('-59000') }]),
    ],
    ['account_invalid', 'a quantity of 0', holding([{ ...position, quantity: quantity('0') }])],
    ['account_invalid', 'an entry value of the other sign', holding([{ ...position, entryValue: value('-1') }])],
    ['account_invalid', 'a name that is not its own', holding([{ ...position, id: 'ETHUSDT' }])],
    [
      'account_invalid',
      'a long leg that is short',
      holding([{ ...position, id: 'BTCUSDT:long', leg: 'long', quantity: quantity('-1'), entryValue: value('-1') }]),
    ],
    [
      'account_invalid',
      'an isolated scope with the position of another',
      holding([position], { id: 'isolated:ETHUSDT', kind: 'isolated' }),
    ],
    ['account_invalid', 'a cross scope under an isolated name', holding([position], { id: 'isolated:BTCUSDT' })],
    [
      'account_invalid',
      'an open order',
      holding([], { orders: [{ id: 'o', market: 'BTCUSDT', leg: 'net', quantity: 1n, price: 1n }] }),
    ],
    [
      'account_invalid',
      'a scope that calls itself otherwise',
      { ...account, scopes: new Map([['x', emptyScope(CROSS, 'cross')]]) },
    ],
    [
      'account_invalid',
      'a call of a scope that is not there',
      {
        ...account,
        memo: {
          calls: [{ scope: 'x', kind: 'house', amount: 1n as Value, restoreTo: 'level', madeAtMs: 0, dueAtMs: null }],
        },
      },
    ],
    [
      'account_invalid',
      'something borrowed',
      holding([], { holdings: [{ asset: 'USDT', kind: 'borrowed', stored: 1n, isCollateral: false }] }),
    ],
    [
      'quantity_off_lot',
      'a part of a lot, which no order could close',
      holding([{ ...position, quantity: (quantity('1') + 1n) as Quantity }]),
    ],
  ])('%s: an account with %s is not opened', (reason, _, account) => {
    const made = desk()
    const before = made.engine.stateHash()
    const { reply, events } = made.engine.apply({ type: 'open_account', account }, made.atMs)
    expect([reply, events]).toMatchObject([{ status: 'rejected', reason }, []])
    expect(made.engine.stateHash()).toBe(before)
  })
})

describe('where several reasons hold, the first of the documented list is given', () => {
  /** The same fill or cash command with every fault at once, and the faults mended one after the other. */
  test.each<[RefusalReason, Json]>([
    ['account_unknown', { ...fill, counterparty: 'nobody', market: 'X', scope: 'x', quantity: '0', price: '0' }],
    ['market_unknown', { ...fill, counterparty: 'a', market: 'X', scope: 'x', quantity: '0', price: '0' }],
    ['scope_unknown', { ...fill, counterparty: 'a', scope: 'x', quantity: '0', price: '0' }],
    ['scope_unknown', { ...fill, account: 'l', counterparty: 'b', counterpartyScope: 'x', quantity: '0' }],
    ['same_party', { ...fill, account: 'l', counterparty: 'l', quantity: '0', price: '0' }],
    ['venues_differ', { ...fill, account: 'l', counterparty: 's', quantity: '0', price: '0' }],
    ['quantity_zero', { ...fill, account: 'l', counterparty: 'b', quantity: '0', price: '0' }],
    ['quantity_off_lot', { ...fill, account: 'l', counterparty: 'b', quantity: '0.0001', price: '0' }],
    ['price_not_positive', { ...fill, account: 'l', counterparty: 'b', price: '0' }],
    ['price_off_tick', { ...fill, account: 'l', counterparty: 'b', price: '0.001', leg: 'short' }],
    ['quantity_wrong_side', { ...fill, account: 'l', counterparty: 'b', leg: 'short' }],
    ['scope_liquidating', { ...fill, account: 'b', counterparty: 'l', quantity: '100' }],
    ['price_unknown', { ...fill, counterparty: 'b', market: 'ETHUSDT', quantity: '100' }],
    ['asset_unknown', { type: 'withdraw', ...cash, asset: 'X', scope: 'x', amount: '0' }],
    ['scope_unknown', { type: 'withdraw', ...cash, scope: 'x', amount: '0' }],
    ['scope_unknown', { type: 'deposit', ...cash, scope: 'x', amount: '0' }],
    ['amount_not_positive', { type: 'withdraw', ...cash, account: 'l', amount: '-0.000000001' }],
    ['amount_off_unit', { type: 'withdraw', ...cash, account: 'l', amount: '9999.000000001' }],
    ['scope_liquidating', { type: 'withdraw', ...cash, account: 'l', amount: '9999' }],
    ['asset_unknown', { type: 'transfer', ...cash, asset: 'X', from: 'x', to: 'x', amount: '0' }],
    ['scope_unknown', { type: 'transfer', ...cash, from: 'x', to: 'x', amount: '0' }],
    ['same_party', { type: 'transfer', ...cash, from: 'cross', to: 'cross', amount: '0' }],
  ])('%s before the rest: %j', (reason, command) => {
    expect(desk().do(command)).toMatchObject({ status: 'rejected', reason })
  })

  test('time before everything', () => {
    const { engine, atMs } = desk()
    const before = engine.stateHash()
    const late = engine.apply({ type: 'open_account', account: { ...account, id: 'a' } }, atMs - 1)
    expect(late).toMatchObject({ reply: { reason: 'time_backwards' }, events: [] })
    expect(engine.stateHash()).toBe(before)
  })

  test('the list in the code, in its order of precedence and in the document is one', () => {
    const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
    const union = /type RefusalReason =\n((?: {2}\| '\w+'\n)+)/.exec(read('../model/command.ts'))?.[1] ?? ''
    const reasons = [...union.matchAll(/'(\w+)'/g)].map(([, reason]) => reason)
    const table = /PRECEDENCE[^{]*\{[^{]*\{\n([^}]*)\}/.exec(read('./context.ts'))?.[1] ?? ''
    const ranked = [...table.matchAll(/(\w+): (\d+)/g)].map(([, reason, rank]) => [reason, rank])
    const section = /## Refusals\n([\s\S]*?)\n## /.exec(read('../../../../docs/ERRORS.md'))?.[1] ?? ''
    expect(reasons.length).toBeGreaterThan(20)
    expect(ranked).toEqual(reasons.map((reason, index) => [reason, String(index)]))
    expect([...section.matchAll(/^\| `(\w+)`/gm)].map(([, reason]) => reason)).toEqual(reasons)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusal } from '../testing/refusal.js'
import {
  type Account,
  accountCodec,
  type Command,
  type CommandType,
  commandCodec,
  type Event,
  type EventType,
  eventCodec,
  HOUSE_ACCOUNTS,
  type Json,
  type Posting,
} from './index.js'

/** Every character may stand in a name, and the names of JavaScript's own properties are names like any other. */
const name = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'USDT', 'é', '') },
)
const number = fc.bigInt({ min: -(10n ** 50n), max: 10n ** 50n }) as fc.Arbitrary<never>
const whole = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const leg = fc.constantFrom('net', 'long', 'short')
const kind = fc.constantFrom('fed', 'maintenance', 'house', 'day_trade', 'intraday', 'portfolio', 'futures', 'stop_out')
const mapOf = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<ReadonlyMap<string, T>> =>
  fc.array(fc.tuple(name, of), { maxLength: 3 }).map((entries) => new Map(entries))

const account: fc.Arbitrary<Account> = fc.record({
  id: name,
  venue: name,
  scopes: mapOf(
    fc.record({
      id: name,
      kind: fc.constantFrom('cross', 'isolated', 'vault'),
      holdings: fc.array(
        fc.record({
          asset: name,
          kind: fc.constantFrom('cash', 'supplied', 'borrowed'),
          stored: number,
          isCollateral: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
      positions: fc.array(
        fc.record({ id: name, market: name, leg, quantity: number, entryValue: number, fundingIndex: number }),
        { maxLength: 3 },
      ),
      orders: fc.array(fc.record({ id: name, market: name, leg, quantity: number, price: number }), { maxLength: 2 }),
    }),
  ),
  settings: fc.record({ leverage: mapOf(number) }),
  memo: fc.record({
    calls: fc.array(
      fc.record({
        scope: name,
        kind,
        amount: number,
        restoreTo: fc.constantFrom('maintenance', 'initial', 'level'),
        madeAtMs: whole,
        dueAtMs: fc.option(whole),
      }),
      { maxLength: 2 },
    ),
  }),
}) as fc.Arbitrary<Account>

const move = { account: name, asset: name, amount: number }

const commandPayloads: { readonly [T in CommandType]: fc.Arbitrary<object> } = {
  open_account: fc.record({ account }),
  deposit: fc.record({ ...move, scope: name }, { requiredKeys: ['account', 'asset', 'amount'] }),
  withdraw: fc.record({ ...move, scope: name }, { requiredKeys: ['account', 'asset', 'amount'] }),
  transfer: fc.record({ ...move, from: name, to: name }),
  fill: fc.record(
    {
      account: name,
      market: name,
      quantity: number,
      price: number,
      scope: name,
      leg,
      counterparty: name,
      counterpartyScope: name,
      counterpartyLeg: leg,
    },
    { requiredKeys: ['account', 'market', 'quantity', 'price'] },
  ),
  price: fc.record({ market: name, price: number }),
  liquidation_fill: fc.record({ order: name, quantity: number, price: number }),
  fund: fc.record({ venue: name, asset: name, amount: number }),
  advance: fc.constant({}),
}

const party = fc.oneof(
  fc.record({ house: fc.constantFrom(...HOUSE_ACCOUNTS), venue: name }),
  fc.record({ account: name, scope: name }),
)
const posting = fc.oneof(
  fc.record({ kind: fc.constant('cash'), party, asset: name, amount: number }),
  fc.record({
    kind: fc.constant('position'),
    party,
    market: name,
    leg,
    quantity: number,
    entryValue: number,
    settlement: name,
  }),
) as fc.Arbitrary<Posting>

const inScope = { account: name, scope: name }
const inLiquidation = { ...inScope, liquidation: name }
const cashMoved = { ...inScope, asset: name, amount: number }
const eventPayloads: { readonly [T in EventType]: fc.Arbitrary<object> } = {
  'account.opened': fc.record({ account: name, venue: name }),
  'cash.deposited': fc.record(cashMoved),
  'cash.withdrawn': fc.record(cashMoved),
  'margin.transferred': fc.record({ account: name, from: name, to: name, asset: name, amount: number }),
  'fill.booked': fc.record({
    ...inScope,
    market: name,
    quantity: number,
    price: number,
    realizedPnl: number,
    counterparty: fc.option(name),
  }),
  'price.accepted': fc.record({ market: name, price: number }),
  'call.made': fc.record({ ...inScope, kind, amount: number, dueAtMs: fc.option(whole) }),
  'call.met': fc.record(inScope),
  'call.expired': fc.record(inScope),
  'liquidation.started': fc.record({
    ...inLiquidation,
    cause: fc.option(fc.record({ factor: name, price: number })),
    equity: number,
    marginEquity: number,
    requirement: number,
    notional: number,
    ruleVersion: name,
  }),
  'liquidation.ordered': fc.record({
    ...inLiquidation,
    order: name,
    market: name,
    leg: fc.option(leg),
    quantity: number,
    markPrice: number,
  }),
  'liquidation.filled': fc.record({
    ...inLiquidation,
    order: name,
    market: name,
    quantity: number,
    price: number,
    notional: number,
    realizedPnl: number,
    fee: number,
  }),
  'shortfall.covered': fc.record({ ...inLiquidation, shortfall: number, fromFund: number, badDebt: number }),
  'liquidation.completed': fc.record({ ...inLiquidation, outcome: fc.constantFrom('restored', 'closed') }),
  'fund.paid_in': fc.record({ venue: name, asset: name, amount: number }),
}

/** Through text, as it travels. */
const travelled = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json
const plain = <T extends object>(record: T): T => ({ ...record })

describe('what is written is read back the same', () => {
  test.each(Object.entries(commandPayloads))('command %s', (type, payload) => {
    fc.assert(
      fc.property(payload, (fields) => {
        const command = plain({ type, ...fields }) as Command
        expect(commandCodec.decode(travelled(commandCodec.encode(command)), '')).toEqual(command)
      }),
      { numRuns: 60 },
    )
  })

  test.each(Object.entries(eventPayloads))('event %s', (type, payload) => {
    const event = fc.tuple(payload, whole, whole, fc.array(posting, { maxLength: 3 }))
    fc.assert(
      fc.property(event, ([fields, seq, atMs, postings]) => {
        const happened = plain({ seq, atMs, postings, type, ...fields }) as unknown as Event
        expect(eventCodec.decode(travelled(eventCodec.encode(happened)), '')).toEqual(happened)
      }),
      { numRuns: 60 },
    )
  })

  test.each(['__proto__', 'constructor', 'toString'])('a scope and a market may be called %s', (name) => {
    const position = { id: name, market: name, leg: 'net', quantity: '1', entryValue: '1', fundingIndex: '0' }
    const scope = { id: name, kind: 'isolated', holdings: [], positions: [position], orders: [] }
    const json = JSON.parse(
      `{ "id": "${name}", "venue": "${name}", "scopes": { "${name}": ${JSON.stringify(scope)} },
         "settings": { "leverage": { "${name}": "5" } }, "memo": { "calls": [] } }`,
    ) as Json
    const decoded = accountCodec.decode(json, '')
    expect([...decoded.scopes.keys(), ...decoded.settings.leverage.keys()]).toEqual([name, name])
    expect(travelled(accountCodec.encode(decoded))).toEqual(json)
  })
})

describe('what does not fit is refused, with the path and what to do', () => {
  const fill = { type: 'fill', account: 'a', market: 'BTCUSDT', quantity: '1', price: '60000' }
  const open = (account: object): Json => ({ type: 'open_account', account: account as Json })
  const whole = { id: 'a', venue: 'v', scopes: {}, settings: { leverage: {} }, memo: { calls: [] } }

  test.each<{ json: Json; code: string; says: RegExp }>([
    { json: null, code: 'document_invalid', says: /^command must be an object, not null/ },
    { json: [], code: 'document_invalid', says: /^command must be an object, not \[\]/ },
    { json: 'fill', code: 'document_invalid', says: /^command must be an object, not "fill"/ },
    { json: {}, code: 'document_invalid', says: /^command.type must be one of open_account, deposit, / },
    { json: { type: 7 }, code: 'document_invalid', says: /^command.type must be one of .*, not 7/ },
    { json: { type: 'fil' }, code: 'unknown_command', says: /^command.type "fil" .* Did you mean "fill"\?/ },
    { json: { type: 'constructor' }, code: 'unknown_command', says: /"constructor" is not known/ },
    { json: { type: '__proto__' }, code: 'unknown_command', says: /"__proto__" is not known/ },
    { json: { ...fill, quantiy: '1' }, code: 'unknown_key', says: /command.quantiy .* Did you mean "quantity"\?/ },
    { json: { ...fill, seq: 1 }, code: 'unknown_key', says: /command.seq is not a known key/ },
    { json: JSON.parse('{"type":"advance","__proto__":1}') as Json, code: 'unknown_key', says: /command.__proto__/ },
    { json: { type: 'price', market: 'X' }, code: 'document_invalid', says: /^command.price is missing/ },
    { json: { type: 'price', price: '1' }, code: 'document_invalid', says: /^command.market is missing/ },
    { json: { ...fill, quantity: 1 }, code: 'document_invalid', says: /^command.quantity must be a decimal string/ },
    { json: { ...fill, quantity: null }, code: 'document_invalid', says: /^command.quantity must be a decimal string/ },
    { json: { ...fill, quantity: '1e3' }, code: 'number_invalid', says: /^command.quantity: "1e3" is not a decimal/ },
    { json: { ...fill, price: `0.${'0'.repeat(18)}1` }, code: 'precision_loss', says: /^command.price: .* round it/ },
    { json: { ...fill, price: '9'.repeat(61) }, code: 'number_too_long', says: /^command.price: / },
    { json: { ...fill, leg: 'both' }, code: 'document_invalid', says: /^command.leg must be one of net, long, short/ },
    { json: { ...fill, account: 5 }, code: 'document_invalid', says: /^command.account must be a string, not 5/ },
    { json: open({}), code: 'document_invalid', says: /^command.account.id is missing/ },
    { json: open({ ...whole, scopes: [] }), code: 'document_invalid', says: /^command.account.scopes must be an obj/ },
    {
      json: open({ ...whole, scopes: { cross: { id: 'cross' } } }),
      code: 'document_invalid',
      says: /^command.account.scopes.cross.kind is missing/,
    },
    {
      json: open({ ...whole, memo: { calls: [{ scope: 'cross', kind: 'margin' }] } }),
      code: 'document_invalid',
      says: /^command.account.memo.calls\[0\].kind must be one of fed, /,
    },
    { json: open({ ...whole, memo: { calls: {} } }), code: 'document_invalid', says: /memo.calls must be a list/ },
    { json: open({ ...whole, sope: 1 }), code: 'unknown_key', says: /account.sope .* Did you mean "scopes"\?/ },
  ])('case %#: $says', ({ json, code, says }) => {
    const error = refusal(() => commandCodec.decode(json, 'command'))
    expect(error.message).toMatch(says)
    expect(error.code).toBe(code)
    expect(error.place.path).toMatch(/^command/)
  })

  test.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5', null])('a time of %s is none', (atMs) => {
    const event = { type: 'call.met', seq: 1, atMs, account: 'a', scope: 'cross', postings: [] } as unknown as Json
    expect(refusal(() => eventCodec.decode(event, 'event')).message).toMatch(/^event.atMs must be a whole number/)
  })

  test('a long wrong value is shown in part', () => {
    const { message } = refusal(() => commandCodec.decode('x'.repeat(5000), 'command'))
    expect(message.length).toBeLessThan(120)
  })
})

import type { Quantity } from '../number/index.js'
import type { Account, OpenCall, Position, Scope } from './account.js'
import {
  type Codec,
  decimal,
  type Fields,
  flag,
  integer,
  list,
  literal,
  mapOf,
  native,
  nullable,
  objectOf,
  optional,
  record,
  text,
  union,
} from './codec.js'
import type { Command, CommandPayloads, CommandType } from './command.js'
import type { Event, EventPayloads, EventType, HouseAccount, Party, Posting } from './event.js'

const leg: Codec<Position['leg']> = literal('net', 'long', 'short')
const callKind: Codec<OpenCall['kind']> = literal(
  'fed',
  'maintenance',
  'house',
  'day_trade',
  'intraday',
  'portfolio',
  'futures',
  'stop_out',
)

const scope: Codec<Scope> = record<Scope>({
  id: text,
  kind: literal('cross', 'isolated', 'vault'),
  holdings: list(
    record({ asset: text, kind: literal('cash', 'supplied', 'borrowed'), stored: native, isCollateral: flag }),
  ),
  positions: list(
    record({ id: text, market: text, leg, quantity: decimal(), entryValue: decimal(), fundingIndex: native }),
  ),
  orders: list(record({ id: text, market: text, leg, quantity: decimal(), price: decimal() })),
})

export const accountCodec: Codec<Account> = record<Account>({
  id: text,
  venue: text,
  scopes: mapOf(scope),
  settings: record<Account['settings']>({ leverage: mapOf(decimal()), eMode: optional(integer) }),
  memo: record({
    calls: list(
      record<OpenCall>({
        scope: text,
        kind: callKind,
        amount: decimal(),
        restoreTo: literal('maintenance', 'initial', 'level'),
        madeAtMs: integer,
        dueAtMs: nullable(integer),
      }),
    ),
  }),
})

const cashMove = { account: text, asset: text, amount: decimal<Quantity>(), scope: optional(text) }

const commandFields: { readonly [T in CommandType]: Fields<CommandPayloads[T]> } = {
  open_account: { account: accountCodec },
  deposit: cashMove,
  withdraw: cashMove,
  transfer: { account: text, asset: text, amount: decimal(), from: text, to: text },
  fill: {
    account: text,
    market: text,
    quantity: decimal(),
    price: decimal(),
    scope: optional(text),
    leg: optional(leg),
    counterparty: optional(text),
    counterpartyScope: optional(text),
    counterpartyLeg: optional(leg),
  },
  price: { market: text, price: decimal() },
  liquidation_fill: { order: text, quantity: decimal(), price: decimal() },
  fund: { venue: text, asset: text, amount: decimal() },
  advance: {},
}

/**
 * Commands as JSON, both ways.
 * @example commandCodec.decode({ type: 'price', market: 'BTCUSDT', price: '58000' }, '')
 */
export const commandCodec: Codec<Command> = tagged<Command>(commandFields)

const party: Codec<Party> = {
  encode: (value) =>
    'house' in value ? { house: value.house, venue: value.venue } : { account: value.account, scope: value.scope },
  decode: (json, path) =>
    'house' in objectOf(json, path)
      ? record<{ house: HouseAccount; venue: string }>({
          house: literal('outside', 'insurance_fund', 'bad_debt'),
          venue: text,
        }).decode(json, path)
      : record<{ account: string; scope: string }>({ account: text, scope: text }).decode(json, path),
}

const posting: Codec<Posting> = tagged<Posting, 'kind'>(
  {
    cash: { party, asset: text, amount: decimal() },
    position: { party, market: text, leg, quantity: decimal(), entryValue: decimal(), settlement: text },
  },
  'kind',
)

const inScope = { account: text, scope: text }
const cashMoved = { ...inScope, asset: text, amount: decimal<Quantity>() }
const inLiquidation = { liquidation: text, ...inScope }

const eventFields: { readonly [T in EventType]: Fields<EventPayloads[T]> } = {
  'account.opened': { account: text, venue: text },
  'cash.deposited': cashMoved,
  'cash.withdrawn': cashMoved,
  'margin.transferred': { account: text, from: text, to: text, asset: text, amount: decimal() },
  'fill.booked': {
    ...inScope,
    market: text,
    quantity: decimal(),
    price: decimal(),
    realizedPnl: decimal(),
    counterparty: nullable(text),
  },
  'price.accepted': { market: text, price: decimal() },
  'call.made': { ...inScope, kind: callKind, amount: decimal(), dueAtMs: nullable(integer) },
  'call.met': inScope,
  'call.expired': inScope,
  'liquidation.started': {
    ...inLiquidation,
    cause: nullable(record({ factor: text, price: decimal() })),
    equity: decimal(),
    marginEquity: decimal(),
    requirement: decimal(),
    notional: decimal(),
    ruleVersion: text,
  },
  'liquidation.ordered': {
    ...inLiquidation,
    order: text,
    market: text,
    leg: nullable(leg),
    quantity: decimal(),
    markPrice: decimal(),
  },
  'liquidation.filled': {
    ...inLiquidation,
    order: text,
    market: text,
    quantity: decimal(),
    price: decimal(),
    notional: decimal(),
    realizedPnl: decimal(),
    fee: decimal(),
  },
  'shortfall.covered': { ...inLiquidation, shortfall: decimal(), fromFund: decimal(), badDebt: decimal() },
  'liquidation.completed': { ...inLiquidation, outcome: literal('restored', 'closed') },
  'fund.paid_in': { venue: text, asset: text, amount: decimal() },
}

/** Events as JSON, both ways: what streams and reports carry. */
export const eventCodec: Codec<Event> = tagged<Event>(
  Object.fromEntries(
    Object.entries(eventFields).map(([type, fields]) => [
      type,
      { seq: integer, atMs: integer, ...fields, postings: list(posting) },
    ]),
  ),
)

/** The union codec of a table of fields by type. */
function tagged<T extends { readonly [P in Tag]: string }, Tag extends string = 'type'>(
  table: Readonly<Record<string, object>>,
  tag: Tag = 'type' as Tag,
): Codec<T> {
  const cases = Object.entries(table).map(([name, fields]) => [name, record(fields as Fields<object>)])
  return union<T, Tag>(tag, Object.fromEntries(cases))
}

import { invariant } from '../../errors.js'
import {
  type Account,
  type AccountId,
  type CommandPayloads,
  CROSS,
  emptyScope,
  isolatedScopeId,
  type Position,
  type Posting,
  positionId,
  type Refusal,
  type Rulebook,
  type Scope,
  type ScopeId,
  withHolding,
} from '../../model/index.js'
import {
  absolute,
  negate,
  notionalFloor,
  type Price,
  type Quantity,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'
import {
  type Context,
  cash,
  findAccount,
  firstRefusal,
  type Handler,
  house,
  inScope,
  isLiquidating,
  isRefusal,
  refuse,
} from '../context.js'
import { isExact, tradeEffect } from '../trade.js'
import { initialFault } from './cash.js'
import { unitOf } from './open-account.js'

/** One side of a trade, decided: what it posts and what the scope looks like after it. */
export interface Side {
  readonly account: Account
  readonly book: Rulebook
  readonly scope: ScopeId
  readonly after: Scope
  readonly postings: readonly Posting[]
  readonly realizedPnl: Value
  readonly isReducing: boolean
}

export interface Trade {
  readonly market: string
  readonly quantity: Quantity
  readonly price: Price
  readonly leg: Position['leg']
  /** What changes hands: a position in a contract, an asset that is held against the currency, or an option that is paid for. */
  readonly of: 'contract' | 'asset' | 'option'
}

/** A trade, with both sides decided before either is booked. Making a position smaller never needs a price or margin. */
export const fill: Handler<CommandPayloads['fill']> = (context, command) => {
  const { market, quantity, price, counterparty } = command
  const of = tradedIn(context, command)
  const own: Seat = {
    account: command.account,
    scope: command.scope ?? CROSS,
    trade: { market, quantity, price, leg: command.leg ?? 'net', of },
  }
  const other: Seat | null =
    counterparty === undefined
      ? null
      : {
          account: counterparty,
          scope: command.counterpartyScope ?? CROSS,
          trade: { market, quantity: negate(quantity), price, leg: command.counterpartyLeg ?? 'net', of },
        }
  const seats = other === null ? [own] : [own, other]
  const fault = firstRefusal(...seats.map((seat) => seatFault(context, seat)), partiesFault(context, own, other))
  if (fault !== null) return fault
  const sides = seats.map((seat) => sideOf(context, seat))
  const refusal = firstRefusal(
    ...sides.map(({ isReducing, account, after }) =>
      isReducing ? null : initialFault(context, { accountId: account.id, scope: after }),
    ),
  )
  if (refusal !== null) return refusal
  const [side, otherSide] = sides
  invariant(side !== undefined, 'a trade has a side of its own')
  // From here on the command is accepted.
  context.emit(
    {
      type: 'fill.booked',
      account: side.account.id,
      scope: side.scope,
      market,
      quantity,
      price,
      realizedPnl: side.realizedPnl,
      counterparty: counterparty ?? null,
    },
    [...side.postings, ...(otherSide?.postings ?? outsidePostings(side.account.venue, side.book, own.trade))],
  )
  context.examine(side.account.id, null)
  if (counterparty !== undefined) context.examine(counterparty, null)
  return null
}

/** Who trades, where, and what. */
interface Seat {
  readonly account: AccountId
  readonly scope: ScopeId
  readonly trade: Trade
}

/** At a broker assets change hands; elsewhere only what the scope holds beside the currency, all else is a contract. */
function tradedIn(context: Context, command: CommandPayloads['fill']): Trade['of'] {
  const found = findAccount(context, command.account)
  if (isRefusal(found)) return 'contract'
  const { account, book } = found
  if (isOption(book, command.market)) return 'option'
  if (book.family === 'broker' || book.family === 'scenario') return 'asset'
  const holdings = account.scopes.get(command.scope ?? CROSS)?.holdings ?? []
  const isHeld = holdings.some(({ asset, kind }) => asset === command.market && kind === 'cash')
  return book.family === 'simple' && command.market !== book.currency && isHeld ? 'asset' : 'contract'
}

/** What stands against one side by itself. */
function seatFault(context: Context, { account: id, scope, trade }: Seat): Refusal | null {
  const found = findAccount(context, id)
  if (isRefusal(found)) return found
  const { account, book } = found
  const held = heldIn(account, scope)
  return firstRefusal(
    held === undefined
      ? refuse('scope_unknown', `The account ${id} has no scope ${scope}: transfer margin into it first.`)
      : placeFault(held, trade),
    tradeFault(book, trade),
    held === undefined ? null : legFault(held, trade),
    isLiquidating(context.books, id, scope)
      ? refuse('scope_liquidating', `${scope} of ${id} is being liquidated: deposit, or wait until it is completed.`)
      : null,
  )
}

/** What stands against the two sides together. */
function partiesFault(context: Context, own: Seat, other: Seat | null): Refusal | null {
  if (other === null) return null
  if (own.account === other.account) {
    return refuse('same_party', `${own.account} cannot trade with itself: name another counterparty.`)
  }
  const [a, b] = [own, other].map((seat) => context.books.accounts.get(seat.account)?.venue)
  return a === b || a === undefined || b === undefined
    ? null
    : refuse('venues_differ', `${own.account} is at ${a} and ${other.account} at ${b}: name a counterparty at ${a}.`)
}

/** An isolated scope is for the one position that it is named after. */
function placeFault(held: Scope, { market, leg, of }: Trade): Refusal | null {
  if (held.kind !== 'isolated' || (of === 'contract' && held.id === isolatedScopeId(market, leg))) return null
  return refuse('scope_unknown', `${held.id} is for the position that it is named after: trade ${market} in another.`)
}

/** The long leg of hedge mode is never short, nor the short one long. */
function legFault(held: Scope, { market, leg, quantity, of }: Trade): Refusal | null {
  if (leg === 'net' || of === 'asset') return null
  const id = positionId(market, leg)
  const after = (held.positions.find((each) => each.id === id)?.quantity ?? 0n) + quantity
  if (leg === 'long' ? after >= 0n : after <= 0n) return null
  return refuse(
    'quantity_wrong_side',
    `That would turn the ${leg} leg of ${market}: close it, and trade the other leg.`,
  )
}

function heldIn(account: Account, scope: ScopeId): Scope | undefined {
  return account.scopes.get(scope) ?? (scope === CROSS ? emptyScope(CROSS, 'cross') : undefined)
}

function sideOf(context: Context, { account: id, scope, trade }: Seat): Side {
  const found = findAccount(context, id)
  const held = isRefusal(found) ? undefined : heldIn(found.account, scope)
  invariant(!isRefusal(found) && held !== undefined, 'a trade without a fault has its accounts and scopes')
  return decideSide(found.account, found.book, held, trade)
}

/** What a trade does to one scope: a contract changes a position, an asset that is held changes hands against the currency. */
export function decideSide(account: Account, book: Rulebook, held: Scope, trade: Trade): Side {
  const shared = { account, book, scope: held.id }
  const party = inScope(account.id, held.id)
  const unit = unitOf(book, book.currency)
  if (trade.of === 'option') return optionSide(account, book, held, trade)
  if (trade.of === 'asset') {
    const cost = notionalFloor(trade.quantity, trade.price)
    const before = held.holdings.find((each) => each.asset === trade.market && each.kind === 'cash')?.stored ?? 0n
    const stored = before + trade.quantity / unitOf(book, trade.market)
    const traded = withHolding(held, { asset: trade.market, kind: 'cash', stored: stored - before })
    return {
      ...shared,
      after: withHolding(traded, { asset: book.currency, kind: 'cash', stored: -cost / unit }),
      postings: [cash(party, trade.market, trade.quantity), cash(party, book.currency, -cost)],
      realizedPnl: ZERO_VALUE,
      isReducing: before !== 0n && (stored === 0n || (stored > 0n === before > 0n && size(stored) < size(before))),
    }
  }
  const id = positionId(trade.market, trade.leg)
  const position = held.positions.find((each) => each.id === id) ?? null
  const effect = tradeEffect(position, { ...trade, unit })
  const { market, leg, quantity } = trade
  const posting: Posting = {
    kind: 'position',
    party,
    market,
    leg,
    quantity,
    entryValue: effect.entryValue,
    settlement: book.currency,
  }
  const settled = effect.realizedPnl === 0n ? [] : [cash(party, book.currency, effect.realizedPnl)]
  return {
    ...shared,
    after: scopeAfter(held, position, { trade, effect, book }),
    postings: [posting, ...settled],
    realizedPnl: effect.realizedPnl,
    isReducing: effect.isReducing,
  }
}

/** An option is paid for when it changes hands, as an asset is, and held as a position without an entry value. */
function optionSide(account: Account, book: Rulebook, held: Scope, trade: Trade): Side {
  const { market, leg, quantity } = trade
  const cost = notionalFloor(quantity, trade.price)
  const party = inScope(account.id, held.id)
  const position = held.positions.find((each) => each.id === positionId(market, leg)) ?? null
  const before = position?.quantity ?? 0n
  const after = before + quantity
  const traded = scopeAfter(held, position, {
    trade,
    effect: { entryValue: ZERO_VALUE, realizedPnl: ZERO_VALUE },
    book,
  })
  return {
    account,
    book,
    scope: held.id,
    after: withHolding(traded, { asset: book.currency, kind: 'cash', stored: -cost / unitOf(book, book.currency) }),
    postings: [
      { kind: 'position', party, market, leg, quantity, entryValue: ZERO_VALUE, settlement: book.currency },
      cash(party, book.currency, -cost),
    ],
    realizedPnl: ZERO_VALUE,
    isReducing: before !== 0n && (after === 0n || (after > 0n === before > 0n && size(after) < size(before))),
  }
}

/** Options that a rulebook knows are paid for in full, unlike a contract. */
export function isOption(book: Rulebook, market: string): boolean {
  return (book.family === 'broker' || book.family === 'scenario') && book.options.has(market)
}

/** The counterparty that is not named: it takes whatever the account does, at the trade's exact value. */
export function outsidePostings(venue: string, book: Rulebook, trade: Trade): readonly Posting[] {
  const party = house('outside', venue)
  const cost = notionalFloor(trade.quantity, trade.price)
  if (trade.of === 'asset') {
    return [cash(party, trade.market, -trade.quantity), cash(party, book.currency, cost)]
  }
  const { market } = trade
  const quantity = negate(trade.quantity)
  if (trade.of === 'option') {
    return [
      { kind: 'position', party, market, leg: 'net', quantity, entryValue: ZERO_VALUE, settlement: book.currency },
      cash(party, book.currency, cost),
    ]
  }
  return [
    { kind: 'position', party, market, leg: 'net', quantity, entryValue: negate(cost), settlement: book.currency },
  ]
}

/** What is wrong with a trade by the market's own steps; a market that the rulebook does not list needs only an exact value. */
export function tradeFault(book: Rulebook, trade: Trade): Refusal | null {
  const { market, quantity, price } = trade
  if (book.family === 'derivatives' && !book.markets.has(market)) {
    return refuse('market_unknown', `${book.id} has no market ${market}.`)
  }
  if (trade.of === 'asset' && market === book.currency) {
    return refuse('market_unknown', `${market} is the account's currency: name the security that was traded.`)
  }
  if (quantity === 0n) return refuse('quantity_zero', 'A fill has a quantity: + buys, − sells.')
  const rule = book.family === 'derivatives' ? book.markets.get(market)?.market : undefined
  if (rule !== undefined && absolute(quantity) % rule.lot !== 0n) {
    return refuse('quantity_off_lot', `Quantities of ${market} come in its lot: round to it.`)
  }
  if (price <= 0n) return refuse('price_not_positive', `A fill's price is above 0.`)
  if (rule !== undefined && price % rule.tick !== 0n) {
    return refuse('price_off_tick', `Prices of ${market} come in its tick: round to it.`)
  }
  if (!isExact(quantity, price, unitOf(book, book.currency))) {
    return refuse('price_off_tick', `quantity × price has more decimals than ${book.currency}: round one of them.`)
  }
  return null
}

function scopeAfter(
  held: Scope,
  position: Position | null,
  change: { trade: Trade; effect: { entryValue: Value; realizedPnl: Value }; book: Rulebook },
): Scope {
  const { trade, effect, book } = change
  const { market, leg } = trade
  const changed: Position = {
    id: positionId(market, leg),
    market,
    leg,
    quantity: ((position?.quantity ?? 0n) + trade.quantity) as Quantity,
    entryValue: ((position?.entryValue ?? 0n) + effect.entryValue) as Value,
    fundingIndex: position?.fundingIndex ?? 0n,
  }
  const others = held.positions.filter((each) => each !== position)
  const positions = changed.quantity === 0n ? others : [...others, changed]
  const stored = effect.realizedPnl / unitOf(book, book.currency)
  return withHolding({ ...held, positions }, { asset: book.currency, kind: 'cash', stored })
}

function size(stored: bigint): bigint {
  return stored < 0n ? -stored : stored
}

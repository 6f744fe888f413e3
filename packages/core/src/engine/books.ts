import { invariant, unreachable } from '../errors.js'
import {
  type Account,
  type EventBody,
  emptyScope,
  type HouseAccount,
  isolatedScopeId,
  type Party,
  type Position,
  type Posting,
  positionId,
  type Rulebook,
  type Scope,
  type VenueId,
  withHolding,
} from '../model/index.js'
import { add, type Quantity, ZERO_VALUE } from '../number/index.js'
import { decimalsOf } from '../rules/index.js'
import { houseKey, type State, type VenueTotals } from './state.js'

/** The engine's own copy of the state, the only one that changes. */
export type Books = {
  -readonly [K in keyof State]: State[K] extends ReadonlyMap<infer Key, infer Held> ? Map<Key, Held> : State[K]
}

export function createBooks(rulebooks: Iterable<Rulebook>): Books {
  return {
    seq: 0,
    atMs: 0,
    rulebooks: new Map([...rulebooks].map((book) => [book.id, book])),
    prices: new Map(),
    accounts: new Map(),
    houseCash: new Map(),
    outsidePositions: new Map(),
    liquidations: new Map(),
    totals: new Map(),
  }
}

export function forkBooks(books: State): Books {
  return {
    ...books,
    rulebooks: new Map(books.rulebooks),
    prices: new Map(books.prices),
    accounts: new Map(books.accounts),
    houseCash: new Map(books.houseCash),
    outsidePositions: new Map(books.outsidePositions),
    liquidations: new Map(books.liquidations),
    totals: new Map(books.totals),
  }
}

const NO_TOTALS: VenueTotals = {
  liquidations: 0,
  forcedNotional: ZERO_VALUE,
  fees: ZERO_VALUE,
  shortfall: ZERO_VALUE,
  fromFund: ZERO_VALUE,
  badDebt: ZERO_VALUE,
}

/** Books an event: every posting, after proving that together they sum to 0. */
export function book(books: Books, postings: readonly Posting[], body: EventBody): void {
  if (postings.length > 0) {
    requireBalance(postings, body)
    for (const posting of postings) post(books, posting)
  }
  count(books, body)
}

/**
 * The books' invariant, at every event: per asset Σ cash − Σ entry value = 0, per market Σ quantity = 0.
 * @throws `invariant_violated`
 */
function requireBalance(postings: readonly Posting[], body: EventBody): void {
  const sums = new Map<string, bigint>()
  const sum = (key: string, amount: bigint): void => {
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  for (const posting of postings) {
    if (posting.kind === 'cash') sum(posting.asset, posting.amount)
    else {
      sum(posting.settlement, -posting.entryValue)
      sum(`${posting.market} contracts`, posting.quantity)
    }
  }
  for (const [name, total] of sums) {
    invariant(total === 0n, 'the postings of an event sum to 0', { event: body.type, of: name, total })
  }
}

function post(books: Books, posting: Posting): void {
  if ('house' in posting.party) postToHouse(books, posting, posting.party)
  else postToAccount(books, posting, posting.party)
}

function postToHouse(books: Books, posting: Posting, party: { house: HouseAccount; venue: VenueId }): void {
  const { house, venue } = party
  switch (posting.kind) {
    case 'cash': {
      const key = houseKey(house, venue, posting.asset)
      const stored = (books.houseCash.get(key)?.stored ?? 0n) + toStored(books, venue, posting.asset, posting.amount)
      books.houseCash.set(key, { house, venue, asset: posting.asset, stored })
      invariant(house !== 'insurance_fund' || stored >= 0n, 'the insurance fund is never negative', { venue, stored })
      return
    }
    case 'position': {
      invariant(house === 'outside', 'of the house accounts only outside holds positions', { house })
      const key = `${venue}/${posting.market}`
      const held = books.outsidePositions.get(key)
      books.outsidePositions.set(key, {
        venue,
        market: posting.market,
        settlement: posting.settlement,
        quantity: add(held?.quantity ?? (0n as Quantity), posting.quantity),
        entryValue: add(held?.entryValue ?? ZERO_VALUE, posting.entryValue),
      })
      return
    }
    default:
      unreachable(posting)
  }
}

function postToAccount(books: Books, posting: Posting, party: Extract<Party, { account: string }>): void {
  const account = books.accounts.get(party.account)
  invariant(account !== undefined, 'postings go to accounts that exist', { account: party.account })
  const scope = account.scopes.get(party.scope) ?? scopeFor(party.scope, posting)
  const changed =
    posting.kind === 'cash'
      ? withHolding(scope, {
          asset: posting.asset,
          kind: 'cash',
          stored: toStored(books, account.venue, posting.asset, posting.amount),
        })
      : withPosition(scope, posting)
  books.accounts.set(account.id, withScope(account, changed))
}

/** A scope that does not exist yet: isolated by its name, else cross. */
function scopeFor(id: string, posting: Posting): Scope {
  const isIsolated = id.startsWith('isolated:')
  invariant(
    posting.kind === 'cash' || !isIsolated || id === isolatedScopeId(posting.market, posting.leg),
    'an isolated scope holds the position that it is named after',
    { scope: id },
  )
  return emptyScope(id, isIsolated ? 'isolated' : 'cross')
}

/** The account with a scope replaced; an isolated one that holds nothing any more goes. */
function withScope(account: Account, scope: Scope): Account {
  const scopes = new Map(account.scopes)
  const isEmpty = scope.holdings.length === 0 && scope.positions.length === 0 && scope.orders.length === 0
  if (isEmpty && scope.kind === 'isolated') scopes.delete(scope.id)
  else scopes.set(scope.id, scope)
  return { ...account, scopes }
}

function withPosition(scope: Scope, posting: Extract<Posting, { kind: 'position' }>): Scope {
  const id = positionId(posting.market, posting.leg)
  const held = scope.positions.find((each) => each.id === id)
  if (held === undefined) {
    const { market, leg, quantity, entryValue } = posting
    return { ...scope, positions: [...scope.positions, { id, market, leg, quantity, entryValue, fundingIndex: 0n }] }
  }
  const changed: Position = {
    ...held,
    quantity: add(held.quantity, posting.quantity),
    entryValue: add(held.entryValue, posting.entryValue),
  }
  if (changed.quantity === 0n) {
    invariant(changed.entryValue === 0n, 'a closed position leaves no entry value', {
      position: id,
      entryValue: changed.entryValue,
    })
    return { ...scope, positions: scope.positions.filter((each) => each !== held) }
  }
  return { ...scope, positions: scope.positions.map((each) => (each === held ? changed : each)) }
}

/** Units of 10^−18 as the asset's own units; a posting is always a whole number of them. */
function toStored(books: State, venue: VenueId, asset: string, amount: bigint): bigint {
  const book = books.rulebooks.get(venue)
  invariant(book !== undefined, 'every venue has its rulebook', { venue })
  const unit = 10n ** BigInt(18 - decimalsOf(book, asset))
  invariant(amount % unit === 0n, 'cash moves in whole units of the asset', { asset, amount })
  return amount / unit
}

/** The venue's running totals. */
function count(books: Books, body: EventBody): void {
  if (body.type !== 'liquidation.started' && body.type !== 'liquidation.filled' && body.type !== 'shortfall.covered')
    return
  const venue = books.accounts.get(body.account)?.venue ?? ''
  const totals = books.totals.get(venue) ?? NO_TOTALS
  switch (body.type) {
    case 'liquidation.started':
      books.totals.set(venue, { ...totals, liquidations: totals.liquidations + 1 })
      return
    case 'liquidation.filled':
      books.totals.set(venue, {
        ...totals,
        forcedNotional: add(totals.forcedNotional, body.notional),
        fees: add(totals.fees, body.fee),
      })
      return
    case 'shortfall.covered':
      books.totals.set(venue, {
        ...totals,
        shortfall: add(totals.shortfall, body.shortfall),
        fromFund: add(totals.fromFund, body.fromFund),
        badDebt: add(totals.badDebt, body.badDebt),
      })
      return
    default:
      unreachable(body)
  }
}

/** What all books together are off by, over every asset and market, in units of 10^−18; 0, always. */
export function residualOf(state: State): bigint {
  const sums = new Map<string, bigint>()
  const sum = (key: string, amount: bigint): void => {
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  for (const account of state.accounts.values()) {
    const rules = state.rulebooks.get(account.venue)
    invariant(rules !== undefined, 'every account has its rulebook', { account: account.id })
    for (const scope of account.scopes.values()) {
      for (const { asset, stored } of scope.holdings) {
        sum(`${account.venue}/${asset}`, stored * 10n ** BigInt(18 - decimalsOf(rules, asset)))
      }
      for (const { market, quantity, entryValue } of scope.positions) {
        sum(`${account.venue}/${rules.currency}`, -entryValue)
        sum(`${account.venue}/${market} contracts`, quantity)
      }
    }
  }
  for (const { venue, asset, stored } of state.houseCash.values()) {
    const rules = state.rulebooks.get(venue)
    if (rules !== undefined) sum(`${venue}/${asset}`, stored * 10n ** BigInt(18 - decimalsOf(rules, asset)))
  }
  for (const { venue, market, settlement, quantity, entryValue } of state.outsidePositions.values()) {
    sum(`${venue}/${settlement}`, -entryValue)
    sum(`${venue}/${market} contracts`, quantity)
  }
  let off = 0n
  for (const total of sums.values()) off += total < 0n ? -total : total
  return off
}

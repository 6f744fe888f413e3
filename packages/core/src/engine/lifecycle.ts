import { invariant } from '../errors.js'
import { planOrder } from '../liquidation/plan.js'
import {
  type Account,
  type AccountId,
  CROSS,
  cashOf,
  type OpenCall,
  type PriceCause,
  type Rulebook,
  type ScopeId,
} from '../model/index.js'
import { divCeil, type Quantity, type Value, ZERO_VALUE } from '../number/index.js'
import { callTermsOf, type ScopeAssessment } from '../rules/index.js'
import { unitOf } from './commands/open-account.js'
import { type Context, cash, house, inScope } from './context.js'
import type { Liquidation } from './state.js'

/**
 * What follows from where an account stands, scope by scope: a call is made, met or expires; a liquidation begins. Everything here is a
 * consequence: nothing is refused.
 */
export function examine(context: Context, id: AccountId, cause: PriceCause | null): void {
  const account = context.books.accounts.get(id)
  if (account === undefined) return
  for (const scope of context.assess(account).scopes) examineScope(context, id, scope, cause)
}

function examineScope(context: Context, id: AccountId, scope: ScopeAssessment, cause: PriceCause | null): void {
  const account = accountOf(context, id)
  if (scope.risk === null) return
  const open = liquidationOf(context, id, scope.scope)
  if (open !== undefined) {
    if (isAboveLine(scope)) end(context, open, 'restored')
    return
  }
  const call = account.memo.calls.find((each) => each.scope === scope.scope)
  switch (scope.status) {
    case 'called':
      if (call === undefined) makeCall(context, account, scope)
      return
    case 'liquidatable':
    case 'bankrupt':
      if (call !== undefined) closeCall(context, id, scope.scope, 'call.expired')
      start(context, id, scope, cause)
      return
    default:
      if (call !== undefined) closeCall(context, id, scope.scope, 'call.met')
  }
}

function isAboveLine(scope: ScopeAssessment): boolean {
  return scope.status === 'healthy' || scope.status === 'warned'
}

/** A liquidation is over; an order that is still open is void, and a fill of it is refused from here on. */
function end(context: Context, liquidation: Omit<Liquidation, 'order'>, outcome: 'restored' | 'closed'): void {
  context.books.liquidations.delete(liquidation.id)
  context.emit({ type: 'liquidation.completed', ...namesOf(liquidation), outcome })
}

function makeCall(context: Context, account: Account, scope: ScopeAssessment): void {
  const book = bookOf(context, account)
  invariant(scope.risk !== null, 'a call is made on known figures')
  const terms = callTermsOf(scope, book, context.atMs)
  invariant(terms !== null, 'a call on known figures has terms')
  const call: OpenCall = { scope: scope.scope, ...terms, madeAtMs: context.atMs }
  const { kind, amount, dueAtMs } = call
  context.books.accounts.set(account.id, {
    ...account,
    memo: { ...account.memo, calls: [...account.memo.calls, call] },
  })
  context.emit({ type: 'call.made', account: account.id, scope: scope.scope, kind, amount, dueAtMs })
}

function closeCall(context: Context, id: AccountId, scope: ScopeId, type: 'call.met' | 'call.expired'): void {
  const account = accountOf(context, id)
  const calls = account.memo.calls.filter((call) => call.scope !== scope)
  context.books.accounts.set(id, { ...account, memo: { ...account.memo, calls } })
  context.emit({ type, account: id, scope })
}

function start(context: Context, id: AccountId, scope: ScopeAssessment, cause: PriceCause | null): void {
  const account = accountOf(context, id)
  const book = bookOf(context, account)
  invariant(scope.risk !== null, 'a liquidation starts on known figures')
  const liquidation = `liq-${context.books.seq + 1}`
  let notional = ZERO_VALUE
  for (const { leg, notional: each } of scope.legs) {
    if (leg.maintenance.by !== 'none') notional = (notional + each) as Value
  }
  context.emit({
    type: 'liquidation.started',
    liquidation,
    account: id,
    scope: scope.scope,
    cause,
    equity: scope.risk.equity,
    marginEquity: scope.risk.maintenance.marginEquity,
    requirement: scope.risk.maintenance.requirement,
    notional,
    ruleVersion: book.version,
  })
  proceed(context, {
    id: liquidation,
    account: id,
    scope: scope.scope,
    venue: account.venue,
    startedAtMs: context.atMs,
    cause,
    ordersMade: 0,
  })
}

/** The next order of a liquidation, or its end: restored, or closed with its shortfall covered. */
export function proceed(context: Context, liquidation: Omit<Liquidation, 'order'>): void {
  const account = accountOf(context, liquidation.account)
  const book = bookOf(context, account)
  const scope = context.assess(account).scopes.find((each) => each.scope === liquidation.scope)
  const isOver = scope === undefined || isAboveLine(scope)
  const planned =
    scope === undefined || isOver
      ? null
      : planOrder({ account, book, view: { prices: context.books.prices, atMs: context.atMs }, scope })
  if (planned !== null) {
    const order = { ...planned, id: `${liquidation.id}-${liquidation.ordersMade + 1}` }
    context.books.liquidations.set(liquidation.id, { ...liquidation, order, ordersMade: liquidation.ordersMade + 1 })
    const { id, market, leg, quantity, markPrice } = order
    context.emit({ type: 'liquidation.ordered', ...namesOf(liquidation), order: id, market, leg, quantity, markPrice })
    return
  }
  const isClosed =
    scope === undefined || scope.legs.every(({ leg }) => leg.maintenance.by === 'none' || leg.quantity === 0n)
  if (scope !== undefined && isClosed) coverShortfall(context, liquidation, scope)
  end(context, liquidation, isClosed ? 'closed' : 'restored')
  if (isClosed && returnMargin(context, liquidation)) examineCross(context, liquidation.account)
}

/** Margin that came back may have cured a call there. */
function examineCross(context: Context, id: AccountId): void {
  const cross = context.assess(accountOf(context, id)).scopes.find(({ scope }) => scope === CROSS)
  if (cross !== undefined) examineScope(context, id, cross, null)
}

/**
 * What a closed scope owes beyond all that it has is paid by the fund as far as it reaches; the rest is bad debt on the venue's books.
 * A debit that other collateral covers is nobody's shortfall: it stays.
 */
function coverShortfall(context: Context, liquidation: Omit<Liquidation, 'order'>, scope: ScopeAssessment): void {
  const account = accountOf(context, liquidation.account)
  const book = bookOf(context, account)
  const held = account.scopes.get(liquidation.scope)
  const unit = unitOf(book, book.currency)
  const debit = held === undefined ? 0n : -cashOf(held, book.currency) * unit
  const uncovered = scope.risk === null || scope.risk.equity >= 0n ? 0n : divCeil(-scope.risk.equity, unit) * unit
  const owed = uncovered < debit ? uncovered : debit
  if (owed <= 0n) return
  const fund = (context.books.houseCash.get(`insurance_fund/${account.venue}/${book.currency}`)?.stored ?? 0n) * unit
  const fromFund = fund < owed ? fund : owed
  const badDebt = owed - fromFund
  context.emit(
    {
      type: 'shortfall.covered',
      ...namesOf(liquidation),
      shortfall: owed as Value,
      fromFund: fromFund as Value,
      badDebt: badDebt as Value,
    },
    [
      cash(inScope(account.id, liquidation.scope), book.currency, owed),
      cash(house('insurance_fund', account.venue), book.currency, -fromFund),
      cash(house('bad_debt', account.venue), book.currency, -badDebt),
    ],
  )
}

/** What is left in an isolated scope without a position goes back to the cross balance; whether anything did. */
function returnMargin(context: Context, liquidation: Omit<Liquidation, 'order'>): boolean {
  const account = accountOf(context, liquidation.account)
  const book = bookOf(context, account)
  const held = account.scopes.get(liquidation.scope)
  if (held === undefined || held.kind !== 'isolated') return false
  const amount = cashOf(held, book.currency) * unitOf(book, book.currency)
  if (amount <= 0n) return false
  const { currency: asset } = book
  context.emit(
    { type: 'margin.transferred', account: account.id, from: held.id, to: 'cross', asset, amount: amount as Quantity },
    [cash(inScope(account.id, held.id), asset, -amount), cash(inScope(account.id, 'cross'), asset, amount)],
  )
  return true
}

function liquidationOf(context: Context, account: AccountId, scope: ScopeId): Liquidation | undefined {
  for (const each of context.books.liquidations.values()) {
    if (each.account === account && each.scope === scope) return each
  }
  return undefined
}

function namesOf(liquidation: Omit<Liquidation, 'order'>): { liquidation: string; account: AccountId; scope: ScopeId } {
  return { liquidation: liquidation.id, account: liquidation.account, scope: liquidation.scope }
}

function accountOf(context: Context, id: AccountId): Account {
  const account = context.books.accounts.get(id)
  invariant(account !== undefined, 'a liquidation is of an account that exists', { account: id })
  return account
}

function bookOf(context: Context, account: Account): Rulebook {
  const book = context.books.rulebooks.get(account.venue)
  invariant(book !== undefined, 'every account has its rulebook', { account: account.id })
  return book
}

import {
  type Account,
  availableMargin,
  type CommandPayloads,
  CROSS,
  cashOf,
  isolatedScopeId,
  type Position,
  quoteOf,
  type Refusal,
  type Rulebook,
  type Scope,
  withHolding,
} from '../../model/index.js'
import type { Quantity, Value } from '../../number/index.js'
import { familyOf } from '../../rules/index.js'
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
import { unitOf } from './open-account.js'

/**
 * Money in. The currency can never hurt and is always taken. Another asset needs a price: one that nobody can value would make the
 * scope unknown, and an unknown scope is neither called nor liquidated. Buying back what is owed needs none.
 */
export const deposit: Handler<CommandPayloads['deposit']> = (context, command) => {
  const found = findAccount(context, command.account)
  if (isRefusal(found)) return found
  const { account, book } = found
  const scope = command.scope ?? CROSS
  const { asset, amount } = command
  const fault = firstRefusal(
    amountFault(book, command),
    scope === CROSS ? null : scopeFault(account, scope),
    worthFault(context, { book, scope: account.scopes.get(scope), asset, amount }),
  )
  if (fault !== null) return fault
  // From here on the command is accepted.
  context.emit({ type: 'cash.deposited', account: account.id, scope, asset, amount }, [
    cash(inScope(account.id, scope), asset, amount),
    cash(house('outside', account.venue), asset, -amount),
  ])
  context.examine(account.id, null)
  return null
}

function worthFault(
  context: Context,
  of: { book: Rulebook; scope: Scope | undefined; asset: string; amount: Quantity },
): Refusal | null {
  const { book, scope, asset, amount } = of
  if (asset === book.currency || quoteOf(context.books.prices, asset).status === 'ok') return null
  const owed = scope === undefined ? 0n : -cashOf(scope, asset) * unitOf(book, asset)
  if (amount <= owed) return null
  return refuse(
    'price_unknown',
    `${asset} has no price here, so that a deposit of it cannot be valued: give its price first.`,
  )
}

/** Money out, as long as it is there and the initial requirement stays met. */
export const withdraw: Handler<CommandPayloads['withdraw']> = (context, command) => {
  const found = findAccount(context, command.account)
  if (isRefusal(found)) return found
  const { account, book } = found
  const scope = command.scope ?? CROSS
  const fault =
    firstRefusal(amountFault(book, command), scopeFault(account, scope)) ?? takeFault(context, { ...command, scope })
  if (fault !== null) return fault
  // From here on the command is accepted.
  const { asset, amount } = command
  context.emit({ type: 'cash.withdrawn', account: account.id, scope, asset, amount }, [
    cash(inScope(account.id, scope), asset, -amount),
    cash(house('outside', account.venue), asset, amount),
  ])
  context.examine(account.id, null)
  return null
}

/** Margin from one scope of an account to another; the giving scope keeps its initial requirement met. */
export const transfer: Handler<CommandPayloads['transfer']> = (context, command) => {
  const found = findAccount(context, command.account)
  if (isRefusal(found)) return found
  const { account, book } = found
  const { asset, amount, from, to } = command
  const isTarget = account.scopes.has(to) || to === CROSS || isIsolatedScope(book, to)
  const fault =
    firstRefusal(
      amountFault(book, command),
      scopeFault(account, from),
      isTarget ? null : scopeUnknown(account.id, to),
      from === to ? refuse('same_party', `A transfer goes from one scope to another: ${from} is both.`) : null,
    ) ?? takeFault(context, { ...command, scope: from })
  if (fault !== null) return fault
  // From here on the command is accepted.
  context.emit({ type: 'margin.transferred', account: account.id, from, to, asset, amount }, [
    cash(inScope(account.id, from), asset, -amount),
    cash(inScope(account.id, to), asset, amount),
  ])
  context.examine(account.id, null)
  return null
}

/** Money from outside into a venue's insurance fund. */
export const fund: Handler<CommandPayloads['fund']> = (context, { venue, asset, amount }) => {
  const book = context.books.rulebooks.get(venue)
  if (book === undefined) return refuse('venue_unknown', `The engine has no rulebook ${venue}.`)
  const fault = amountFault(book, { asset, amount })
  if (fault !== null) return fault
  // From here on the command is accepted.
  context.emit({ type: 'fund.paid_in', venue, asset, amount }, [
    cash(house('insurance_fund', venue), asset, amount),
    cash(house('outside', venue), asset, -amount),
  ])
  return null
}

function amountFault(book: Rulebook, { asset, amount }: { asset: string; amount: Quantity }): Refusal | null {
  if (book.family === 'derivatives' && !book.collateral.has(asset)) {
    return refuse(
      'asset_unknown',
      `${book.id} does not take ${asset}: it takes ${[...book.collateral.keys()].join(', ')}.`,
    )
  }
  if (amount <= 0n) return refuse('amount_not_positive', 'An amount is above 0.')
  if (amount % unitOf(book, asset) !== 0n) {
    return refuse('amount_off_unit', `The amount has more decimals than ${asset} has: round it first.`)
  }
  return null
}

/** What stands against taking an amount out of a scope. */
function takeFault(
  context: Context,
  take: { account: string; asset: string; amount: Quantity; scope: string },
): Refusal | null {
  const found = findAccount(context, take.account)
  if (isRefusal(found)) return found
  const { account, book } = found
  const held = account.scopes.get(take.scope)
  if (held === undefined) return scopeUnknown(account.id, take.scope)
  if (isLiquidating(context.books, account.id, take.scope)) {
    return refuse(
      'scope_liquidating',
      `${take.scope} of ${account.id} is being liquidated: deposit, or wait until it is completed.`,
    )
  }
  const stored = take.amount / unitOf(book, take.asset)
  if (cashOf(held, take.asset) < stored) {
    return refuse('insufficient_balance', `${take.scope} of ${account.id} holds less ${take.asset} than that.`)
  }
  const after = withHolding(held, { asset: take.asset, kind: 'cash', stored: -stored })
  return initialFault(context, { accountId: account.id, scope: after })
}

/** Whether a scope as it would be meets the initial requirement. */
export function initialFault(context: Context, query: { accountId: string; scope: Scope }): Refusal | null {
  const found = findAccount(context, query.accountId)
  if (isRefusal(found)) return found
  const { account, book } = found
  const only = { ...account, scopes: new Map([[query.scope.id, query.scope]]) }
  const [assessed] = familyOf(book).assess(only, book, { prices: context.books.prices, atMs: context.atMs }).scopes
  if (assessed?.risk == null) {
    const missing = assessed?.missing.map(({ factor, reason }) => `${factor} (${reason})`).join(', ')
    return refuse('price_unknown', `The initial requirement cannot be checked without a price of ${missing}.`)
  }
  const available = availableMargin(assessed.risk)
  if (available >= 0n) return null
  const shortfall = -available as Value
  return refuse(
    'below_initial',
    `That would leave ${query.scope.id} of ${account.id} below its initial requirement: deposit first.`,
    {
      shortfall,
    },
  )
}

function scopeFault(account: Account, scope: string): Refusal | null {
  return account.scopes.has(scope) ? null : scopeUnknown(account.id, scope)
}

/** Whether a scope of that name may come to be: one position's own, in a market that there is. */
function isIsolatedScope(book: Rulebook, scope: string): boolean {
  const [, market, leg] = /^isolated:(.+?)(?::(long|short))?$/.exec(scope) ?? []
  if (market === undefined || scope !== isolatedScopeId(market, (leg ?? 'net') as Position['leg'])) return false
  return book.family === 'simple' || (book.family === 'derivatives' && book.markets.has(market))
}

function scopeUnknown(account: string, scope: string): Refusal {
  return refuse('scope_unknown', `The account ${account} has no scope ${scope}.`)
}

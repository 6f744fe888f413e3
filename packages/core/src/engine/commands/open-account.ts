import { PlimsollError } from '../../errors.js'
import {
  type Account,
  type CommandPayloads,
  emptyScope,
  type Market,
  type Position,
  type Posting,
  type Rulebook,
  type ScopeId,
} from '../../model/index.js'
import { divCeil, negate, type Value } from '../../number/index.js'
import { decimalsOf, familyOf } from '../../rules/index.js'
import { cash, type Handler, house, inScope, refuse } from '../context.js'
import { accountFault } from './account-fault.js'

/** Families whose accounts the engine carries through a liquidation; lending venues' liquidations are by repayment and seizure. */
const FAMILIES_RUN: readonly Rulebook['family'][] = ['simple', 'derivatives', 'broker', 'futures', 'cfd', 'scenario']

/** Fills settle linear P&L in one currency: venues with other contracts are for `check` until they do more. */
function isRun(book: Rulebook): boolean {
  if (!FAMILIES_RUN.includes(book.family)) return false
  return book.family !== 'derivatives' || [...book.markets.values()].every(isPlainMarket)
}

function isPlainMarket({ market }: { readonly market: Market }): boolean {
  return market.kind === 'linear' && market.multiplier === undefined
}

export const openAccount: Handler<CommandPayloads['open_account']> = (context, { account }) => {
  const { books } = context
  if (books.accounts.has(account.id)) return refuse('account_exists', `The account ${account.id} exists already.`)
  const book = books.rulebooks.get(account.venue)
  if (book === undefined) {
    return refuse(
      'venue_unknown',
      `The engine has no rulebook ${account.venue}: it has ${[...books.rulebooks.keys()].join(', ')}.`,
    )
  }
  if (!isRun(book)) {
    return refuse('family_not_run', `The engine does not run ${book.family} accounts yet: use check for ${account.id}.`)
  }
  try {
    familyOf(book).validate(account, book)
  } catch (cause) {
    if (!(cause instanceof PlimsollError)) throw cause
    return refuse('account_invalid', cause.message)
  }
  const fault = accountFault(account, book)
  if (fault !== null) return fault
  // From here on the command is accepted.
  const scopes = new Map([...account.scopes.values()].map((scope) => [scope.id, emptyScope(scope.id, scope.kind)]))
  books.accounts.set(account.id, { ...account, scopes })
  context.emit({ type: 'account.opened', account: account.id, venue: account.venue }, postingsOf(account, book))
  context.examine(account.id, null)
  return null
}

function postingsOf(account: Account, book: Rulebook): readonly Posting[] {
  const outside = house('outside', account.venue)
  return [...account.scopes.values()].flatMap((scope) => [
    ...scope.holdings.flatMap((holding) => {
      const amount = holding.stored * unitOf(book, holding.asset)
      return [cash(inScope(account.id, scope.id), holding.asset, amount), cash(outside, holding.asset, -amount)]
    }),
    ...scope.positions.flatMap((position) => positionPostings(account, scope.id, position, book)),
  ])
}

function positionPostings(account: Account, scope: ScopeId, position: Position, book: Rulebook): readonly Posting[] {
  const { market, leg, quantity } = position
  // An average entry price may have more digits than the currency has: up to the next unit, against the account.
  const unit = unitOf(book, book.currency)
  const entryValue = (divCeil(position.entryValue, unit) * unit) as Value
  const shared = { kind: 'position', market, leg, settlement: book.currency } as const
  return [
    { ...shared, party: inScope(account.id, scope), quantity, entryValue },
    { ...shared, party: house('outside', account.venue), quantity: negate(quantity), entryValue: negate(entryValue) },
  ]
}

/** One unit of an asset at a venue, in units of 10^−18. */
export function unitOf(book: Rulebook, asset: string): bigint {
  return 10n ** BigInt(18 - decimalsOf(book, asset))
}

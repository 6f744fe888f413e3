import type {
  Account,
  AccountId,
  AssetId,
  EventBody,
  HouseAccount,
  Party,
  Posting,
  PriceCause,
  Refusal,
  RefusalReason,
  Rulebook,
  ScopeId,
  VenueId,
} from '../model/index.js'
import type { Quantity, Value } from '../number/index.js'
import type { Assessment } from '../rules/index.js'
import type { Books } from './books.js'

/** What a command's handler works with. It decides on `books`, which it only reads, and changes them through the other members. */
export interface Context {
  readonly books: Books
  readonly atMs: number
  /** Books an event at once: postings first, then whatever the handler sets beside them. */
  emit(body: EventBody, postings?: readonly Posting[]): void
  assess(account: Account): Assessment
  /** Looks at an account that may have changed its side of the line, and starts what follows. */
  examine(account: AccountId, cause: PriceCause | null): void
}

export type Handler<Payload> = (context: Context, payload: Payload) => Refusal | null

export function refuse(reason: RefusalReason, message: string, options: { shortfall?: Value } = {}): Refusal {
  return { status: 'rejected', reason, message, ...options }
}

/** An account and its rules, or the refusal. */
export function findAccount(context: Context, id: AccountId): { account: Account; book: Rulebook } | Refusal {
  const account = context.books.accounts.get(id)
  const book = account === undefined ? undefined : context.books.rulebooks.get(account.venue)
  if (account === undefined || book === undefined)
    return refuse('account_unknown', `There is no account ${id}: open it first.`)
  return { account, book }
}

export function isRefusal(result: object): result is Refusal {
  return 'status' in result && result.status === 'rejected'
}

export function cash(party: Party, asset: AssetId, amount: bigint): Posting {
  return { kind: 'cash', party, asset, amount: amount as Quantity }
}

export function inScope(account: AccountId, scope: ScopeId): Party {
  return { account, scope }
}

export function house(name: HouseAccount, venue: VenueId): Party {
  return { house: name, venue }
}

export function isLiquidating(books: Books, account: AccountId, scope: ScopeId): boolean {
  for (const each of books.liquidations.values()) if (each.account === account && each.scope === scope) return true
  return false
}

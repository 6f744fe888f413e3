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

/** The first of several refusals in the documented order of reasons; `null` where nothing stands against the command. */
export function firstRefusal(...faults: readonly (Refusal | null)[]): Refusal | null {
  let first: Refusal | null = null
  for (const fault of faults) {
    if (fault !== null && (first === null || PRECEDENCE[fault.reason] < PRECEDENCE[first.reason])) first = fault
  }
  return first
}

/** The order of `RefusalReason` and of docs/ERRORS.md. */
const PRECEDENCE: { readonly [R in RefusalReason]: number } = {
  time_backwards: 0,
  account_exists: 1,
  account_unknown: 2,
  venue_unknown: 3,
  family_not_run: 4,
  market_unknown: 5,
  asset_unknown: 6,
  scope_unknown: 7,
  order_unknown: 8,
  account_invalid: 9,
  same_party: 10,
  venues_differ: 11,
  amount_not_positive: 12,
  amount_off_unit: 13,
  quantity_zero: 14,
  quantity_off_lot: 15,
  price_not_positive: 16,
  price_off_tick: 17,
  quantity_wrong_side: 18,
  quantity_above_order: 19,
  scope_liquidating: 20,
  insufficient_balance: 21,
  price_unknown: 22,
  below_initial: 23,
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

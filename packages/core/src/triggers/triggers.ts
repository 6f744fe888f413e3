import type { Account, AccountId, FactorId, Prices, Rulebook } from '../model/index.js'
import type { Price } from '../number/index.js'

/**
 * Which accounts does a price wake? Only ever too many, never one too few: an account that is not woken certainly stays above its line,
 * and every woken one is decided by the exact rules. `naive` is the reference; one conformance suite runs on all.
 */
export interface Triggers {
  /** After an account has changed or has been looked at: what it must be woken for from now on. */
  arm(account: Account, book: Rulebook, prices: Prices): void
  disarm(account: AccountId): void
  /** Everyone who may be under the line at this price, in the order of their ids. */
  wake(factor: FactorId, price: Price): readonly AccountId[]
  /** The same accounts, told apart from here on. */
  fork(): Triggers
}

export type TriggersKind = 'naive' | 'boxes'

import { type AccountId, compareText, type FactorId } from '../model/index.js'
import { familyOf } from '../rules/index.js'
import type { Triggers } from './triggers.js'

/** Wakes every account that depends on the price: the reference that needs no proof. */
export function createNaiveTriggers(start: ReadonlyMap<AccountId, readonly FactorId[]> = new Map()): Triggers {
  const factors = new Map(start)
  return {
    arm: (account, book) => {
      factors.set(account.id, familyOf(book).factors(account, book))
    },
    disarm: (account) => {
      factors.delete(account)
    },
    wake: (factor) => {
      const woken: AccountId[] = []
      for (const [account, held] of factors) if (held.includes(factor)) woken.push(account)
      return woken.sort(compareText)
    },
    fork: () => createNaiveTriggers(factors),
  }
}

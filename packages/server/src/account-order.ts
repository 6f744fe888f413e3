import { type AccountId, compareText } from '@plimsoll/core'
import type { AccountEntry } from './accounts-view.js'
import type { AccountSort } from './wire.js'

/** Where an entry stands in an order: what a cursor holds, so that a page goes on from there whatever has moved since. */
export interface EntryPosition {
  /** `null` comes last. */
  readonly key: bigint | null
  readonly id: AccountId
}

export function positionOf(entry: AccountEntry, sort: AccountSort): EntryPosition {
  const key = sort === 'healthFactor' ? entry.healthFactor : sort === 'equity' ? entry.equity : null
  return { key, id: entry.account.id }
}

export function compareEntries(a: EntryPosition, b: EntryPosition): number {
  if (a.key !== b.key) {
    if (a.key === null) return 1
    if (b.key === null) return -1
    return a.key < b.key ? -1 : 1
  }
  return compareText(a.id, b.id)
}

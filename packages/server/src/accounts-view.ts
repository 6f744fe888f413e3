import {
  type Account,
  type AccountId,
  type Assessment,
  familyOf,
  type Prices,
  type Quote,
  quoteOf,
  type Ratio,
  type Rulebook,
  STATUSES,
  type State,
  type Status,
  type Value,
  type VenueId,
  worstStatus,
} from '@plimsoll/core'
import { compareEntries, positionOf } from './account-order.js'
import { rowOf } from './account-row.js'
import type { Host } from './host.js'
import { stampOf } from './stamp.js'
import type { AccountCounts, AccountRow, AccountSort, Stamp } from './wire.js'

/**
 * What the list and the counts say of every account. Each account is assessed once per change of what it depends on (its own record,
 * the quotes of its factors, a liquidation in progress), never once per question.
 */
export interface AccountsView {
  /**
   * The accounts as of one moment, which the stamp names: of now where that is cheap. With many accounts a question begins a sweep in
   * small slices, so that commands are never kept waiting, and is answered from the sweep before.
   */
  read(): AccountsSnapshot
  /** The entry of one account as of now, whatever `read` shows: the same object while nothing that it depends on has changed. */
  entryNow(id: AccountId): AccountEntry | null
}

export interface AccountsSnapshot {
  readonly stamp: Stamp
  readonly counts: AccountCounts
  readonly venues: ReadonlyMap<VenueId, VenueSums>
  sorted(sort: AccountSort): readonly AccountEntry[]
  /** The wire's row, made when first asked for. */
  row(entry: AccountEntry): AccountRow
}

export interface VenueSums {
  readonly counts: AccountCounts
  readonly equity: Value
  readonly maintenanceRequirement: Value
  readonly notional: Value
}

export interface AccountEntry {
  readonly account: Account
  readonly book: Rulebook
  readonly status: Status
  /** `null`: nothing is required, or a price is missing. */
  readonly healthFactor: Ratio | null
  readonly equity: Value | null
  readonly maintenanceRequirement: Value | null
  readonly notional: Value
  /** What it was computed from. */
  readonly basis: Basis
}

interface Basis {
  readonly quotes: readonly (readonly [string, Quote])[]
  readonly liquidatingScopes: readonly string[]
  readonly atMs: number
}

export interface ViewLimits {
  /** Up to this cost everything is looked at for every question. */
  readonly cheapMs: number
  /** A sweep works this long, then leaves the thread alone for as long. */
  readonly sliceMs: number
}

const VIEW_LIMITS: ViewLimits = { cheapMs: 10, sliceMs: 5 }

/** Single accounts that are kept at hand: those that someone watches. */
const LIVE_MAX = 1000

const NONE: readonly string[] = []

/** What all accounts rest on at one moment: copies of the maps, whose values never change. */
interface Cut {
  readonly stamp: Stamp
  readonly accounts: readonly Account[]
  readonly rulebooks: State['rulebooks']
  readonly prices: Prices
  readonly atMs: number
  readonly liquidating: ReadonlyMap<AccountId, readonly string[]>
}

/** A finished look at all accounts. */
interface Look {
  readonly snapshot: AccountsSnapshot
  readonly entries: ReadonlyMap<AccountId, AccountEntry>
  readonly costMs: number
}

export function createAccountsView(host: Host, limits: ViewLimits = VIEW_LIMITS): AccountsView {
  const live = new Map<AccountId, AccountEntry>()
  let current = lookAtOnce(host, new Map())
  let isSweeping = false
  let fault: { readonly cause: unknown } | null = null

  return {
    read() {
      if (fault !== null) {
        const { cause } = fault
        fault = null
        throw cause
      }
      if (isSweeping || current.snapshot.stamp.journalSeq === host.journalSeq) return current.snapshot
      if (current.costMs <= limits.cheapMs) current = lookAtOnce(host, current.entries)
      else void sweep()
      return current.snapshot
    },
    entryNow(id) {
      const { state } = host
      const account = state.accounts.get(id)
      if (account === undefined) return null
      const scopes = [...state.liquidations.values()].filter((open) => open.account === id).map((open) => open.scope)
      const entry = entryOf(account, live.get(id), { ...viewOf(state), liquidating: new Map([[id, scopes]]) })
      if (live.size >= LIVE_MAX) live.clear()
      if (entry !== null) live.set(id, entry)
      return entry
    },
  }

  async function sweep(): Promise<void> {
    isSweeping = true
    try {
      const steps = stepsOf(cutOf(host), current.entries)
      let costMs = 0
      for (;;) {
        const begun = performance.now()
        const look = runUntil(steps, begun + limits.sliceMs)
        costMs += performance.now() - begun
        if (look !== null) {
          current = { ...look, costMs }
          return
        }
        await new Promise((resolve) => setTimeout(resolve, limits.sliceMs))
      }
    } catch (cause) {
      fault = { cause }
    } finally {
      isSweeping = false
    }
  }
}

function lookAtOnce(host: Host, before: ReadonlyMap<AccountId, AccountEntry>): Look {
  const begun = performance.now()
  const look = runUntil(stepsOf(cutOf(host), before), Number.POSITIVE_INFINITY) as Omit<Look, 'costMs'>
  return { ...look, costMs: performance.now() - begun }
}

function cutOf(host: Host): Cut {
  const { state } = host
  return {
    ...viewOf(state),
    prices: new Map(state.prices),
    stamp: stampOf(host),
    accounts: [...state.accounts.values()],
    liquidating: liquidatingScopesOf(state),
  }
}

function viewOf({ rulebooks, prices, atMs }: State): Pick<Cut, 'rulebooks' | 'prices' | 'atMs'> {
  return { rulebooks, prices, atMs }
}

/** One step an account; what has not changed since the look before is taken from it. */
function* stepsOf(cut: Cut, before: ReadonlyMap<AccountId, AccountEntry>): Generator<void, Omit<Look, 'costMs'>> {
  const entries = new Map<AccountId, AccountEntry>()
  for (const account of cut.accounts) {
    const entry = entryOf(account, before.get(account.id), cut)
    if (entry !== null) entries.set(account.id, entry)
    yield
  }
  return { snapshot: snapshotOf(cut.stamp, entries), entries }
}

/** Runs steps until they end, or until the deadline: then `null`. The clock is read every few steps only. */
function runUntil<T>(steps: Generator<void, T>, deadline: number): T | null {
  for (let count = 1; ; count++) {
    const step = steps.next()
    if (step.done === true) return step.value
    if (count % 16 === 0 && performance.now() >= deadline) return null
  }
}

function entryOf(
  account: Account,
  before: AccountEntry | undefined,
  cut: Omit<Cut, 'stamp' | 'accounts'>,
): AccountEntry | null {
  const scopes = cut.liquidating.get(account.id) ?? NONE
  if (before !== undefined && isCurrent(before, account, cut, scopes)) return before
  const book = cut.rulebooks.get(account.venue)
  return book === undefined ? null : assess(account, book, cut, scopes)
}

/** Records and quotes are replaced, never changed in place, so the same object means the same figures. */
function isCurrent(
  entry: AccountEntry,
  account: Account,
  cut: Pick<Cut, 'prices' | 'atMs'>,
  scopes: readonly string[],
): boolean {
  if (entry.account !== account) return false
  // Calls fall due by time alone.
  if (account.memo.calls.length > 0 && entry.basis.atMs !== cut.atMs) return false
  if (!isSameList(entry.basis.liquidatingScopes, scopes)) return false
  for (const [factor, quote] of entry.basis.quotes) if (quoteOf(cut.prices, factor) !== quote) return false
  return true
}

function assess(
  account: Account,
  book: Rulebook,
  { prices, atMs }: Pick<Cut, 'prices' | 'atMs'>,
  liquidatingScopes: readonly string[],
): AccountEntry {
  const family = familyOf(book)
  const assessment = family.assess(account, book, { prices, atMs })
  let notional = 0n
  for (const scope of assessment.scopes) {
    for (const figures of scope.legs) if (figures.leg.maintenance.by !== 'none') notional += figures.notional
  }
  return {
    account,
    book,
    status: statusOf(assessment, liquidatingScopes),
    healthFactor: assessment.healthFactor,
    equity: assessment.risk?.equity ?? null,
    maintenanceRequirement: assessment.risk?.maintenance.requirement ?? null,
    notional: notional as Value,
    basis: {
      quotes: family.factors(account, book).map((factor) => [factor, quoteOf(prices, factor)] as const),
      liquidatingScopes,
      atMs,
    },
  }
}

/** The rules do not know of a liquidation in progress; the engine does. */
function statusOf(assessment: Assessment, liquidatingScopes: readonly string[]): Status {
  if (liquidatingScopes.length === 0) return assessment.status
  const statuses = assessment.scopes.map(({ scope, status }) =>
    liquidatingScopes.includes(scope) && status !== 'bankrupt' ? 'liquidating' : status,
  )
  return worstStatus(statuses)
}

function liquidatingScopesOf(state: State): ReadonlyMap<AccountId, readonly string[]> {
  const scopes = new Map<AccountId, string[]>()
  for (const { account, scope } of state.liquidations.values()) {
    const list = scopes.get(account)
    if (list === undefined) scopes.set(account, [scope])
    else list.push(scope)
  }
  return scopes
}

function snapshotOf(stamp: Stamp, entries: ReadonlyMap<AccountId, AccountEntry>): AccountsSnapshot {
  const all = [...entries.values()]
  const orders = new Map<AccountSort, readonly AccountEntry[]>()
  const { counts, venues } = sumsOf(all)
  return {
    stamp,
    counts,
    venues,
    sorted(sort) {
      const done = orders.get(sort)
      if (done !== undefined) return done
      const sorted = [...all].sort((a, b) => compareEntries(positionOf(a, sort), positionOf(b, sort)))
      orders.set(sort, sorted)
      return sorted
    },
    row(entry) {
      const known = rows.get(entry)
      if (known !== undefined) return known
      const row = rowOf(entry)
      rows.set(entry, row)
      return row
    },
  }
}

/** Made when first asked for, kept as long as the entry is. */
const rows = new WeakMap<AccountEntry, AccountRow>()

function sumsOf(all: readonly AccountEntry[]): { counts: AccountCounts; venues: ReadonlyMap<VenueId, VenueSums> } {
  const total = noCounts()
  const venues = new Map<
    VenueId,
    { counts: MutableCounts; equity: bigint; maintenanceRequirement: bigint; notional: bigint }
  >()
  for (const entry of all) {
    let venue = venues.get(entry.account.venue)
    if (venue === undefined) {
      venue = { counts: noCounts(), equity: 0n, maintenanceRequirement: 0n, notional: 0n }
      venues.set(entry.account.venue, venue)
    }
    for (const counts of [total, venue.counts]) {
      counts.total += 1
      counts.byStatus[entry.status] += 1
    }
    venue.equity += entry.equity ?? 0n
    venue.maintenanceRequirement += entry.maintenanceRequirement ?? 0n
    venue.notional += entry.notional
  }
  return { counts: total, venues: venues as unknown as ReadonlyMap<VenueId, VenueSums> }
}

interface MutableCounts {
  total: number
  byStatus: Record<Status, number>
}

export function noCounts(): MutableCounts {
  return { total: 0, byStatus: Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number> }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]))
}

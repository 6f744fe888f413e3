import {
  type Account,
  type AccountId,
  type Answer,
  type Assessment,
  absolute,
  check,
  compareText,
  divCeil,
  divFloor,
  familyOf,
  formatDecimal,
  type Price,
  type Prices,
  price,
  type Quote,
  quantity,
  quoteOf,
  type Ratio,
  type Rulebook,
  STATUSES,
  type State,
  type Status,
  type Value,
  type VenueId,
  value,
  WAD,
  worstStatus,
} from '@plimsoll/core'
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

/** Up to here everything is looked at for every question. */
const CHEAP_MS = 10
/** A sweep works this long, then leaves the thread alone for as long. */
const SLICE_MS = 5
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

export function createAccountsView(host: Host): AccountsView {
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
      if (current.costMs <= CHEAP_MS) current = lookAtOnce(host, current.entries)
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
        const look = runUntil(steps, begun + SLICE_MS)
        costMs += performance.now() - begun
        if (look !== null) {
          current = { ...look, costMs }
          return
        }
        await new Promise((resolve) => setTimeout(resolve, SLICE_MS))
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

// Order and paging ----------------------------------------------------------------------------------------------------------------

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

// Rows ----------------------------------------------------------------------------------------------------------------------------

/** No account stands under 0 × its requirement unless its equity is gone: a list does not look for cures. */
const NO_TARGET = 0n as Ratio

function rowOf(entry: AccountEntry): AccountRow {
  const { account, book, basis } = entry
  const view = { prices: new Map(basis.quotes), atMs: basis.atMs }
  const answer = check({ account, book, view, target: NO_TARGET, liquidating: new Set(basis.liquidatingScopes) })
  return {
    id: account.id,
    venue: account.venue,
    status: answer.status,
    ...withReason(answer, 'healthFactor'),
    ...withReason(answer, 'equity'),
    ...(answer.maintenance === null
      ? { maintenanceRequirement: null, maintenanceRequirementReason: answer.maintenanceReason ?? 'missing_price' }
      : { maintenanceRequirement: answer.maintenance.requirement }),
    ...withReason(answer, 'excessMargin'),
    ...withReason(answer, 'leverage'),
    notional: formatDecimal(entry.notional),
    largestPosition: largestPositionOf(answer),
    nearestLiquidation: nearestLiquidationOf(answer),
    ruleVersion: answer.ruleVersion,
  }
}

type Reasoned = 'healthFactor' | 'equity' | 'excessMargin' | 'leverage'

function withReason<K extends Reasoned>(answer: Answer, key: K): Pick<AccountRow, K | `${K}Reason`> {
  const reason = answer[`${key}Reason`]
  return { [key]: answer[key], ...(reason !== undefined && { [`${key}Reason`]: reason }) } as Pick<
    AccountRow,
    K | `${K}Reason`
  >
}

/** A position, or a holding that requires margin itself: what both lists of an answer have in common here. */
interface Exposure {
  readonly market: string
  readonly leg: 'net' | 'long' | 'short'
  readonly quantity: string
  readonly markPrice: Price
  readonly notional: Value
  readonly liquidationPrice: Price | null
}

function exposuresOf(answer: Answer): readonly Exposure[] {
  const exposures: Exposure[] = []
  for (const { market, leg, quantity, markPrice, notional, liquidationPrice } of answer.positions) {
    if (markPrice === null || notional === null) continue
    exposures.push({
      market,
      leg,
      quantity,
      markPrice: price(markPrice),
      notional: value(notional),
      liquidationPrice: liquidationPrice === null ? null : price(liquidationPrice),
    })
  }
  for (const { asset, kind, amount, price: mark, value: worth, liquidationPrice } of answer.holdings) {
    // Cash in the currency moves with nothing; what has a liquidation price, or is owed, or requires margin is an exposure.
    if (mark === null || worth === null || (liquidationPrice === null && kind !== 'borrowed')) continue
    exposures.push({
      market: asset,
      leg: 'net',
      quantity: kind === 'borrowed' ? formatDecimal(-quantity(amount)) : amount,
      markPrice: price(mark),
      notional: absolute(value(worth)),
      liquidationPrice: liquidationPrice === null ? null : price(liquidationPrice),
    })
  }
  return exposures
}

function largestPositionOf(answer: Answer): AccountRow['largestPosition'] {
  let largest: Exposure | null = null
  for (const exposure of exposuresOf(answer)) {
    if (largest === null || exposure.notional > largest.notional) largest = exposure
  }
  if (largest === null) return null
  const { market, leg, quantity: size, notional } = largest
  return { market, leg, quantity: size, notional: formatDecimal(notional) }
}

function nearestLiquidationOf(answer: Answer): AccountRow['nearestLiquidation'] {
  let nearest: { readonly exposure: Exposure; readonly liquidationPrice: Price; readonly move: Ratio } | null = null
  for (const exposure of exposuresOf(answer)) {
    const { liquidationPrice, markPrice } = exposure
    if (liquidationPrice === null || markPrice === 0n) continue
    const move = moveTo(liquidationPrice, markPrice)
    if (nearest === null || absolute(move) < absolute(nearest.move)) nearest = { exposure, liquidationPrice, move }
  }
  if (nearest === null) return null
  const { exposure, liquidationPrice, move } = nearest
  return {
    market: exposure.market,
    liquidationPrice: formatDecimal(liquidationPrice),
    markPrice: formatDecimal(exposure.markPrice),
    move: formatDecimal(move),
    notional: formatDecimal(exposure.notional),
  }
}

/** price ÷ mark − 1, rounded toward zero: the distance is never shown longer than it is. */
function moveTo(price: Price, markPrice: Price): Ratio {
  const scaled = price * WAD
  return ((price < markPrice ? divCeil(scaled, markPrice) : divFloor(scaled, markPrice)) - WAD) as Ratio
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]))
}

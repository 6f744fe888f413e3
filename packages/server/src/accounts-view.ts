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
   * The view of now where that is cheap. Where a refresh takes long (many accounts), at most a fifth of the time goes into it, and the
   * stamp says which moment is shown.
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
  entry(id: AccountId): AccountEntry | undefined
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

interface Memo {
  row?: AccountRow
}

/** Below this a refresh is done for every question. */
const CHEAP_MS = 25
/** A refresh that took 200 ms rests for 800. */
const REST_FACTOR = 4

const NONE: readonly string[] = []

export function createAccountsView(host: Host): AccountsView {
  const entries = new Map<AccountId, AccountEntry>()
  const memos = new WeakMap<AccountEntry, Memo>()
  let current: AccountsSnapshot | null = null
  let refreshedAt = 0
  let costMs = 0

  return {
    read() {
      if (current !== null && current.stamp.journalSeq === host.journalSeq) return current
      const now = performance.now()
      const isResting = costMs > CHEAP_MS && now - refreshedAt < REST_FACTOR * costMs
      if (current !== null && isResting) return current
      current = refresh()
      refreshedAt = performance.now()
      costMs = refreshedAt - now
      return current
    },
    entryNow(id) {
      const account = host.state.accounts.get(id)
      if (account === undefined) return null
      const scopes = [...host.state.liquidations.values()]
        .filter((open) => open.account === id)
        .map((open) => open.scope)
      return update(account, scopes)
    },
  }

  function refresh(): AccountsSnapshot {
    const { state } = host
    const liquidating = liquidatingScopesOf(state)
    for (const id of entries.keys()) if (!state.accounts.has(id)) entries.delete(id)
    for (const [id, account] of state.accounts) update(account, liquidating.get(id) ?? NONE)
    return snapshotOf(stampOf(host), [...entries.values()], entries, memos)
  }

  function update(account: Account, scopes: readonly string[]): AccountEntry | null {
    const { state } = host
    const known = entries.get(account.id)
    if (known !== undefined && isCurrent(known, account, state, scopes)) return known
    const book = state.rulebooks.get(account.venue)
    if (book === undefined) return null
    const entry = assess(account, book, state, scopes)
    entries.set(account.id, entry)
    return entry
  }
}

/** Records and quotes are replaced, never changed in place, so the same object means the same figures. */
function isCurrent(entry: AccountEntry, account: Account, state: State, scopes: readonly string[]): boolean {
  if (entry.account !== account) return false
  // Calls fall due by time alone.
  if (account.memo.calls.length > 0 && entry.basis.atMs !== state.atMs) return false
  if (!isSameList(entry.basis.liquidatingScopes, scopes)) return false
  for (const [factor, quote] of entry.basis.quotes) if (quoteOf(state.prices, factor) !== quote) return false
  return true
}

function assess(account: Account, book: Rulebook, state: State, liquidatingScopes: readonly string[]): AccountEntry {
  const family = familyOf(book)
  const assessment = family.assess(account, book, { prices: state.prices, atMs: state.atMs })
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
      quotes: family.factors(account, book).map((factor) => [factor, quoteOf(state.prices, factor)] as const),
      liquidatingScopes,
      atMs: state.atMs,
    },
  }
}

/** The rules do not know of a liquidation in progress; the engine does. */
function statusOf(assessment: Assessment, liquidatingScopes: readonly string[]): Status {
  return liquidatingScopes.length === 0 ? assessment.status : worstStatus([assessment.status, 'liquidating'])
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

function snapshotOf(
  stamp: Stamp,
  all: readonly AccountEntry[],
  byId: ReadonlyMap<AccountId, AccountEntry>,
  memos: WeakMap<AccountEntry, Memo>,
): AccountsSnapshot {
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
    entry: (id) => byId.get(id),
    row(entry) {
      let memo = memos.get(entry)
      if (memo === undefined) {
        memo = {}
        memos.set(entry, memo)
      }
      memo.row ??= rowOf(entry)
      return memo.row
    },
  }
}

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

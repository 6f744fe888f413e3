import {
  type AssetId,
  decimalsOf,
  type Event,
  eventCodec,
  formatDecimal,
  instantText,
  type Rulebook,
  type State,
  type VenueId,
} from '@plimsoll/core'
import { type AccountsSnapshot, noCounts } from './accounts-view.js'
import type { LiquidationRecord } from './history.js'
import type { Host } from './host.js'
import { stampOf, timeOf } from './stamp.js'
import type { AssetAmount, LiquidationRow, PriceRow, StatusReply, VenueStatus, WireEvent } from './wire.js'

/** State as the wire shows it. Pure: what it says is what the state says. */
export function eventOf(event: Event): WireEvent {
  return eventCodec.encode(event) as unknown as WireEvent
}

export function priceRows(host: Host): readonly PriceRow[] {
  return [...host.state.prices.keys()].map((market) => priceRow(host, market))
}

export function priceRow(host: Host, market: string): PriceRow {
  const quote = host.state.prices.get(market)
  const observedAtMs = quote?.observedAtMs ?? null
  return {
    market,
    status: quote?.status ?? 'missing',
    price: quote?.status === 'ok' ? formatDecimal(quote.price) : null,
    observedAt: timeOf(observedAtMs),
    ageMs: observedAtMs === null ? null : Math.max(0, host.nowMs() - observedAtMs),
  }
}

export function liquidationRow(record: LiquidationRecord): LiquidationRow {
  const { started, openOrder } = record
  return {
    id: record.id,
    account: record.account,
    scope: record.scope,
    venue: record.venue,
    ruleVersion: started.ruleVersion,
    status: record.outcome === null ? 'open' : 'completed',
    outcome: record.outcome,
    startedAt: instantText(started.atMs),
    startedSeq: started.seq,
    completedAt: timeOf(record.completedAtMs),
    lastSeq: record.lastSeq,
    cause: started.cause === null ? null : { factor: started.cause.factor, price: formatDecimal(started.cause.price) },
    equity: formatDecimal(started.equity),
    marginEquity: formatDecimal(started.marginEquity),
    requirement: formatDecimal(started.requirement),
    notional: formatDecimal(started.notional),
    ordersMade: record.ordersMade,
    fills: record.fills,
    filledNotional: formatDecimal(record.filledNotional),
    realizedPnl: formatDecimal(record.realizedPnl),
    fees: formatDecimal(record.fees),
    shortfall: formatDecimal(record.shortfall),
    fromFund: formatDecimal(record.fromFund),
    badDebt: formatDecimal(record.badDebt),
    openOrder:
      openOrder === null
        ? null
        : {
            id: openOrder.id,
            market: openOrder.market,
            leg: openOrder.leg,
            quantity: formatDecimal(openOrder.quantity),
            markPrice: formatDecimal(openOrder.markPrice),
          },
  }
}

export function statusReply(
  host: Host,
  accounts: AccountsSnapshot,
  options: { readonly engineVersion: string; readonly isHashFresh: boolean },
): StatusReply {
  const { hash, journalSeq } = host.stateHash({ isFresh: options.isHashFresh })
  return {
    ...stampOf(host),
    engineVersion: options.engineVersion,
    startedAt: instantText(host.startedAtMs),
    stateHash: hash,
    stateHashJournalSeq: journalSeq,
    accounts: accounts.counts,
    venues: [...host.state.rulebooks.values()].map((book) => venueStatus(book, host.state, accounts)),
    prices: priceRows(host),
  }
}

function venueStatus(book: Rulebook, state: State, accounts: AccountsSnapshot): VenueStatus {
  const sums = accounts.venues.get(book.id)
  const totals = state.totals.get(book.id)
  let openLiquidations = 0
  for (const { venue } of state.liquidations.values()) if (venue === book.id) openLiquidations += 1
  return {
    id: book.id,
    family: book.family,
    ruleVersion: book.version,
    validFrom: book.validFrom,
    source: book.source,
    currency: book.currency,
    boundary: book.boundary,
    breach: book.breach,
    warningLevel: formatDecimal(book.warningLevel),
    targetHealthFactor: formatDecimal(book.targetHealthFactor),
    accounts: sums?.counts ?? noCounts(),
    equity: formatDecimal(sums?.equity ?? 0n),
    maintenanceRequirement: formatDecimal(sums?.maintenanceRequirement ?? 0n),
    notional: formatDecimal(sums?.notional ?? 0n),
    fund: houseAmounts(state, book.id, 'insurance_fund'),
    badDebt: houseAmounts(state, book.id, 'bad_debt'),
    openLiquidations,
    totals: {
      liquidations: totals?.liquidations ?? 0,
      forcedNotional: formatDecimal(totals?.forcedNotional ?? 0n),
      fees: formatDecimal(totals?.fees ?? 0n),
      shortfall: formatDecimal(totals?.shortfall ?? 0n),
      fromFund: formatDecimal(totals?.fromFund ?? 0n),
      badDebt: formatDecimal(totals?.badDebt ?? 0n),
    },
  }
}

/** What a house account holds, by asset; bad debt is negative in the books and ≥ 0 here. */
export function houseAmounts(
  state: State,
  venue: VenueId,
  house: 'insurance_fund' | 'bad_debt',
): readonly AssetAmount[] {
  const book = state.rulebooks.get(venue)
  const amounts: AssetAmount[] = []
  for (const cash of state.houseCash.values()) {
    if (cash.venue !== venue || cash.house !== house) continue
    const stored = house === 'bad_debt' ? -cash.stored : cash.stored
    amounts.push({ asset: cash.asset, amount: formatDecimal(stored, digitsOf(book, cash.asset)) })
  }
  return amounts
}

function digitsOf(book: Rulebook | undefined, asset: AssetId): number {
  return book === undefined ? 18 : decimalsOf(book, asset)
}

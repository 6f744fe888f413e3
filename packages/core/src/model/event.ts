import type { Price, Quantity, Value } from '../number/index.js'
import type { CallKind, Position } from './account.js'
import type { AccountId, AssetId, FactorId, MarketId, ScopeId, VenueId } from './ids.js'

/**
 * The venue's own accounts. `outside` is everything beyond the engine (deposits come from it, unnamed counterparties are it);
 * `bad_debt` goes negative by what nobody covered.
 */
export type HouseAccount = 'outside' | 'insurance_fund' | 'bad_debt'

export const HOUSE_ACCOUNTS: readonly HouseAccount[] = ['outside', 'insurance_fund', 'bad_debt']

export type Party =
  | { readonly house: HouseAccount; readonly venue: VenueId }
  | { readonly account: AccountId; readonly scope: ScopeId }

/**
 * One side of a movement. Within every event the cash of each asset, less the entry value of the positions that settle in it, sums
 * to 0, and so does the quantity of each market, in stored units, to the last one.
 */
export type Posting =
  | { readonly kind: 'cash'; readonly party: Party; readonly asset: AssetId; readonly amount: Quantity }
  | {
      readonly kind: 'position'
      readonly party: Party
      readonly market: MarketId
      readonly leg: Position['leg']
      readonly quantity: Quantity
      readonly entryValue: Value
      readonly settlement: AssetId
    }

/** What happened, by type: the facts beside the postings. */
export interface EventPayloads {
  readonly 'account.opened': { readonly account: AccountId; readonly venue: VenueId }
  readonly 'cash.deposited': CashMoved
  readonly 'cash.withdrawn': CashMoved
  readonly 'margin.transferred': {
    readonly account: AccountId
    readonly from: ScopeId
    readonly to: ScopeId
    readonly asset: AssetId
    readonly amount: Quantity
  }
  readonly 'fill.booked': {
    readonly account: AccountId
    readonly scope: ScopeId
    readonly market: MarketId
    readonly quantity: Quantity
    readonly price: Price
    /** ± what the fill settled into cash. */
    readonly realizedPnl: Value
    /** `null`: outside. */
    readonly counterparty: AccountId | null
  }
  readonly 'price.accepted': { readonly market: FactorId; readonly price: Price }
  readonly 'call.made': InScope & { readonly kind: CallKind; readonly amount: Value; readonly dueAtMs: number | null }
  readonly 'call.met': InScope
  readonly 'call.expired': InScope
  /** An account under its line: the figures that decided, and the price that put it there (`null`: time did). */
  readonly 'liquidation.started': InLiquidation & {
    readonly cause: PriceCause | null
    readonly equity: Value
    readonly marginEquity: Value
    readonly requirement: Value
    readonly notional: Value
    readonly ruleVersion: string
  }
  /** An order that goes out to the market; fills come back as `liquidation_fill` commands. */
  readonly 'liquidation.ordered': InLiquidation & {
    readonly order: string
    readonly market: MarketId
    /** `null`: the order sells or buys an asset that is held. */
    readonly leg: Position['leg'] | null
    readonly quantity: Quantity
    readonly markPrice: Price
  }
  readonly 'liquidation.filled': InLiquidation & {
    readonly order: string
    readonly market: MarketId
    readonly quantity: Quantity
    readonly price: Price
    readonly notional: Value
    readonly realizedPnl: Value
    readonly fee: Value
  }
  /** A shortfall that the fund paid, as far as it reached; the rest is bad debt. */
  readonly 'shortfall.covered': InLiquidation & {
    readonly shortfall: Value
    readonly fromFund: Value
    readonly badDebt: Value
  }
  readonly 'liquidation.completed': InLiquidation & {
    /** `restored`: the account stands above its line again; `closed`: nothing is left in the scope. */
    readonly outcome: 'restored' | 'closed'
  }
  readonly 'fund.paid_in': { readonly venue: VenueId; readonly asset: AssetId; readonly amount: Quantity }
}

export interface PriceCause {
  readonly factor: FactorId
  readonly price: Price
}

interface InScope {
  readonly account: AccountId
  readonly scope: ScopeId
}

interface InLiquidation extends InScope {
  readonly liquidation: string
}

interface CashMoved extends InScope {
  readonly asset: AssetId
  readonly amount: Quantity
}

export type EventType = keyof EventPayloads
export type EventBody = { readonly [T in EventType]: { readonly type: T } & EventPayloads[T] }[EventType]

/** What happened, in the order in which it happened. `seq` counts events from 1 without a gap. */
export type Event = {
  readonly seq: number
  readonly atMs: number
  readonly postings: readonly Posting[]
} & EventBody

export type EventOf<T extends EventType> = Extract<Event, { readonly type: T }>

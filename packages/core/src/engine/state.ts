import type {
  Account,
  AccountId,
  AssetId,
  HouseAccount,
  MarketId,
  Position,
  PriceCause,
  Prices,
  Rulebook,
  ScopeId,
  VenueId,
} from '../model/index.js'
import type { Price, Quantity, Value } from '../number/index.js'

/** Everything the engine knows; one engine owns it, everyone else reads. */
export interface State {
  /** Of the last event; 0 before the first. */
  readonly seq: number
  /** Of the last command, in ms since 1970; 0 before the first. */
  readonly atMs: number
  readonly rulebooks: ReadonlyMap<VenueId, Rulebook>
  readonly prices: Prices
  readonly accounts: ReadonlyMap<AccountId, Account>
  /** The venue's own money, by `houseKey`. */
  readonly houseCash: ReadonlyMap<string, HouseCash>
  /** What `outside` holds opposite to the accounts, by `${venue}/${market}`. */
  readonly outsidePositions: ReadonlyMap<string, OutsidePosition>
  /** Those in progress, by id. */
  readonly liquidations: ReadonlyMap<string, Liquidation>
  readonly totals: ReadonlyMap<VenueId, VenueTotals>
}

export interface HouseCash {
  readonly house: HouseAccount
  readonly venue: VenueId
  readonly asset: AssetId
  /** In the asset's own units. `outside` is negative by what came in; `bad_debt` by what nobody covered. */
  readonly stored: bigint
}

export interface OutsidePosition {
  readonly venue: VenueId
  readonly market: MarketId
  readonly settlement: AssetId
  readonly quantity: Quantity
  readonly entryValue: Value
}

/** A forced reduction in progress. */
export interface Liquidation {
  readonly id: string
  readonly account: AccountId
  readonly scope: ScopeId
  readonly venue: VenueId
  readonly startedAtMs: number
  readonly cause: PriceCause | null
  /** What the market has been asked for and has not answered yet; one at a time. */
  readonly order: LiquidationOrder
  readonly ordersMade: number
}

export interface LiquidationOrder {
  readonly id: string
  readonly market: MarketId
  /** `null`: sells or buys an asset that is held. */
  readonly leg: Position['leg'] | null
  /** What is left to fill: + buys, − sells. */
  readonly quantity: Quantity
  readonly markPrice: Price
}

/** What liquidations have done since the engine began, in the venue's currency. */
export interface VenueTotals {
  readonly liquidations: number
  readonly forcedNotional: Value
  readonly fees: Value
  readonly shortfall: Value
  readonly fromFund: Value
  readonly badDebt: Value
}

export function houseKey(house: HouseAccount, venue: VenueId, asset: AssetId): string {
  return `${house}/${venue}/${asset}`
}

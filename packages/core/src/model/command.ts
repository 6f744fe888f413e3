import type { Price, Quantity, Value } from '../number/index.js'
import type { Account, Position } from './account.js'
import type { AccountId, AssetId, FactorId, MarketId, ScopeId, VenueId } from './ids.js'

/**
 * What can be asked of the engine, by type. Amounts are in units of the asset, quantities in base units, prices in quote currency; all
 * are decimal strings on the wire. A scope that is left out is `cross`.
 */
export interface CommandPayloads {
  /** Brings an account in with what it holds; everything is posted against `outside`. */
  readonly open_account: { readonly account: Account }
  /** amount > 0. Never needs a price. */
  readonly deposit: CashMove
  /** amount > 0. Leaves the initial requirement met. */
  readonly withdraw: CashMove
  /** Moves margin between two scopes of one account; amount > 0. */
  readonly transfer: {
    readonly account: AccountId
    readonly asset: AssetId
    readonly amount: Quantity
    readonly from: ScopeId
    readonly to: ScopeId
  }
  /**
   * A trade, from the account's side: + buys, − sells. The counterparty takes the opposite; left out, it is `outside`.
   * `market` names a contract, or an asset that the account holds (a share).
   */
  readonly fill: {
    readonly account: AccountId
    readonly market: MarketId
    readonly quantity: Quantity
    readonly price: Price
    readonly scope?: ScopeId
    readonly leg?: Position['leg']
    readonly counterparty?: AccountId
    readonly counterpartyScope?: ScopeId
    readonly counterpartyLeg?: Position['leg']
  }
  /** A new price of a market or an asset. */
  readonly price: { readonly market: FactorId; readonly price: Price }
  /** The market's answer to a liquidation order: `quantity` signed as in the order, at most what is left of it. */
  readonly liquidation_fill: { readonly order: string; readonly quantity: Quantity; readonly price: Price }
  /** Money into a venue's insurance fund from outside; amount > 0. */
  readonly fund: { readonly venue: VenueId; readonly asset: AssetId; readonly amount: Quantity }
  /** Lets time pass: calls fall due. */
  readonly advance: Readonly<Record<never, never>>
}

interface CashMove {
  readonly account: AccountId
  readonly asset: AssetId
  readonly amount: Quantity
  readonly scope?: ScopeId
}

export type CommandType = keyof CommandPayloads
export type CommandOf<T extends CommandType> = { readonly type: T } & CommandPayloads[T]
export type Command = { readonly [T in CommandType]: CommandOf<T> }[CommandType]

/**
 * Why the engine says no. Where several hold, the first in this list is given.
 * docs/ERRORS.md explains each.
 */
export type RefusalReason =
  | 'time_backwards'
  | 'account_exists'
  | 'account_unknown'
  | 'venue_unknown'
  | 'family_not_run'
  | 'market_unknown'
  | 'asset_unknown'
  | 'scope_unknown'
  | 'order_unknown'
  | 'account_invalid'
  | 'same_party'
  | 'venues_differ'
  | 'amount_not_positive'
  | 'amount_off_unit'
  | 'quantity_zero'
  | 'quantity_off_lot'
  | 'price_not_positive'
  | 'price_off_tick'
  | 'quantity_wrong_side'
  | 'quantity_above_order'
  | 'scope_liquidating'
  | 'insufficient_balance'
  | 'price_unknown'
  | 'below_initial'

export interface Refusal {
  readonly status: 'rejected'
  readonly reason: RefusalReason
  /** One sentence: the fact, then what to do. */
  readonly message: string
  /** Only with `below_initial`: what is missing, > 0. */
  readonly shortfall?: Value
}

export type Reply = { readonly status: 'accepted' } | Refusal

import type { Price, Quantity, Ratio, Value } from '../number/index.js'
import type { AccountId, AssetId, MarketId, PositionId, ScopeId, VenueId } from './ids.js'

/** One leveraged account at one venue: plain readonly data, replaced and never changed in place. */
export interface Account {
  readonly id: AccountId
  /** Which rulebook decides. */
  readonly venue: VenueId
  /** What shares collateral. `cross` and its like; every isolated position and every vault is a scope of its own. */
  readonly scopes: ReadonlyMap<ScopeId, Scope>
  readonly settings: AccountSettings
  readonly memo: AccountMemo
}

export type ScopeKind = 'cross' | 'isolated' | 'vault'

export interface Scope {
  readonly id: ScopeId
  readonly kind: ScopeKind
  readonly holdings: readonly Holding[]
  readonly positions: readonly Position[]
  readonly orders: readonly OpenOrder[]
}

export interface Holding {
  readonly asset: AssetId
  /** `cash` is signed (a broker's debit, a short stock); `supplied` and `borrowed` of one asset may stand side by side, both ≥ 0. */
  readonly kind: 'cash' | 'supplied' | 'borrowed'
  /** In the asset's own units (10^−decimals), never rescaled in state. */
  readonly stored: bigint
  readonly isCollateral: boolean
}

export interface Position {
  readonly id: PositionId
  readonly market: MarketId
  /** `net` in one-way mode; `long` and `short` are the two legs of hedge mode. */
  readonly leg: 'net' | 'long' | 'short'
  /** Base units, + long, − short. */
  readonly quantity: Quantity
  /** quantity × entry price, signed like the quantity; unrealized P&L is quantity × mark − entryValue. */
  readonly entryValue: Value
  /** The market's funding index when the position last settled; 0 where the market has none. */
  readonly fundingIndex: bigint
}

/** An order that waits at the venue and reserves margin. */
export interface OpenOrder {
  readonly id: string
  readonly market: MarketId
  readonly leg: Position['leg']
  readonly quantity: Quantity
  readonly price: Price
}

export interface AccountSettings {
  /** Chosen leverage by market (20 is 20×); where absent the tier's largest applies. */
  readonly leverage: ReadonlyMap<MarketId, Ratio>
  /** Efficiency mode of a lending account; absent or 0: none. */
  readonly eMode?: number
}

/** What rules remember between commands. */
export interface AccountMemo {
  readonly calls: readonly OpenCall[]
}

export interface OpenCall {
  readonly scope: ScopeId
  readonly kind: CallKind
  /** ≥ 0, in the valuation currency: what was missing when the call was made. */
  readonly amount: Value
  readonly restoreTo: 'maintenance' | 'initial' | 'level'
  readonly madeAtMs: number
  /** `null`: the venue names no day. */
  readonly dueAtMs: number | null
}

export type CallKind = 'fed' | 'maintenance' | 'house' | 'day_trade' | 'intraday' | 'portfolio' | 'futures' | 'stop_out'

export const NO_SETTINGS: AccountSettings = { leverage: new Map() }
export const NO_MEMO: AccountMemo = { calls: [] }
/** The scope that every cross account has. */
export const CROSS: ScopeId = 'cross'

/** A scope that holds nothing yet. */
export function emptyScope(id: ScopeId, kind: ScopeKind): Scope {
  return { id, kind, holdings: [], positions: [], orders: [] }
}

/** The scope of one isolated position: `isolated:BTCUSDT`, or `isolated:BTCUSDT:short` for a leg of hedge mode. */
export function isolatedScopeId(market: MarketId, leg: Position['leg']): ScopeId {
  return leg === 'net' ? `isolated:${market}` : `isolated:${market}:${leg}`
}

/** A position's name inside its scope: `BTCUSDT`, or `BTCUSDT:long`. */
export function positionId(market: MarketId, leg: Position['leg']): PositionId {
  return leg === 'net' ? market : `${market}:${leg}`
}

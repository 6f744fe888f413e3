/** Names are plain strings; the aliases say which name is meant. */
export type AccountId = string
export type VenueId = string
export type ScopeId = string
export type AssetId = string
export type MarketId = string
export type PositionId = string
/** What an account's value can depend on: the price of a market (`BTCUSDT`) or of an asset (`WETH`). */
export type FactorId = string

import type { Price, Quantity } from '../number/index.js'
import type { AssetId, MarketId } from './ids.js'

/** A contract that accounts hold positions in. */
export interface Market {
  readonly id: MarketId
  readonly kind: 'linear'
  readonly base: AssetId
  readonly quote: AssetId
  /** The asset in which profit and loss is paid. */
  readonly settlement: AssetId
  /** Smallest step of a price. tick × lot is a whole number of the settlement asset's units, so that every fill is exact. */
  readonly tick: Price
  /** Smallest step of a quantity. */
  readonly lot: Quantity
}

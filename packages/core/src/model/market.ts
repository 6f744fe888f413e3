import type { Price, Quantity } from '../number/index.js'
import type { AssetId, MarketId } from './ids.js'

/** A contract that accounts hold positions in. */
export interface Market {
  readonly id: MarketId
  /**
   * `linear`: value in quote, quantity × price. `inverse`: face in quote, value and margin in coin, face ÷ price. `quanto`: quantity ×
   * price × multiplier, paid in a third asset.
   */
  readonly kind: 'linear' | 'inverse' | 'quanto'
  readonly base: AssetId
  readonly quote: AssetId
  /** The asset in which profit and loss is paid. */
  readonly settlement: AssetId
  /** What one unit of quantity stands for: a contract's face in quote (inverse), settlement units a price point (quanto); 1 where absent. */
  readonly multiplier?: Quantity
  /** Day on which a dated contract settles (`YYYY-MM-DD`); absent for a perpetual. */
  readonly expiry?: string
  /** Smallest step of a price. tick × lot is a whole number of the settlement asset's units, so that every fill is exact. */
  readonly tick: Price
  /** Smallest step of a quantity. */
  readonly lot: Quantity
}

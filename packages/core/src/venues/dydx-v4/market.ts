import { powerOfTen, times, truncate } from '../../number/fraction.js'
import { divCeil, divFloor, rational } from '../../number/index.js'
import { magnitude } from '../../number/integers.js'

/**
 * dYdX v4 in its own integers. Source: dydxprotocol/v4-chain at 84d4664bae71, `protocol/lib/quantums.go`, `x/perpetuals/lib/lib.go`,
 * `x/perpetuals/types/liquidity_tier.go`; docs/venues/dydx-v4.md.
 */

/** Quote quantums: 10⁻⁶ USDC. + raises the account's equity. */
export type QuoteQuantums = bigint
/** Base quantums: 10^atomicResolution of the coin; + long, − short. */
export type BaseQuantums = bigint
/** Millionths. */
export type Ppm = bigint

export const ONE_PPM: Ppm = 1_000_000n

export interface PerpetualMarket {
  readonly id: string
  readonly atomicResolution: bigint
  /** Oracle price: price × 10^exponent USD. */
  readonly price: bigint
  readonly exponent: bigint
  readonly initialPpm: Ppm
  /** Maintenance as a fraction of initial. */
  readonly maintenanceFractionPpm: Ppm
}

/** ± what a size is worth at the oracle price, truncated toward zero. */
export function netNotional(
  market: Pick<PerpetualMarket, 'atomicResolution' | 'price' | 'exponent'>,
  quantums: BaseQuantums,
): QuoteQuantums {
  const scale = powerOfTen(market.exponent + market.atomicResolution + 6n)
  return truncate(times(rational(quantums * market.price), scale))
}

/** ≥ 0: ⌈|notional| × initialPpm⌉ on the base rate, which open interest does not raise. */
export function initialRequirement(market: PerpetualMarket, quantums: BaseQuantums): QuoteQuantums {
  return partCeil(magnitude(netNotional(market, quantums)), market.initialPpm)
}

/** ≥ 0: ⌈⌈|notional| × initialPpm⌉ × maintenanceFractionPpm⌉: two ceilings. */
export function maintenanceRequirement(market: PerpetualMarket, quantums: BaseQuantums): QuoteQuantums {
  return partCeil(initialRequirement(market, quantums), market.maintenanceFractionPpm)
}

export interface OpenInterestScale {
  /** Open interest at the oracle price. */
  readonly openInterest: QuoteQuantums
  readonly lowerCap: QuoteQuantums
  /** 0: the rate does not scale. */
  readonly upperCap: QuoteQuantums
}

/** The initial rate as open interest raises it: the base up to the lower cap, 100 % from the upper cap, a line (floored) between. */
export function scaledInitialPpm(initialPpm: Ppm, scale: OpenInterestScale): Ppm {
  const { openInterest, lowerCap, upperCap } = scale
  if (upperCap === 0n || openInterest <= lowerCap) return initialPpm
  if (openInterest >= upperCap) return ONE_PPM
  return initialPpm + divFloor((ONE_PPM - initialPpm) * (openInterest - lowerCap), upperCap - lowerCap)
}

/** ≥ 0: ⌈notional × scaled rate⌉; what opening requires. */
export function scaledInitialRequirement(
  notional: QuoteQuantums,
  initialPpm: Ppm,
  scale: OpenInterestScale,
): QuoteQuantums {
  return partCeil(magnitude(notional), scaledInitialPpm(initialPpm, scale))
}

function partCeil(amount: bigint, ppm: Ppm): bigint {
  return divCeil(amount * ppm, ONE_PPM)
}

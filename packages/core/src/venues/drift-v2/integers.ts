import { divTruncate, magnitude } from '../../number/integers.js'

/**
 * Drift v2 in its own integers. Source: drift-labs/protocol-v2 at 0ae3e3b1db78, `programs/drift/src/math`; docs/venues/drift-v2.md.
 * Prices, quote amounts and fees at 10⁶, base at 10⁹, margin ratios and weights at 10⁴, funding indexes at 10⁹, deposit interest at 10¹⁰.
 */

/** Quote asset and prices: 10⁻⁶ USD. */
export type QuoteUnits = bigint
/** Base asset: 10⁻⁹; + long, − short. */
export type BaseUnits = bigint
/** Token amounts: 10^−decimals of the token. */
export type TokenUnits = bigint
/** Margin ratios and weights: 10⁻⁴. */
export type Basis4 = bigint
/** Fees and size factors: 10⁻⁶. */
export type Basis6 = bigint

export const QUOTE_ONE = 1_000_000n
export const BASE_ONE = 1_000_000_000n
export const RATIO_ONE = 10_000n
/** A margin ratio at the scale of fees is 100 times as large. */
export const RATIO_TO_FEE = 100n

export const U32_MAX: bigint = 2n ** 32n - 1n
export const U64_MAX: bigint = 2n ** 64n - 1n
export const U128_MAX: bigint = 2n ** 128n - 1n

/** 10^exponent as a pair that is multiplied and divided in turn: one of the two is 1. */
export function scaleOf(exponent: bigint): { readonly multiply: bigint; readonly divide: bigint } {
  return exponent > 0n ? { multiply: 10n ** exponent, divide: 1n } : { multiply: 1n, divide: 10n ** -exponent }
}

/** ≥ 0: |base| × price, floored. */
export function baseValue(base: BaseUnits, price: QuoteUnits): QuoteUnits {
  return divTruncate(magnitude(base) * price, BASE_ONE)
}

/** ± quote side + value of the base: what closing at the price would give. */
export function unrealizedPnl(
  position: { readonly base: BaseUnits; readonly quote: QuoteUnits },
  price: QuoteUnits,
): QuoteUnits {
  const value = baseValue(position.base, price)
  return position.base >= 0n ? position.quote + value : position.quote - value
}

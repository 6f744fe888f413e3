import { divCeil, divFloor } from '../../number/index.js'
import { greatest, least, magnitude, positivePart } from '../../number/integers.js'
import {
  BASE_ONE,
  type BaseUnits,
  type Basis4,
  type Basis6,
  QUOTE_ONE,
  type QuoteUnits,
  RATIO_TO_FEE,
  scaleOf,
  type TokenUnits,
  U32_MAX,
  U64_MAX,
  U128_MAX,
} from './integers.js'

/** How much has to change hands to cure a shortage, and what the fund takes of it. Source: `programs/drift/src/math/liquidation.rs`. */

/** Base whose transfer at the liquidator's price cures a shortage, floored; all there is (2⁶⁴ − 1) where the fee eats the margin. */
export function baseToCover(of: {
  readonly marginShortage: QuoteUnits
  readonly marginRatio: Basis4
  readonly liquidatorFee: Basis6
  readonly fundFee: Basis6
  readonly oraclePrice: QuoteUnits
  readonly quotePrice: QuoteUnits
}): BaseUnits {
  const ratio = RATIO_TO_FEE * of.marginRatio
  if (of.oraclePrice === 0n || ratio <= of.liquidatorFee) return U64_MAX
  const price = divFloor(of.oraclePrice * of.quotePrice, QUOTE_ONE)
  // The fund's part is taken of the oracle price, without the quote price: the venue's own asymmetry.
  const freedPerBase =
    divFloor(price * (ratio - of.liquidatorFee), QUOTE_ONE) - divFloor(of.oraclePrice * of.fundFee, QUOTE_ONE)
  return freedPerBase <= 0n ? U64_MAX : divFloor(of.marginShortage * BASE_ONE, freedPerBase)
}

/** The fund's fee of a perp liquidation: 95 % of what margin ratio, liquidator and shortage leave, at most the cap. */
export function perpFundFee(of: {
  readonly marginShortage: QuoteUnits
  readonly base: BaseUnits
  readonly marginRatio: Basis4
  readonly liquidatorFee: Basis6
  readonly oraclePrice: QuoteUnits
  readonly quotePrice: QuoteUnits
  readonly fundFeeMax: Basis6
}): Basis6 {
  const ratio = RATIO_TO_FEE * of.marginRatio
  const size = magnitude(of.base)
  if (of.oraclePrice === 0n || of.quotePrice === 0n || size === 0n || ratio <= of.liquidatorFee) return 0n
  const price = divFloor(of.oraclePrice * of.quotePrice, QUOTE_ONE)
  const perBase = divFloor(of.marginShortage * BASE_ONE, size)
  const shortage = price === 0n ? U32_MAX : least(divFloor(perBase * QUOTE_ONE, price), U32_MAX)
  const left = positivePart(ratio - of.liquidatorFee - shortage)
  return least(of.fundFeeMax, divFloor(left * 19n, 20n))
}

/** Weights, multipliers (1 ± the liquidator's discount, 10⁻⁶) of the two sides of a spot liquidation. */
export interface SpotSides {
  readonly assetWeight: Basis4
  readonly liabilityWeight: Basis4
  readonly assetMultiplier: Basis6
  readonly liabilityMultiplier: Basis6
}

/** The fund's fee of a spot liquidation. */
export function spotFundFee(
  sides: SpotSides,
  of: {
    readonly marginShortage: QuoteUnits
    /** Of the liability. */
    readonly amount: TokenUnits
    readonly decimals: bigint
    readonly price: QuoteUnits
    readonly fundFeeMax: Basis6
  },
): Basis6 {
  const { assetWeight, liabilityWeight, assetMultiplier, liabilityMultiplier } = sides
  if (assetWeight >= liabilityWeight || of.price === 0n || of.amount === 0n || liabilityMultiplier === 0n) return 0n
  const weight = RATIO_TO_FEE * liabilityWeight
  const asset = divFloor(RATIO_TO_FEE * assetWeight * assetMultiplier, liabilityMultiplier)
  const perToken = divFloor(of.marginShortage * QUOTE_ONE * 10n ** of.decimals, of.amount)
  const left = positivePart(positivePart(weight - asset) - divFloor(perToken, of.price))
  return least(of.fundFeeMax, divFloor(left * QUOTE_ONE, weight))
}

/** Liability whose transfer cures a shortage, at least one unit; all there is (2¹²⁸ − 1) where a transfer frees nothing. */
export function liabilityToCover(
  sides: SpotSides,
  of: {
    readonly marginShortage: QuoteUnits
    readonly liabilityDecimals: bigint
    readonly liabilityPrice: QuoteUnits
    readonly fundFee: Basis6
  },
): TokenUnits {
  const { assetWeight, liabilityWeight, assetMultiplier, liabilityMultiplier } = sides
  if (assetWeight >= liabilityWeight) return U128_MAX
  const liability = 10n * liabilityWeight
  const asset = divFloor(10n * assetWeight * assetMultiplier, liabilityMultiplier)
  if (asset >= liability) return U128_MAX
  const freed =
    of.liabilityPrice * (liability - asset) - divFloor(of.liabilityPrice * of.fundFee, QUOTE_ONE) * liability
  if (freed <= 0n) return U128_MAX
  const scale = scaleOf(of.liabilityDecimals - 6n)
  const amount = divFloor(of.marginShortage * scale.multiply * 100_000_000_000n, freed)
  return greatest(1n, divFloor(amount, scale.divide))
}

/** A side of an exchange of an asset for a liability. */
export interface SpotSide {
  readonly decimals: bigint
  readonly price: QuoteUnits
  readonly multiplier: Basis6
}

/** Liability that a seized asset amount pays for: two ceilings. */
export function liabilityImplied(amount: TokenUnits, asset: SpotSide, liability: SpotSide): TokenUnits {
  const scale = scaleOf(liability.decimals - asset.decimals)
  const worth = amount * scale.multiply * asset.price * liability.multiplier
  return divCeil(divCeil(worth, liability.price * asset.multiplier), scale.divide)
}

/** What is left under this is not worth keeping: 1 USD. */
const DUST: QuoteUnits = 1_000_000n

/** Asset seized for a liability, at least one unit; all of it where what stays would be dust. */
export function assetSeized(
  of: { readonly held: TokenUnits; readonly liabilityAmount: TokenUnits },
  asset: SpotSide,
  liability: SpotSide,
): TokenUnits {
  const scale = scaleOf(asset.decimals - liability.decimals)
  const worth = of.liabilityAmount * scale.multiply * liability.price * asset.multiplier
  const amount = greatest(1n, divFloor(divFloor(worth, asset.price * liability.multiplier), scale.divide))
  // Not the rest's value in every case: the venue scales by the decimals in this direction, and so do we.
  const dustScale = scaleOf(asset.decimals - 6n)
  const rest = magnitude(of.held - amount)
  const restValue = divFloor(divFloor(rest * asset.price, QUOTE_ONE) * dustScale.multiply, dustScale.divide)
  return restValue < DUST ? of.held : amount
}

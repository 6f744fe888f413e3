/**
 * The four kinds of number that rules compute with. Each is a bigint scaled by 10¹⁸ (a "wad"); the brand keeps a price from being
 * passed for a value. Raw `a * b` and `a + b` fall back to plain bigint, so every product goes through a function that names its rounding.
 */
declare const kind: unique symbol
export type Kind<Name extends string> = bigint & { readonly [kind]: Name }

/** Quote currency per unit of base, or valuation currency per unit of an asset. */
export type Price = Kind<'Price'>
/** Units of an asset or contracts' base units; + long, − short. */
export type Quantity = Kind<'Quantity'>
/** Money in the valuation currency; + raises the account's equity. */
export type Value = Kind<'Value'>
/** A fraction: 0.05 is five percent. */
export type Ratio = Kind<'Ratio'>

/** Decimals of every kind. */
export const DECIMALS = 18
/** One, at the scale of every kind. */
export const WAD: bigint = 10n ** 18n

export const ZERO_VALUE: Value = 0n as Value
export const ZERO_QUANTITY: Quantity = 0n as Quantity
export const ONE_PRICE: Price = WAD as Price
export const ONE_RATIO: Ratio = WAD as Ratio
export const ONE_QUANTITY: Quantity = WAD as Quantity

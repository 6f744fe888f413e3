import { divCeil, divFloor } from '../../number/index.js'
import { smallerOf, uint } from '../contract/integer.js'

/** Scale of lltv, fees, liquidation incentives and rates a second. */
export const MORPHO_WAD: bigint = 10n ** 18n
/** Scale of an oracle's price: loan units per collateral unit × 10^(36 + loan decimals − collateral decimals), both units native. */
export const ORACLE_SCALE: bigint = 10n ** 36n
/** Shares and assets that nobody holds: they keep the first supplier from moving the price of a share. */
const VIRTUAL_SHARES: bigint = 10n ** 6n
const VIRTUAL_ASSETS = 1n
const INCENTIVE_CURSOR: bigint = (3n * MORPHO_WAD) / 10n
const INCENTIVE_MAX: bigint = (115n * MORPHO_WAD) / 100n

/** The totals of one market, in native units; shares carry six digits more than assets. */
export interface MorphoMarket {
  readonly totalSupplyAssets: bigint
  readonly totalSupplyShares: bigint
  readonly totalBorrowAssets: bigint
  readonly totalBorrowShares: bigint
  /** Seconds. */
  readonly lastUpdate: bigint
  /** Part of the interest that is the fee recipient's, wad. */
  readonly fee: bigint
}

export interface MorphoPosition {
  readonly borrowShares: bigint
  /** The collateral's own units; it earns nothing. */
  readonly collateral: bigint
}

/** What makes a market: fixed for ever at its creation. */
export interface MorphoTerms {
  /** Liquidation loan-to-value, wad: weight of the collateral on both sides. */
  readonly lltv: bigint
}

type Pool = { readonly assets: bigint; readonly shares: bigint }

export function borrowPool(market: MorphoMarket): Pool {
  return { assets: market.totalBorrowAssets, shares: market.totalBorrowShares }
}

export function supplyPool(market: MorphoMarket): Pool {
  return { assets: market.totalSupplyAssets, shares: market.totalSupplyShares }
}

/** shares × (assets + 1) ÷ (all shares + 10⁶), down: what shares pay out. */
export function toAssetsFloor(shares: bigint, pool: Pool): bigint {
  return divFloor(uint(shares * (pool.assets + VIRTUAL_ASSETS)), pool.shares + VIRTUAL_SHARES)
}

/** The same, up: what a debt of so many shares costs. */
export function toAssetsCeil(shares: bigint, pool: Pool): bigint {
  return divCeil(uint(shares * (pool.assets + VIRTUAL_ASSETS)), pool.shares + VIRTUAL_SHARES)
}

/** assets × (all shares + 10⁶) ÷ (assets + 1), down: what a supply or a repayment is credited. */
export function toSharesFloor(assets: bigint, pool: Pool): bigint {
  return divFloor(uint(assets * (pool.shares + VIRTUAL_SHARES)), pool.assets + VIRTUAL_ASSETS)
}

/** The same, up: what a borrowing or a withdrawal is charged. */
export function toSharesCeil(assets: bigint, pool: Pool): bigint {
  return divCeil(uint(assets * (pool.shares + VIRTUAL_SHARES)), pool.assets + VIRTUAL_ASSETS)
}

/**
 * What a liquidator receives per loan unit repaid (wad, 1.15 at most): the bonus is what is above 1.
 *
 *   min(1.15, ⌊1 ÷ (1 − ⌊0.3 × (1 − lltv)⌋)⌋)
 *
 * @example liquidationIncentive(860_000_000_000_000_000n) // 1_043_841_336_116_910_229n
 */
export function liquidationIncentive(lltv: bigint): bigint {
  const discount = divFloor(INCENTIVE_CURSOR * (MORPHO_WAD - lltv), MORPHO_WAD)
  return smallerOf(INCENTIVE_MAX, divFloor(MORPHO_WAD * MORPHO_WAD, MORPHO_WAD - discount))
}

/** The most that a collateral may back, in loan units: ⌊⌊collateral × price⌋ × lltv⌋. */
export function borrowLimit(collateral: bigint, price: bigint, terms: MorphoTerms): bigint {
  const value = divFloor(uint(collateral * price), ORACLE_SCALE)
  return divFloor(uint(value * terms.lltv), MORPHO_WAD)
}

/** At equality a position is healthy: its debt, rounded up, is not above what its collateral may back. */
export function isHealthy(
  market: MorphoMarket,
  position: MorphoPosition,
  of: MorphoTerms & { price: bigint },
): boolean {
  if (position.borrowShares === 0n) return true
  return borrowLimit(position.collateral, of.price, of) >= toAssetsCeil(position.borrowShares, borrowPool(market))
}

/** ⌊limit × 10¹⁸ ÷ debt⌋: 10¹⁸ is the line, above it safe; `null` without debt. */
export function morphoHealthFactor(
  market: MorphoMarket,
  position: MorphoPosition,
  of: MorphoTerms & { price: bigint },
): bigint | null {
  if (position.borrowShares === 0n) return null
  const debt = toAssetsCeil(position.borrowShares, borrowPool(market))
  return divFloor(borrowLimit(position.collateral, of.price, of) * MORPHO_WAD, debt)
}

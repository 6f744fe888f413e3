import type { AssetId } from '../../model/index.js'
import { divFloor } from '../../number/index.js'
import { divide, uint } from '../contract/integer.js'
import { revert } from '../contract/revert.js'

/** 1 in the units of factors, rates, indexes and exchange rates. */
export const MANTISSA: bigint = 10n ** 18n
/** Largest rate a block that accrual accepts. */
const BORROW_RATE_MAX: bigint = 5n * 10n ** 12n

/** One money market as it was last stored, with its price. */
export interface CompoundMarket {
  readonly asset: AssetId
  /** Value of a unit of the asset × 10^(36 − decimals). */
  readonly price: bigint
  /** The one weight for both sides. */
  readonly collateralFactor: bigint
  readonly reserveFactor: bigint
  /** The asset's own units. */
  readonly cash: bigint
  readonly totalBorrows: bigint
  readonly totalReserves: bigint
  /** Supply tokens. */
  readonly totalSupply: bigint
  /** Exchange rate while nothing is supplied. */
  readonly initialExchangeRate: bigint
  readonly borrowIndex: bigint
  readonly accrualBlock: bigint
  readonly isBorrowPaused: boolean
}

export interface CompoundPosition {
  /** Supply tokens. */
  readonly tokens: bigint
  /** What was owed when the index was `borrowInterestIndex`, in the asset's own units. */
  readonly borrowPrincipal: bigint
  readonly borrowInterestIndex: bigint
}

/** Borrow rate by usage: one slope to the kink, a steeper one above it. Everything a year, at 10^18. */
export interface JumpRate {
  readonly baseRatePerYear: bigint
  readonly multiplierPerYear: bigint
  readonly jumpMultiplierPerYear: bigint
  readonly kink: bigint
  readonly blocksPerYear: bigint
}

/** What one supply token is worth in the asset's own units: ⌊(cash + borrows − reserves) × 10¹⁸ ÷ tokens⌋. */
export function exchangeRate(market: CompoundMarket): bigint {
  if (market.totalSupply === 0n) return market.initialExchangeRate
  return divFloor(uint(market.cash + market.totalBorrows - market.totalReserves) * MANTISSA, market.totalSupply)
}

/** ⌊principal × market index ÷ user's index⌋: interest that nobody has accrued is not in it. */
export function borrowBalance(market: CompoundMarket, position: CompoundPosition): bigint {
  if (position.borrowPrincipal === 0n) return 0n
  return divide(position.borrowPrincipal * market.borrowIndex, position.borrowInterestIndex, 'floor')
}

/** The rate a block that a market charges as it stands. */
export function borrowRate(market: CompoundMarket, model: JumpRate): bigint {
  const available = market.cash + market.totalBorrows - market.totalReserves
  const usage = market.totalBorrows === 0n ? 0n : divide(market.totalBorrows * MANTISSA, available, 'floor')
  const base = divFloor(model.baseRatePerYear, model.blocksPerYear)
  const slope = divFloor(model.multiplierPerYear * MANTISSA, model.blocksPerYear * model.kink)
  if (usage <= model.kink) return divFloor(usage * slope, MANTISSA) + base
  const steep = divFloor(model.jumpMultiplierPerYear, model.blocksPerYear)
  const below = divFloor(model.kink * slope, MANTISSA) + base
  return divFloor((usage - model.kink) * steep, MANTISSA) + below
}

/** The market after simple interest over the blocks since it was stored; the rate is the one that it had then. */
export function accrueMarket(
  market: CompoundMarket,
  of: { readonly rate: bigint; readonly block: bigint },
): CompoundMarket {
  if (of.block === market.accrualBlock) return market
  if (of.rate > BORROW_RATE_MAX) revert('Error(borrow rate is absurdly high)')
  const factor = of.rate * uint(of.block - market.accrualBlock)
  const interest = divFloor(factor * market.totalBorrows, MANTISSA)
  return {
    ...market,
    accrualBlock: of.block,
    totalBorrows: market.totalBorrows + interest,
    totalReserves: market.totalReserves + divFloor(market.reserveFactor * interest, MANTISSA),
    borrowIndex: market.borrowIndex + divFloor(factor * market.borrowIndex, MANTISSA),
  }
}

import type { AssetId } from '../../model/index.js'
import { divCeil, divFloor } from '../../number/index.js'
import { divide, uint } from '../contract/integer.js'

/** 1 in the units of factors and rates a second. */
export const FACTOR_ONE: bigint = 10n ** 18n
/** 1 in the units of the two base indexes. */
export const INDEX_ONE: bigint = 10n ** 15n
const YEAR_S = 31_536_000n
/** Factors keep four decimals when they are stored. */
const FACTOR_DESCALE: bigint = 10n ** 14n

/** Kinked rate of one side, at 10^18 a year. */
export interface RateCurve {
  readonly kink: bigint
  readonly slopeLow: bigint
  readonly slopeHigh: bigint
  readonly base: bigint
}

export interface CometAsset {
  readonly asset: AssetId
  /** One whole unit in its own units. */
  readonly scale: bigint
  /** Weight on the initial side. */
  readonly borrowCollateralFactor: bigint
  /** Weight on the maintenance side. */
  readonly liquidateCollateralFactor: bigint
  /** What an absorbed account is credited of its collateral's value: the penalty is 1 less this. */
  readonly liquidationFactor: bigint
}

export interface CometConfig {
  readonly baseScale: bigint
  readonly supply: RateCurve
  readonly borrow: RateCurve
  /** Part of the penalty that buyers of seized collateral get as a discount. */
  readonly storeFrontPriceFactor: bigint
  /** Base units: seized collateral is sold while reserves are below. */
  readonly targetReserves: bigint
  /** In the order of their places in accounts' words. */
  readonly assets: readonly CometAsset[]
}

export interface CometTotals {
  readonly baseSupplyIndex: bigint
  readonly baseBorrowIndex: bigint
  /** Principals: to be multiplied by the indexes. */
  readonly totalSupplyBase: bigint
  readonly totalBorrowBase: bigint
  /** Seconds. */
  readonly lastAccrualTime: bigint
}

/** Prices at 8 decimals; a feed that answers 0 or less has no price. */
export interface CometPrices {
  readonly base: bigint
  readonly assets: ReadonlyMap<AssetId, bigint>
}

/** A configuration as the contract stores it: factors to four decimals. */
export function storedConfig(config: CometConfig): CometConfig {
  const stored = (factor: bigint): bigint => divFloor(factor, FACTOR_DESCALE) * FACTOR_DESCALE
  return {
    ...config,
    assets: config.assets.map((asset) => ({
      ...asset,
      borrowCollateralFactor: stored(asset.borrowCollateralFactor),
      liquidateCollateralFactor: stored(asset.liquidateCollateralFactor),
      liquidationFactor: stored(asset.liquidationFactor),
    })),
  }
}

/** Amount × factor, floored. */
export function timesFactor(amount: bigint, factor: bigint): bigint {
  return divFloor(uint(amount * factor), FACTOR_ONE)
}

/** Value (8 decimals) of an amount in units of `scale`, floored. */
export function baseCurrencyValue(amount: bigint, price: bigint, scale: bigint): bigint {
  return divFloor(uint(amount * price), scale)
}

/** ± base units of a principal: + supplied, − owed; the magnitude is floored on both sides. */
export function presentValue(principal: bigint, totals: CometTotals): bigint {
  return principal >= 0n
    ? divFloor(principal * totals.baseSupplyIndex, INDEX_ONE)
    : -divFloor(-principal * totals.baseBorrowIndex, INDEX_ONE)
}

/** ± principal of base units: a supply floored, a debt's magnitude ceiled. */
export function principalValue(balance: bigint, totals: CometTotals): bigint {
  return balance >= 0n
    ? divFloor(balance * INDEX_ONE, totals.baseSupplyIndex)
    : -divCeil(-balance * INDEX_ONE, totals.baseBorrowIndex)
}

/** Borrowed ÷ supplied, on the indexes as they are stored. */
export function utilization(totals: CometTotals): bigint {
  const supplied = divFloor(totals.totalSupplyBase * totals.baseSupplyIndex, INDEX_ONE)
  const borrowed = divFloor(totals.totalBorrowBase * totals.baseBorrowIndex, INDEX_ONE)
  return supplied === 0n ? 0n : divFloor(borrowed * FACTOR_ONE, supplied)
}

/** The rate a second at a utilization; every parameter is first floored to a second. */
export function rateAt(curve: RateCurve, usage: bigint): bigint {
  const second = (year: bigint): bigint => divFloor(year, YEAR_S)
  const base = second(curve.base)
  if (usage <= curve.kink) return base + timesFactor(second(curve.slopeLow), usage)
  const below = timesFactor(second(curve.slopeLow), curve.kink)
  return base + below + timesFactor(second(curve.slopeHigh), usage - curve.kink)
}

/** The totals at a later time: simple interest since the last accrual, at the utilization of the stored state. */
export function accrueComet(totals: CometTotals, config: CometConfig, timestamp: bigint): CometTotals {
  const seconds = uint(timestamp - totals.lastAccrualTime, 40)
  if (seconds === 0n) return totals
  const usage = utilization(totals)
  const { baseSupplyIndex, baseBorrowIndex } = totals
  return {
    ...totals,
    baseSupplyIndex: baseSupplyIndex + timesFactor(baseSupplyIndex, rateAt(config.supply, usage) * seconds),
    baseBorrowIndex: baseBorrowIndex + timesFactor(baseBorrowIndex, rateAt(config.borrow, usage) * seconds),
    lastAccrualTime: timestamp,
  }
}

/** ± base units that are the protocol's own: what it holds, less what it owes suppliers, plus what borrowers owe. */
export function reservesOf(baseBalance: bigint, totals: CometTotals): bigint {
  const supplied = divFloor(totals.totalSupplyBase * totals.baseSupplyIndex, INDEX_ONE)
  const borrowed = divFloor(totals.totalBorrowBase * totals.baseBorrowIndex, INDEX_ONE)
  return baseBalance - supplied + borrowed
}

/** Base units for value (8 decimals) at the base price, floored. */
export function baseFor(value: bigint, price: bigint, scale: bigint): bigint {
  return divide(value * scale, price, 'floor')
}

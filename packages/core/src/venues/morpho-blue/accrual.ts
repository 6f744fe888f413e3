import { divFloor } from '../../number/index.js'
import { uint } from '../contract/integer.js'
import { MORPHO_WAD, type MorphoMarket, toSharesFloor } from './market.js'

/** What time added to a market. */
export interface Accrual {
  /** Loan units: added to what is borrowed and to what is supplied. */
  readonly interest: bigint
  /** Supply shares of the fee's recipient. */
  readonly feeShares: bigint
  /** The market afterwards. */
  readonly market: MorphoMarket
}

/**
 * Interest at a rate (wad a second) up to a later time.
 *
 *   factor   = a + ⌊a² ÷ 2⌋ + ⌊that × a ÷ 3⌋ at wad scale, a = rate × seconds: the exponential less 1, in three terms
 *   interest = ⌊borrowed × factor⌋; the fee is minted as shares at the price without it
 */
export function accrue(market: MorphoMarket, of: { readonly rate: bigint; readonly timestamp: bigint }): Accrual {
  const seconds = of.timestamp - market.lastUpdate
  if (seconds === 0n) return { interest: 0n, feeShares: 0n, market }
  const interest = divFloor(uint(market.totalBorrowAssets * growth(of.rate, seconds)), MORPHO_WAD)
  const totalBorrowAssets = uint(market.totalBorrowAssets + interest, 128)
  const totalSupplyAssets = uint(market.totalSupplyAssets + interest, 128)
  const feeAmount = divFloor(interest * market.fee, MORPHO_WAD)
  const feeShares =
    market.fee === 0n
      ? 0n
      : toSharesFloor(feeAmount, { assets: totalSupplyAssets - feeAmount, shares: market.totalSupplyShares })
  return {
    interest,
    feeShares,
    market: {
      ...market,
      totalBorrowAssets,
      totalSupplyAssets,
      totalSupplyShares: uint(market.totalSupplyShares + feeShares, 128),
      lastUpdate: of.timestamp,
    },
  }
}

function growth(rate: bigint, seconds: bigint): bigint {
  const first = uint(rate * seconds)
  const second = divFloor(uint(first * first), 2n * MORPHO_WAD)
  const third = divFloor(uint(second * first), 3n * MORPHO_WAD)
  return first + second + third
}

import { minus, over, plus, times } from '../../number/fraction.js'
import { compareRational, type Rational, rational } from '../../number/index.js'

/** A GMX v2 position before fees and price impact. */
export interface GmxPosition {
  readonly collateralTokens: Rational
  /** Of one collateral token: 1 for a stable, the index price where the collateral is the index token. */
  readonly collateralPrice: Rational
  /** > 0 at entry. */
  readonly sizeUsd: Rational
  readonly entryPrice: Rational
  readonly indexPrice: Rational
  readonly side: 'long' | 'short'
}

/** USD that is left of the collateral: tokens × price ± (size in tokens × price − size). */
export function remainingCollateral(position: GmxPosition): Rational {
  const { collateralTokens, collateralPrice, sizeUsd, entryPrice, indexPrice, side } = position
  const gained = minus(times(over(sizeUsd, entryPrice), indexPrice), sizeUsd)
  const pnl = side === 'long' ? gained : minus(rational(0n), gained)
  return plus(times(collateralTokens, collateralPrice), pnl)
}

/**
 * Three lines, any of which is enough: under the smallest collateral in USD; at 0 or below; under the share of the size at entry.
 * Source: gmx-io/gmx-synthetics at a5c0c8835182, `PositionUtils.sol`; fees and price impact are the caller's to take off before.
 */
export function isLiquidatable(
  remaining: Rational,
  of: { readonly sizeUsd: Rational; readonly collateralUsdMin: Rational; readonly collateralFactorMin: Rational },
): boolean {
  return (
    compareRational(remaining, of.collateralUsdMin) < 0 ||
    remaining.numerator <= 0n ||
    compareRational(remaining, times(of.sizeUsd, of.collateralFactorMin)) < 0
  )
}

import type { AssetId } from '../../model/index.js'
import { divFloor } from '../../number/index.js'
import { excessOver } from '../contract/integer.js'
import { borrowBalance, type CompoundMarket, type CompoundPosition, exchangeRate, MANTISSA } from './market.js'

/** The comptroller's answer: at most one of the two is above 0, in units of value at 10^18. */
export interface AccountLiquidity {
  readonly liquidity: bigint
  /** Above 0: may be liquidated. */
  readonly shortfall: bigint
}

export type CompoundPositions = ReadonlyMap<AssetId, CompoundPosition>

export const NO_COMPOUND_POSITION: CompoundPosition = { tokens: 0n, borrowPrincipal: 0n, borrowInterestIndex: 0n }

/** Both sides of an account in units of value. */
export interface CompoundSides {
  readonly collateral: bigint
  readonly debt: bigint
}

/**
 * Weighted collateral and debt over the markets that an account has entered, as they stand: give markets that are accrued, or the stored
 * ones for the stale view that the chain itself has. Every product is floored on its own:
 *
 *   collateral = Σ ⌊⌊⌊factor × exchangeRate⌋ × price⌋ × tokens⌋        debt = Σ ⌊price × borrowBalance⌋
 *
 * `null`: an entered market has no price; the comptroller then refuses every question about the account.
 */
export function compoundSides(markets: readonly CompoundMarket[], positions: CompoundPositions): CompoundSides | null {
  let collateral = 0n
  let debt = 0n
  for (const market of markets) {
    const position = positions.get(market.asset)
    if (position === undefined) continue
    if (market.price === 0n) return null
    const weight = divFloor(divFloor(market.collateralFactor * exchangeRate(market), MANTISSA) * market.price, MANTISSA)
    collateral += divFloor(weight * position.tokens, MANTISSA)
    debt += divFloor(market.price * borrowBalance(market, position), MANTISSA)
  }
  return { collateral, debt }
}

/** What is left of one side over the other; `null` as `compoundSides`. */
export function accountLiquidity(
  markets: readonly CompoundMarket[],
  positions: CompoundPositions,
): AccountLiquidity | null {
  const sides = compoundSides(markets, positions)
  if (sides === null) return null
  const { collateral, debt } = sides
  return { liquidity: excessOver(collateral, debt), shortfall: excessOver(debt, collateral) }
}

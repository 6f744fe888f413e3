import { divTruncate, greatest, least, positivePart } from '../../number/integers.js'
import {
  type BaseUnits,
  type Basis4,
  type Basis6,
  baseValue,
  QUOTE_ONE,
  type QuoteUnits,
  RATIO_ONE,
  unrealizedPnl,
} from './integers.js'
import { pnlWeight, sizePremium } from './weights.js'

/** Requirement and collateral of Drift v2 accounts. Source: `programs/drift/src/math/margin.rs`, `state/margin_calculation.rs`. */

/** Profit beyond this counts nothing for opening: 100 USD. */
export const INITIAL_PNL_MAX: QuoteUnits = 100_000_000n

export interface PerpPosition {
  readonly base: BaseUnits
  /** ± quote side: entry cost with the opposite sign. */
  readonly quote: QuoteUnits
}

/** What a position without open orders requires for opening, and what its P&L counts for: losses whole, profit by weight and capped. */
export function perpInitialMargin(
  position: PerpPosition,
  of: {
    readonly price: QuoteUnits
    readonly marginRatio: Basis4
    readonly imfFactor: Basis6
    readonly pnlWeight: Basis4
  },
): { readonly requirement: QuoteUnits; readonly weightedPnl: QuoteUnits } {
  const size = position.base < 0n ? -position.base : position.base
  const premium = sizePremium({ size, imfFactor: of.imfFactor, weight: of.marginRatio })
  const requirement = part(baseValue(position.base, of.price), greatest(of.marginRatio, premium))
  const pnl = unrealizedPnl(position, of.price)
  if (pnl <= 0n) return { requirement, weightedPnl: pnl }
  const weight = pnlWeight({ pnl, imfFactor: of.imfFactor, weight: of.pnlWeight })
  return { requirement, weightedPnl: least(part(pnl, weight), INITIAL_PNL_MAX) }
}

/** Requirement of a perp and a borrow where the account chose a ratio of its own: it binds on the initial side only. */
export function chosenRatioRequirement(of: {
  readonly side: 'initial' | 'maintenance'
  readonly perpNotional: QuoteUnits
  readonly perpInitialRatio: Basis4
  readonly perpMaintenanceRatio: Basis4
  readonly borrowValue: QuoteUnits
  readonly liabilityInitialWeight: Basis4
  readonly liabilityMaintenanceWeight: Basis4
  readonly chosenRatio: Basis4
}): QuoteUnits {
  if (of.side === 'maintenance') {
    return part(of.perpNotional, of.perpMaintenanceRatio) + part(of.borrowValue, of.liabilityMaintenanceWeight)
  }
  const perpRatio = greatest(of.perpInitialRatio, of.chosenRatio)
  const weight = greatest(of.liabilityInitialWeight, RATIO_ONE + of.chosenRatio)
  return part(of.perpNotional, perpRatio) + part(of.borrowValue, weight)
}

/** What a deposit counts for under a chosen ratio: at most 1 − ratio of its value. */
export function chosenRatioCollateral(of: {
  readonly value: QuoteUnits
  readonly weight: Basis4
  readonly chosenRatio: Basis4
}): QuoteUnits {
  return part(of.value, least(of.weight, positivePart(RATIO_ONE - of.chosenRatio)))
}

/** A quote price with its five-minute average: liabilities take the larger, assets the smaller. */
export interface StrictPrice {
  readonly price: QuoteUnits
  readonly average5m: QuoteUnits
}

/** A deposit of the quote token and a perp, priced strictly. */
export function strictMargin(
  quote: StrictPrice,
  of: { readonly deposit: QuoteUnits; readonly perpNotional: QuoteUnits; readonly marginRatio: Basis4 },
): { readonly requirement: QuoteUnits; readonly collateral: QuoteUnits } {
  const notional = divTruncate(of.perpNotional * greatest(quote.price, quote.average5m), QUOTE_ONE)
  return {
    requirement: part(notional, of.marginRatio),
    collateral: divTruncate(of.deposit * least(quote.price, quote.average5m), QUOTE_ONE),
  }
}

/** Collateral and, beside it, what is left of it when losses are inflated by the liquidation buffer. */
export function bufferedCollateral(of: {
  readonly deposit: QuoteUnits
  /** ± */
  readonly pnl: QuoteUnits
  readonly buffer: Basis4
}): { readonly collateral: QuoteUnits; readonly withBuffer: QuoteUnits } {
  const collateral = of.deposit + of.pnl
  return { collateral, withBuffer: collateral + lossBuffer(of.pnl, of.buffer) }
}

/** ≤ 0: a loss × buffer, truncated; nothing on a profit. */
export function lossBuffer(pnl: QuoteUnits, buffer: Basis4): QuoteUnits {
  return pnl < 0n ? divTruncate(pnl * buffer, RATIO_ONE) : 0n
}

/** An isolated position stands alone: its deposit and P&L against its own requirement, plain and with the buffer. */
export function isolatedMargin(
  position: PerpPosition,
  of: {
    readonly deposit: QuoteUnits
    readonly price: QuoteUnits
    readonly marginRatio: Basis4
    readonly buffer: Basis4
  },
): {
  readonly requirement: QuoteUnits
  readonly collateral: QuoteUnits
  readonly requirementWithBuffer: QuoteUnits
  readonly collateralWithBuffer: QuoteUnits
} {
  const value = baseValue(position.base, of.price)
  const pnl = unrealizedPnl(position, of.price)
  const { collateral, withBuffer } = bufferedCollateral({ deposit: of.deposit, pnl, buffer: of.buffer })
  return {
    requirement: part(value, of.marginRatio),
    collateral,
    requirementWithBuffer: part(value, of.marginRatio + of.buffer),
    collateralWithBuffer: withBuffer,
  }
}

/** amount × ratio at 10⁻⁴, truncated. */
export function part(amount: QuoteUnits, ratio: Basis4): QuoteUnits {
  return divTruncate(amount * ratio, RATIO_ONE)
}

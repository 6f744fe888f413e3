import { magnitude, minus, over, plus, sumOf, times } from '../../number/fraction.js'
import { type Rational, ZERO } from '../../number/index.js'
import { linearNotional, linearPnl, tieredMaintenance } from './contracts.js'

/**
 * Closed forms of the price at which one market brings a scope to its line. The family solves the same question for whole accounts,
 * region by region; these are the formulas as venues print them, for one known rate. All figures are exact; nothing is rounded here.
 */

/** One leg of the market: a one-way position, or one side of hedge mode. */
export interface PricedLeg {
  /** Signed: base units of a linear contract, face value in quote (contracts × contract size) of an inverse one. */
  readonly quantity: Rational
  readonly entryPrice: Rational
  /** Maintenance per unit of notional. */
  readonly rate: Rational
  /** Added to the rate where the venue keeps the fee of closing inside maintenance (OKX, Gate, Phemex). */
  readonly closingFee?: Rational
  /** Taken off the requirement, in the settlement currency. */
  readonly deduction?: Rational
}

/**
 * Linear contracts, maintenance on the price that is solved for.
 *
 *   marginEquity + Σ quantity × (P − entryPrice) = Σ (|quantity| × P × rate − deduction)
 *   P = (marginEquity + Σ deduction − Σ quantity × entryPrice) ÷ (Σ |quantity| × rate − Σ quantity)
 *
 * With rate 0 it is the bankruptcy price. Negative results stay: they say that no price liquidates. `null` where the price cancels out.
 * @param marginEquity ± everything that does not depend on this market: wallet + other P&L − other maintenance
 * @example linearLiquidationPrice({ marginEquity: exactly('7000'), legs: [{ quantity: exactly('1.5'), … }] })
 */
export function linearLiquidationPrice(scope: {
  readonly marginEquity: Rational
  readonly legs: readonly PricedLeg[]
}): Rational | null {
  const { marginEquity, legs } = scope
  const above = plus(
    marginEquity,
    sumOf(legs, (leg) => minus(leg.deduction ?? ZERO, times(leg.quantity, leg.entryPrice))),
  )
  const below = sumOf(legs, (leg) => minus(times(magnitude(leg.quantity), rateOf(leg)), leg.quantity))
  return below.numerator === 0n ? null : over(above, below)
}

function rateOf(leg: PricedLeg): Rational {
  return leg.closingFee === undefined ? leg.rate : plus(leg.rate, leg.closingFee)
}

/** A linear position in another market of the same wallet, at its mark. */
export interface MarkedLeg extends PricedLeg {
  readonly markPrice: Rational
}

/** ± what a wallet leaves for one market: wallet + Σ others' P&L − Σ others' maintenance, both at their marks. */
export function sharedMarginEquity(wallet: Rational, others: readonly MarkedLeg[]): Rational {
  return plus(
    wallet,
    sumOf(others, (leg) => {
      const { quantity, entryPrice, markPrice, deduction } = leg
      const notional = linearNotional(quantity, markPrice)
      const maintenance = tieredMaintenance({
        notional,
        rate: rateOf(leg),
        ...(deduction !== undefined && { deduction }),
      })
      return minus(linearPnl({ quantity, entryPrice, price: markPrice }), maintenance)
    }),
  )
}

/**
 * Linear contract, maintenance fixed on the entry value (or any other amount that does not move with the price).
 *
 *   P = entryPrice − (marginEquity − requirement) ÷ quantity          (quantity signed)
 *
 * With requirement 0 it is the bankruptcy price. `null` for quantity 0.
 */
export function linearEntryLiquidationPrice(position: {
  readonly quantity: Rational
  readonly entryPrice: Rational
  /** ± everything that stands behind the position and does not move with it; summed. */
  readonly collateral: readonly Rational[]
  readonly requirement: Rational
}): Rational | null {
  const { quantity, entryPrice, collateral, requirement } = position
  if (quantity.numerator === 0n) return null
  return minus(entryPrice, over(minus(plus(...collateral), requirement), quantity))
}

/**
 * Inverse contracts: value and margin in coin, face value in quote, maintenance on the price that is solved for.
 *
 *   marginEquity + Σ quantity × (1/entryPrice − 1/P) = Σ (|quantity| × rate / P − deduction)
 *   P = Σ (|quantity| × rate + quantity) ÷ (marginEquity + Σ deduction + Σ quantity / entryPrice)
 *
 * With the rate of the closing fee alone it is the bankruptcy price. `null` where no price solves it (a short whose coin covers it).
 */
export function inverseLiquidationPrice(scope: {
  readonly marginEquity: Rational
  readonly legs: readonly PricedLeg[]
}): Rational | null {
  const { marginEquity, legs } = scope
  const above = sumOf(legs, (leg) => plus(times(magnitude(leg.quantity), rateOf(leg)), leg.quantity))
  const below = plus(
    marginEquity,
    sumOf(legs, (leg) => plus(leg.deduction ?? ZERO, over(leg.quantity, leg.entryPrice))),
  )
  return below.numerator === 0n ? null : over(above, below)
}

/**
 * Inverse contract, maintenance fixed on the entry value.
 *
 *   P = 1 ÷ (1/entryPrice + (marginEquity − requirement) ÷ quantity)          (coin; quantity signed)
 */
export function inverseEntryLiquidationPrice(position: {
  readonly quantity: Rational
  readonly entryPrice: Rational
  readonly marginEquity: Rational
  readonly requirement: Rational
}): Rational | null {
  const { quantity, entryPrice, marginEquity, requirement } = position
  return inverseLiquidationPrice({
    marginEquity: minus(marginEquity, requirement),
    legs: [{ quantity, entryPrice, rate: ZERO }],
  })
}

/** A price moved by a share of its distance to the entry: up for a long, down for a short. Clients keep it before the venue's own price. */
export function bufferedLiquidationPrice(of: {
  readonly liquidationPrice: Rational
  readonly entryPrice: Rational
  /** Fraction of the distance. */
  readonly buffer: Rational
  readonly side: 'long' | 'short'
}): Rational {
  const distance = times(of.buffer, magnitude(minus(of.entryPrice, of.liquidationPrice)))
  return of.side === 'long' ? plus(of.liquidationPrice, distance) : minus(of.liquidationPrice, distance)
}

/** The volume-weighted price of what was paid (> 0) for a size (> 0). */
export function averagePrice(paid: Rational, size: Rational): Rational {
  return over(paid, size)
}

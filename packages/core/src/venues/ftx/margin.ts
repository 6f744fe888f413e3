import { greatest, minus, over, plus, times } from '../../number/fraction.js'
import { type Rational, rational } from '../../number/index.js'
import { squareRootRate } from '../../rules/derivatives/schedules.js'

/** FTX's margin fractions (historical, until November 2022). docs/venues/ftx.md. */

/** max(1 ÷ the account's largest leverage, factor × √size) × weight. @param of.size whole coins, with all orders of one side filled */
export function initialMarginFraction(of: {
  readonly leverageMax: Rational
  readonly factor: Rational
  readonly size: Rational
  readonly weight: Rational
}): Rational {
  const bySize = squareRootRate({ factor: of.factor, size: of.size })
  return times(greatest(over(rational(1n), of.leverageMax), bySize), of.weight)
}

/** max(3 %, 0.6 × factor × √size). */
export function maintenanceMarginFraction(of: { readonly factor: Rational; readonly size: Rational }): Rational {
  return greatest(rational(3n, 100n), times(rational(3n, 5n), squareRootRate(of)))
}

/** The line of the backstop, where the account is taken over: max(MMF ÷ 2, MMF − 6 %). */
export function autoCloseFraction(maintenanceFraction: Rational): Rational {
  return greatest(over(maintenanceFraction, rational(2n)), minus(maintenanceFraction, rational(6n, 100n)))
}

/**
 * An account after a move of the price since entry.
 * `leverage` is entry notional ÷ equity, `null` where nothing is left; `distance` is equity ÷ entry notional.
 */
export function accountAfterMove(of: {
  readonly collateral: Rational
  /** Signed: + long, − short; never 0. */
  readonly entryValue: Rational
  /** ± fraction. */
  readonly move: Rational
}): { readonly equity: Rational; readonly leverage: Rational | null; readonly distance: Rational } {
  const equity = plus(of.collateral, times(of.entryValue, of.move))
  const notional = of.entryValue.numerator < 0n ? minus(rational(0n), of.entryValue) : of.entryValue
  return {
    equity,
    leverage: equity.numerator > 0n ? over(notional, equity) : null,
    distance: over(equity, notional),
  }
}

/** Equity and its share of all assets, the figure that the venue's founder quoted for itself. */
export function fractionOfAssets(of: { readonly assets: Rational; readonly debt: Rational }): {
  readonly equity: Rational
  readonly fraction: Rational
} {
  const equity = minus(of.assets, of.debt)
  return { equity, fraction: over(equity, of.assets) }
}

import { ceilToStep, floorToStep, minus, ONE, over, plus, times } from '../../number/fraction.js'
import { type Rational, rational } from '../../number/index.js'
import { inverseEntryLiquidationPrice, inverseLiquidationPrice } from '../../rules/derivatives/liquidation-price.js'

/** Bybit's own steps around the generic formulas: fee at the bankruptcy price, and rounding to the tick. docs/venues/bybit-inverse.md. */

/** An inverse position on cross margin; one contract is one USD. */
export interface InverseCross {
  /** Contracts, + long, − short; never 0. */
  readonly contracts: Rational
  readonly entryPrice: Rational
  /** ≥ 0 coin. */
  readonly balance: Rational
  /** ≥ 0 coin that orders reserve. */
  readonly orderMargin: Rational
  readonly takerFee: Rational
}

/**
 * Price at which closing with the taker fee leaves nothing of the balance; not rounded. `null` where there is none.
 * Source: help.bybit.com 360039261334.
 */
export function inverseCrossBankruptcyPrice(position: InverseCross): Rational | null {
  const { contracts, entryPrice, balance, orderMargin, takerFee } = position
  return inverseLiquidationPrice({
    marginEquity: minus(balance, orderMargin),
    legs: [{ quantity: contracts, entryPrice, rate: takerFee }],
  })
}

/** The bankruptcy price is printed at two decimals, down for both sides, before the closing fee is taken at it. */
const BANKRUPTCY_STEP = rational(1n, 100n)

/**
 * Liquidation price with maintenance on the entry value and the closing fee at the bankruptcy price, then to the tick, toward the entry:
 * up for a long, down for a short.
 *
 *   lossAllowed = balance − orderMargin − (N ÷ entry) × maintenanceRate − N × takerFee ÷ bankruptcyPrice
 *   P = 1 ÷ (1 ÷ entry + lossAllowed ÷ contracts)
 *
 * `null` where no price liquidates.
 */
export function inverseCrossLiquidationPrice(
  position: InverseCross & { readonly maintenanceRate: Rational; readonly tick: Rational },
): Rational | null {
  const { contracts, entryPrice, balance, orderMargin, takerFee, maintenanceRate, tick } = position
  const bankruptcy = inverseCrossBankruptcyPrice(position)
  if (bankruptcy === null) return null
  const face = contracts.numerator < 0n ? rational(-contracts.numerator, contracts.denominator) : contracts
  const price = floorToStep(bankruptcy, BANKRUPTCY_STEP)
  const requirement = plus(times(over(face, entryPrice), maintenanceRate), over(times(face, takerFee), price))
  const raw = inverseEntryLiquidationPrice({
    quantity: contracts,
    entryPrice,
    marginEquity: minus(balance, orderMargin),
    requirement,
  })
  return raw === null ? null : towardEntry(raw, { contracts, tick })
}

/** entry × leverage ÷ (leverage ± 1), raw and at the tick. Source: Bybit inverse isolated margin, legacy text. `null` for a 1× short. */
export function inverseIsolatedBankruptcyPrice(position: {
  /** Signed; only the sign counts. */
  readonly contracts: Rational
  readonly entryPrice: Rational
  readonly leverage: Rational
  readonly tick: Rational
}): { readonly raw: Rational; readonly price: Rational } | null {
  const { contracts, entryPrice, leverage, tick } = position
  const face = contracts.numerator < 0n ? rational(-1n) : ONE
  const raw = inverseLiquidationPrice({
    marginEquity: over(over(ONE, entryPrice), leverage),
    legs: [{ quantity: face, entryPrice, rate: rational(0n) }],
  })
  return raw === null ? null : { raw, price: towardEntry(raw, { contracts, tick }) }
}

function towardEntry(price: Rational, of: { contracts: Rational; tick: Rational }): Rational {
  return of.contracts.numerator < 0n ? floorToStep(price, of.tick) : ceilToStep(price, of.tick)
}

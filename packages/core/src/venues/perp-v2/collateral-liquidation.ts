import { ceilToStep, floorToStep, minus, ONE, over, powerOfTen, times } from '../../number/fraction.js'
import { compareRational, type Rational } from '../../number/index.js'

/**
 * Perpetual Protocol v2: a collateral other than the settlement token is sold when the account owes too much of that token. Source:
 * perpetual-protocol/perp-curie-contract at d520bd8e2c42, `Vault.sol`, `CollateralManager.sol`; docs/venues/perp-v2.md.
 */

/** Decimals of the contract's own arithmetic. */
const INNER = 18n

export interface SettlementDebt {
  /** Owed in the settlement token. */
  readonly debt: Rational
  /** Up to this (included) everything may be repaid at once. */
  readonly dust: Rational
  /** Share that may be repaid of a larger debt. */
  readonly liquidationRatio: Rational
  /** Share of the payment that goes to the insurance fund. */
  readonly insuranceRate: Rational
}

/** The most that a liquidator may pay: (debt × ratio, or all of a small one) ÷ (1 − insurance share), floored at 18 decimals. */
export function repaymentMax(of: SettlementDebt): Rational {
  const isLarge = compareRational(of.debt, of.dust) > 0
  const repaid = isLarge ? times(of.debt, of.liquidationRatio) : of.debt
  return floorToStep(over(repaid, minus(ONE, of.insuranceRate)), powerOfTen(-INNER))
}

export interface Discounted {
  readonly price: Rational
  /** Fraction off the price that the liquidator pays. */
  readonly discount: Rational
}

/** What a payment buys: ⌈payment ÷ discounted price⌉ at 18 decimals, then floored to the token's own. */
export function collateralFor(payment: Rational, of: Discounted & { readonly decimals: bigint }): Rational {
  const exact = over(payment, discountedPrice(of))
  return floorToStep(ceilToStep(exact, powerOfTen(-INNER)), powerOfTen(-of.decimals))
}

/** What an amount of collateral costs: ⌊amount × discounted price⌋ at the settlement token's decimals. */
export function paymentFor(collateral: Rational, of: Discounted & { readonly settlementDecimals: bigint }): Rational {
  return floorToStep(times(collateral, discountedPrice(of)), powerOfTen(-of.settlementDecimals))
}

/** Both sides of the largest liquidation: limited by the debt or by what is held, whichever ends first. */
export function liquidationMax(
  debt: SettlementDebt,
  of: Discounted & { readonly held: Rational; readonly decimals: bigint; readonly settlementDecimals: bigint },
): { readonly repayment: Rational; readonly collateral: Rational } {
  const most = repaymentMax(debt)
  if (compareRational(over(most, discountedPrice(of)), of.held) >= 0) {
    return { repayment: paymentFor(of.held, of), collateral: of.held }
  }
  return {
    repayment: floorToStep(most, powerOfTen(-of.settlementDecimals)),
    collateral: collateralFor(most, of),
  }
}

function discountedPrice({ price, discount }: Discounted): Rational {
  return times(price, minus(ONE, discount))
}

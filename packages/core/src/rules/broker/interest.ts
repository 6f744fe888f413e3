import { exact, productOf, quotientOf, type Ratio, rational, toValueCeil, type Value } from '../../number/index.js'

/**
 * Simple interest on a debit, up: debit × annualRate × days ÷ basis. Brokers count 360 or 365 days a year; it raises the debit, so call
 * prices drift up while nothing else happens.
 * @example interestCeil({ debit: value('10000'), annualRate: ratio('0.08'), days: 30, basis: 365 }) // 65.753425…
 */
export function interestCeil(loan: {
  readonly debit: Value
  readonly annualRate: Ratio
  readonly days: number
  /** Days that the broker counts in a year, > 0. */
  readonly basis: number
}): Value {
  const year = productOf(exact(loan.debit), exact(loan.annualRate), rational(BigInt(loan.days)))
  return toValueCeil(quotientOf(year, rational(BigInt(loan.basis))))
}

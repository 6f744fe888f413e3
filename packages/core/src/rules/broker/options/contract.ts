import {
  differenceOf,
  exact,
  largestOf,
  NOUGHT,
  type Price,
  productOf,
  type Quantity,
  type Rational,
} from '../../../number/index.js'

/** What an option is, without who holds it. Prices and strikes are per share. */
export interface OptionTerms {
  readonly right: 'call' | 'put'
  readonly strike: Price
}

/** Shares that a number of contracts stands for. */
export function sharesOf(contracts: Quantity, multiplier: Quantity): Rational {
  return productOf(exact(contracts), exact(multiplier))
}

/** ≥ 0, per share: what exercising is worth at a price. [P − K]⁺ for a call, [K − P]⁺ for a put. */
export function intrinsicAt(option: OptionTerms, price: Rational): Rational {
  const strike = exact(option.strike)
  return largestOf(NOUGHT, option.right === 'call' ? differenceOf(price, strike) : differenceOf(strike, price))
}

/** ≥ 0, per share: how far the underlying is from where the option begins to pay. [K − S]⁺ for a call, [S − K]⁺ for a put. */
export function outOfTheMoney(option: OptionTerms, underlying: Price): Rational {
  const away = differenceOf(exact(option.strike), exact(underlying))
  return largestOf(NOUGHT, option.right === 'call' ? away : differenceOf(NOUGHT, away))
}

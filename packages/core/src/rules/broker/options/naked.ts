import {
  differenceOf,
  exact,
  largestOf,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  type Rational,
  rational,
  sumOf,
  toValueCeil,
  type Value,
} from '../../../number/index.js'
import { type OptionTerms, outOfTheMoney, sharesOf } from './contract.js'

/** The shares of the underlying's value that a short option asks for. */
export interface NakedRates {
  /** 0.20 for equities and narrow indices, 0.15 for broad indices. */
  readonly rate: Ratio
  /** 0.10: of the underlying for a call, of the strike for a put. */
  readonly floorRate: Ratio
  /** Factor of a leveraged fund, which multiplies both rates but not what is out of the money; 1 otherwise. */
  readonly leverage: Ratio
}

/** A short option with its market. */
export interface ShortOption extends OptionTerms {
  /** Current price of the option, per share: not the price at which it was sold. */
  readonly price: Price
  readonly underlying: Price
}

/**
 * What one share of a short option requires, exact, premium included:
 *
 *   max(rate × leverage × S − outOfTheMoney, floorRate × leverage × F) + price        F = S for a call, the strike for a put
 *
 * Source: FINRA Rule 4210(f)(2); Cboe margin manual (read 2026-11).
 */
export function nakedPerShare(option: ShortOption, rates: NakedRates): Rational {
  return sumOf(nakedRisk(option, rates), exact(option.price))
}

/** As `nakedPerShare`, the premium left out. */
export function nakedRisk(option: ShortOption, rates: NakedRates): Rational {
  const ofUnderlying = productOf(exact(rates.rate), exact(rates.leverage), exact(option.underlying))
  const floorBase = option.right === 'call' ? option.underlying : option.strike
  return largestOf(
    differenceOf(ofUnderlying, outOfTheMoney(option, option.underlying)),
    productOf(exact(rates.floorRate), exact(rates.leverage), exact(floorBase)),
  )
}

/** Prices of the underlying at which a naked requirement changes its line: the strike, and where the two terms are equal. */
export function nakedKinks(option: OptionTerms, rates: NakedRates): readonly Rational[] {
  const strike = exact(option.strike)
  const rate = productOf(exact(rates.rate), exact(rates.leverage))
  const floorRate = productOf(exact(rates.floorRate), exact(rates.leverage))
  const one = rational(1n)
  if (option.right === 'call') return [strike, quotientOf(strike, sumOf(one, differenceOf(rate, floorRate)))]
  const free = differenceOf(one, rate)
  if (free.numerator <= 0n) return [strike]
  return [
    strike,
    quotientOf(productOf(strike, differenceOf(one, floorRate)), free),
    quotientOf(productOf(floorRate, strike), rate),
  ]
}

/**
 * What a short option requires in money, up; `buyingPower` is what of it the premium does not cover.
 *
 *   required = nakedPerShare × shares, the premium left out where it is held apart
 *   margin = max(required, perShareFloor × shares); buyingPower = required − price × shares
 *
 * @example nakedMargin({ right: 'call', strike: price('30'), price: price('0.05'), underlying: price('26.38') }, …).margin // 268.80
 */
export function nakedMargin(
  option: ShortOption,
  rates: NakedRates,
  size: {
    readonly contracts: Quantity
    readonly multiplier: Quantity
    readonly isPremiumIncluded: boolean
    /** Least requirement a share that a house may set. */
    readonly perShareFloor?: Price
  },
): { readonly margin: Value; readonly buyingPower: Value } {
  const shares = sharesOf(size.contracts, size.multiplier)
  const perShare = size.isPremiumIncluded ? nakedPerShare(option, rates) : nakedRisk(option, rates)
  const required = productOf(perShare, shares)
  return {
    margin: toValueCeil(largestOf(required, productOf(exact(size.perShareFloor ?? 0n), shares))),
    buyingPower: toValueCeil(differenceOf(required, productOf(exact(option.price), shares))),
  }
}

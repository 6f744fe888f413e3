import {
  absolute,
  divCeil,
  exact,
  notionalFloor,
  ONE_PRICE,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  type Rational,
  subtract,
  toValueCeil,
  type Value,
  WAD,
} from '../../number/index.js'

/** How a broker states margin: a share of the notional, or the leverage whose inverse it is. */
export type MarginTerms = { readonly rate: Ratio } | { readonly leverage: Ratio }

/**
 * Margin that a notional uses, up: notional × rate, or notional ÷ leverage.
 * @example usedMarginCeil(value('10000'), { rate: ratio('0.0333') }) // 333
 */
export function usedMarginCeil(notional: Value, terms: MarginTerms): Value {
  return toValueCeil(productOf(exact(notional), marginShare(terms)))
}

/** The share of a notional that is margin, exact: a leverage of 3 is a third. */
export function marginShare(terms: MarginTerms): Rational {
  return 'rate' in terms ? exact(terms.rate) : quotientOf(exact(ONE_PRICE), exact(terms.leverage))
}

/** On which price used margin is taken: today's (re-marked), the opening price (fixed), or none: the contract is in the account's currency. */
export type UsedMarginBasis = 'mark' | 'entry' | 'base'

/**
 * One FX or CFD position at a price.
 *
 *   notional = |units| × price of the basis; floatingPl = (now − open) × units, down        units + long, − short
 */
export function fxPosition(
  position: { readonly units: Quantity; readonly open: Price; readonly now: Price },
  options: { readonly basis: UsedMarginBasis; readonly terms: MarginTerms },
): { readonly notional: Value; readonly usedMargin: Value; readonly floatingPl: Value } {
  const { units, open, now } = position
  const price = options.basis === 'base' ? ONE_PRICE : options.basis === 'mark' ? now : open
  const notional = divCeil(absolute(units) * price, WAD) as Value
  return {
    notional,
    usedMargin: usedMarginCeil(notional, options.terms),
    floatingPl: notionalFloor(units, subtract(now, open)),
  }
}

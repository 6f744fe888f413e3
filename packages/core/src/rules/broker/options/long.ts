import {
  exact,
  type Price,
  productOf,
  type Quantity,
  type Ratio,
  toValueCeil,
  type Value,
} from '../../../number/index.js'
import { sharesOf } from './contract.js'

/**
 * What a bought option asks for: `cash` pays for it, `margin` is the part that may not be borrowed. No loan value up to nine months;
 * beyond them a listed option may be carried at `longDatedRate` (0.75).
 *
 *   cash = ⌈price × shares⌉; margin = cash, or ⌈longDatedRate × price × shares⌉
 *
 * Source: FINRA Rule 4210(f)(2) (read 2026-11).
 */
export function longOptionMargin(
  option: { readonly price: Price; readonly contracts: Quantity; readonly multiplier: Quantity },
  options: { readonly isLongDated: boolean; readonly longDatedRate: Ratio },
): { readonly cash: Value; readonly margin: Value } {
  const paid = productOf(exact(option.price), sharesOf(option.contracts, option.multiplier))
  return {
    cash: toValueCeil(paid),
    margin: toValueCeil(options.isLongDated ? productOf(paid, exact(options.longDatedRate)) : paid),
  }
}

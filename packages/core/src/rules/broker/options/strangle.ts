import {
  exact,
  isLess,
  type Price,
  productOf,
  type Quantity,
  type Rational,
  sumOf,
  toValueCeil,
  type Value,
} from '../../../number/index.js'
import { sharesOf } from './contract.js'
import { type NakedRates, nakedPerShare } from './naked.js'

/** A short call and a short put on one underlying; a straddle where the strikes are equal. */
export interface ShortStrangle {
  readonly underlying: Price
  readonly call: { readonly strike: Price; readonly price: Price }
  readonly put: { readonly strike: Price; readonly price: Price }
}

/**
 * What one share of a short strangle requires, exact: the greater leg's requirement and the other leg's premium, since only one leg can
 * lose at a time.
 *
 * Source: FINRA Rule 4210(f)(2); Cboe margin manual (read 2026-11).
 */
export function stranglePerShare(
  { underlying, call, put }: ShortStrangle,
  rates: NakedRates,
): { readonly perShare: Rational; readonly binding: 'call' | 'put' } {
  const ofCall = nakedPerShare({ right: 'call', ...call, underlying }, rates)
  const ofPut = nakedPerShare({ right: 'put', ...put, underlying }, rates)
  return isLess(ofPut, ofCall)
    ? { perShare: sumOf(ofCall, exact(put.price)), binding: 'call' }
    : { perShare: sumOf(ofPut, exact(call.price)), binding: 'put' }
}

/** `stranglePerShare` in money, up. */
export function strangleMargin(
  strangle: ShortStrangle,
  rates: NakedRates,
  size: { readonly contracts: Quantity; readonly multiplier: Quantity },
): { readonly margin: Value; readonly binding: 'call' | 'put' } {
  const { perShare, binding } = stranglePerShare(strangle, rates)
  return { margin: toValueCeil(productOf(perShare, sharesOf(size.contracts, size.multiplier))), binding }
}

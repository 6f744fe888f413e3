import type { FactorId, Rulebook } from '../model/index.js'
import { isUnder } from '../model/index.js'
import { ONE_RATIO, type Price, type Quantity } from '../number/index.js'
import { familyOf, type Root, type ScopeAssessment } from '../rules/index.js'
import type { AbsenceReason } from './answer.js'

/** A price, or why there is none. */
export type PriceAnswer = { readonly price: Price } | { readonly reason: AbsenceReason }

interface Leg {
  readonly factor: FactorId
  readonly quantity: Quantity
  readonly price: Price
}

/**
 * The price of one factor at which the scope goes under, the others fixed: on the side where this leg loses if there is one, else on
 * the other (a long that is hedged by a larger short goes under when the price rises). None when already under, or when no price does it.
 */
export function liquidationPrice(scope: ScopeAssessment, book: Rulebook, leg: Leg): PriceAnswer {
  if (scope.risk === null) return { reason: 'missing_price' }
  if (isUnder(scope.risk.maintenance, { boundary: book.boundary })) return { reason: 'already_under' }
  return nearest(familyOf(book).solve(scope, book, { factor: leg.factor, target: { level: ONE_RATIO } }), leg)
}

/** The price of one factor at which the scope's equity is 0, the others fixed. */
export function bankruptcyPrice(scope: ScopeAssessment, book: Rulebook, leg: Leg): PriceAnswer {
  if (scope.risk === null) return { reason: 'missing_price' }
  const roots = familyOf(book).solve(scope, book, { factor: leg.factor, target: 'bankruptcy' })
  const root = roots[0]
  return root === undefined ? { reason: 'no_price_solution' } : { price: root.price }
}

function nearest(roots: readonly Root[], leg: Leg): PriceAnswer {
  const below = roots.filter((root) => root.under === 'below' && root.price <= leg.price).at(-1)
  const above = roots.find((root) => root.under === 'above' && root.price >= leg.price)
  const found = leg.quantity > 0n ? (below ?? above) : (above ?? below)
  return found === undefined ? { reason: 'no_price_solution' } : { price: found.price }
}

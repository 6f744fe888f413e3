import type { Rulebook } from '../model/index.js'
import type { Quantity, Ratio } from '../number/index.js'
import type { Policies } from './family.js'

/** The policies of a rulebook that charges no liquidation fee and has one lot for everything. */
export function freeOfFees(book: Rulebook, options: { readonly lot: Quantity }): Policies {
  return {
    breach: book.breach,
    cureWindowMs: book.cureWindowMs,
    targetHealthFactor: book.targetHealthFactor,
    feeOf: () => 0n as Ratio,
    lotOf: () => options.lot,
  }
}

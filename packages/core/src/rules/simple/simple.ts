import { fail } from '../../errors.js'
import type { Account, SimpleRulebook } from '../../model/index.js'
import { type Quantity, rational, WAD } from '../../number/index.js'
import type { Family, Policies } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { positionLeg } from '../position-leg.js'
import { flatRate } from '../schedule.js'

/** One initial and one maintenance rate on the notional of every position and of everything held beside cash. */
export const simple: Family<SimpleRulebook> = legsFamily<SimpleRulebook>({
  validate: (account) => refuseLending(account),
  legsOf: (scope, _account, book) => {
    const initial = flatRate(rational(book.initial, WAD))
    const maintenance = flatRate(rational(book.maintenance, WAD))
    return [
      ...scope.holdings.map((holding) =>
        holding.asset === book.currency
          ? holdingLeg(holding, { decimals: 18, currency: book.currency })
          : holdingLeg(holding, { decimals: 18, currency: book.currency, initial, maintenance }),
      ),
      ...scope.positions.map((position) => positionLeg(position, { initial, maintenance, basis: book.basis })),
    ]
  },
  policies: (book): Policies => freeOfFees(book, { lot: 1n as Quantity }),
})

/** @throws `document_invalid` where an account lends or borrows at a venue that has cash only. */
export function refuseLending(account: Account): void {
  for (const scope of account.scopes.values()) {
    const other = scope.holdings.find((holding) => holding.kind !== 'cash')
    if (other === undefined) continue
    fail(
      'document_invalid',
      `${account.venue} holds cash only: give ${other.asset} under "balances", negative for a debt, not under "${other.kind}".`,
    )
  }
}

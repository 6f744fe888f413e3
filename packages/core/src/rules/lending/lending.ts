import { fail, suggestion } from '../../errors.js'
import type { Account, AssetRule, LendingRulebook } from '../../model/index.js'
import { type Quantity, rational } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg, NO_WEIGHT } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { flatRate } from '../schedule.js'

/**
 * Weighted collateral against debt: marginEquity = Σ collateral × weight (loan-to-value limit on the initial side, liquidation threshold
 * on the maintenance side), requirement = Σ debt. What is supplied without being collateral adds to equity and to nothing else.
 */
export const lending: Family<LendingRulebook> = legsFamily<LendingRulebook>({
  validate: (account, book) => {
    refusePositions(account)
    for (const scope of account.scopes.values()) {
      for (const { asset } of scope.holdings) ruleOf(book, asset)
    }
  },
  legsOf: (scope, _account, book) =>
    scope.holdings.map((holding) => {
      const rule = ruleOf(book, holding.asset)
      const base = { decimals: rule.decimals, currency: book.currency }
      if (holding.kind === 'borrowed' || holding.stored < 0n) {
        const debt = flatRate(rational(1n))
        return holdingLeg(holding, {
          ...base,
          initialWeight: NO_WEIGHT,
          maintenanceWeight: NO_WEIGHT,
          initial: debt,
          maintenance: debt,
        })
      }
      return holdingLeg(holding, {
        ...base,
        initialWeight: holding.isCollateral ? rule.initialWeight : NO_WEIGHT,
        maintenanceWeight: holding.isCollateral ? rule.maintenanceWeight : NO_WEIGHT,
      })
    }),
  policies: (book) => freeOfFees(book, { lot: 1n as Quantity }),
})

/** @throws `document_invalid` where an account at a lending venue has positions. */
export function refusePositions(account: Account): void {
  for (const scope of account.scopes.values()) {
    const position = scope.positions[0]
    if (position === undefined) continue
    fail('document_invalid', `${account.venue} has no contracts: remove the position in ${position.market}.`)
  }
}

function ruleOf(book: LendingRulebook, asset: string): AssetRule {
  const rule = book.reserves.get(asset)
  if (rule !== undefined) return rule
  return fail('unknown_asset', `${book.id} does not list ${asset}.${suggestion(asset, book.reserves.keys())}`)
}

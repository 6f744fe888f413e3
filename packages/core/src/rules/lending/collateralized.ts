import { fail, nearestOrKnown } from '../../errors.js'
import type { Account, CollateralizedRulebook } from '../../model/index.js'
import { type Quantity, rational, WAD } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg, NO_WEIGHT } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { flatRate } from '../schedule.js'
import { refusePositions } from './lending.js'

/** marginEquity = collateral at market; requirement = ⌈debt × collateralRatio⌉: the ratio is never inverted. */
export const collateralized: Family<CollateralizedRulebook> = legsFamily<CollateralizedRulebook>({
  validate,
  legsOf: (scope, _account, book) =>
    scope.holdings.map((holding) => {
      const base = { decimals: 18, currency: book.currency }
      const isDebt = holding.kind === 'borrowed' || holding.stored < 0n
      if (!isDebt) return holdingLeg(holding, base)
      return holdingLeg(holding, {
        ...base,
        initialWeight: NO_WEIGHT,
        maintenanceWeight: NO_WEIGHT,
        initial: flatRate(rational(book.initialCollateralRatio ?? book.collateralRatio, WAD)),
        maintenance: flatRate(rational(book.collateralRatio, WAD)),
      })
    }),
  policies: (book) => freeOfFees(book, { lot: 1n as Quantity }),
})

function validate(account: Account, book: CollateralizedRulebook): void {
  refusePositions(account)
  const { collateral, currency } = book
  if (collateral === null) return
  for (const scope of account.scopes.values()) {
    for (const { asset, kind } of scope.holdings) {
      if (kind === 'borrowed' && asset !== currency) {
        fail('document_invalid', `${book.id} lends ${currency} alone: remove the debt in ${asset}.`)
      }
      if (asset !== currency && !collateral.has(asset)) {
        fail('unknown_asset', `${book.id} does not list ${asset}.${nearestOrKnown(asset, [...collateral, currency])}`)
      }
    }
  }
}

import type { CollateralizedRulebook } from '../../model/index.js'
import { type Quantity, rational, WAD } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg, NO_WEIGHT } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { flatRate } from '../schedule.js'
import { refusePositions } from './lending.js'

/** marginEquity = collateral at market; requirement = ⌈debt × collateralRatio⌉: the ratio is never inverted. */
export const collateralized: Family<CollateralizedRulebook> = legsFamily<CollateralizedRulebook>({
  validate: refusePositions,
  legsOf: (scope, _account, book) =>
    scope.holdings.map((holding) => {
      const base = { decimals: 18, currency: book.currency }
      const isDebt = holding.kind === 'borrowed' || holding.stored < 0n
      if (!isDebt) return holdingLeg(holding, base)
      const schedule = flatRate(rational(book.collateralRatio, WAD))
      return holdingLeg(holding, {
        ...base,
        initialWeight: NO_WEIGHT,
        maintenanceWeight: NO_WEIGHT,
        initial: schedule,
        maintenance: schedule,
      })
    }),
  policies: (book) => freeOfFees(book, { lot: 1n as Quantity }),
})

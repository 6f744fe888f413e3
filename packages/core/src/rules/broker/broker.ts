import type { BrokerRulebook } from '../../model/index.js'
import { type Quantity, rational, WAD } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { refusePositions } from '../lending/lending.js'
import { freeOfFees } from '../policies.js'
import { flatRate, type Schedule } from '../schedule.js'
import { refuseLending } from '../simple/simple.js'

/**
 * Securities long and short against signed cash: E = LMV − DR + CR − SMV, and what each security requires of its current value.
 * Shorts have per-share floors by price: reference FINRA Rule 4210(c).
 */
export const broker: Family<BrokerRulebook> = legsFamily<BrokerRulebook>({
  validate: (account) => {
    refusePositions(account)
    refuseLending(account)
  },
  legsOf: (scope, _account, book) =>
    scope.holdings.map((holding) => {
      const base = { decimals: 18, currency: book.currency }
      if (holding.asset === book.currency) return holdingLeg(holding, base)
      const isLong = holding.stored >= 0n
      return holdingLeg(holding, {
        ...base,
        initial: flatRate(rational(isLong ? book.initialRateLong : book.initialRateShort, WAD)),
        maintenance: isLong ? flatRate(rational(book.maintenanceRateLong, WAD)) : shortSchedule(book),
      })
    }),
  policies: (book) => freeOfFees(book, { lot: WAD as Quantity }),
})

function shortSchedule(book: BrokerRulebook): Schedule {
  return {
    by: 'price',
    bands: book.maintenanceShort.map(({ from, rate, perShare }) => ({ from, rate: rational(rate, WAD), perShare })),
  }
}

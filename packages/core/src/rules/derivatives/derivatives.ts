import { fail, nearestOrKnown } from '../../errors.js'
import type { AssetRule, DerivativesRulebook, MarketId, MarketRule } from '../../model/index.js'
import { ONE_RATIO } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { refuseLending } from '../simple/simple.js'
import { contractLeg } from './position.js'

/**
 * Contracts against weighted collateral: what the rulebook's fields say, and nothing of any venue. Linear and quanto contracts are worth
 * quantity × price − entry, inverse ones face × (1/entry − 1/price) in coin; both legs of hedge mode require in full.
 */
export const derivatives: Family<DerivativesRulebook> = legsFamily<DerivativesRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const [market, leverage] of account.settings.leverage) {
      ruleOf(book, market)
      if (leverage >= ONE_RATIO) continue
      fail('document_invalid', `settings.leverage.${market} is below 1: leverage is at least 1 (20 is 20×).`)
    }
    for (const scope of account.scopes.values()) {
      for (const { market } of scope.positions) ruleOf(book, market)
      for (const { asset } of scope.holdings) collateralOf(book, asset)
    }
  },
  legsOf: (scope, account, book) => [
    ...scope.holdings.map((holding) => {
      const rule = collateralOf(book, holding.asset)
      return holdingLeg(holding, {
        decimals: rule.decimals,
        currency: book.currency,
        ...(holding.stored >= 0n
          ? { initialWeight: rule.initialWeight, maintenanceWeight: rule.maintenanceWeight }
          : {
              initialWeight: rule.initialLiabilityWeight ?? ONE_RATIO,
              maintenanceWeight: rule.maintenanceLiabilityWeight ?? ONE_RATIO,
            }),
      })
    }),
    ...scope.positions.map((position) =>
      contractLeg(position, ruleOf(book, position.market), {
        book,
        leverage: account.settings.leverage.get(position.market),
      }),
    ),
  ],
  policies: (book) => ({
    breach: book.breach,
    cureWindowMs: book.cureWindowMs,
    targetHealthFactor: book.targetHealthFactor,
    feeOf: (market) => ruleOf(book, market).liquidationFee,
    lotOf: (market) => ruleOf(book, market).market.lot,
  }),
})

function ruleOf(book: DerivativesRulebook, market: MarketId): MarketRule {
  const rule = book.markets.get(market)
  if (rule !== undefined) return rule
  return fail('unknown_market', `${book.id} has no market ${market}.${nearestOrKnown(market, book.markets.keys())}`)
}

function collateralOf(book: DerivativesRulebook, asset: string): AssetRule {
  const rule = book.collateral.get(asset)
  if (rule !== undefined) return rule
  return fail(
    'unknown_asset',
    `${book.id} does not take ${asset} as collateral.${nearestOrKnown(asset, book.collateral.keys())}`,
  )
}

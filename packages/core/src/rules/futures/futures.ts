import { fail, suggestion } from '../../errors.js'
import type { FuturesMarket, FuturesRulebook, MarketId } from '../../model/index.js'
import {
  absolute,
  exact,
  ONE_QUANTITY,
  ONE_RATIO,
  productOf,
  type Quantity,
  quotientOf,
  toValueCeil,
  type Value,
} from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { refuseLending } from '../simple/simple.js'

/**
 * Futures against cash: money per contract to open and to keep, whatever the price. What has moved since the last settlement is in
 * equity; under maintenance (not at it) a call restores initial.
 */
export const futures: Family<FuturesRulebook> = legsFamily<FuturesRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const scope of account.scopes.values()) {
      for (const { asset } of scope.holdings) {
        if (asset !== book.currency)
          fail('unknown_asset', `${book.id} holds ${book.currency} and futures: ${asset} is no margin here.`)
      }
      for (const { market } of scope.positions) marketOf(book, market)
    }
  },
  legsOf: (scope, _account, book) => [
    ...scope.holdings.map((holding) => holdingLeg(holding, { decimals: 18, currency: book.currency })),
    ...scope.positions.map((position) => {
      const market = marketOf(book, position.market)
      return {
        of: { position },
        factor: position.market,
        quantity: position.quantity,
        entryValue: position.entryValue,
        initialWeight: ONE_RATIO,
        maintenanceWeight: ONE_RATIO,
        initial: { by: 'fixed', requirement: perContracts(position.quantity, market, market.initial) } as const,
        maintenance: { by: 'fixed', requirement: perContracts(position.quantity, market, market.maintenance) } as const,
      }
    }),
  ],
  policies: (book) => ({
    ...freeOfFees(book, { lot: ONE_QUANTITY }),
    lotOf: (market) => marketOf(book, market).size,
  }),
})

/** |units| ÷ size × money per contract, up. */
function perContracts(units: Quantity, market: FuturesMarket, money: Value): Value {
  return toValueCeil(quotientOf(productOf(exact(absolute(units)), exact(money)), exact(market.size)))
}

function marketOf(book: FuturesRulebook, market: MarketId): FuturesMarket {
  const rule = book.markets.get(market)
  if (rule !== undefined) return rule
  return fail(
    'unknown_market',
    `${book.id} has no contract ${market}: give it under "instruments".${suggestion(market, book.markets.keys())}`,
  )
}

import { fail, suggestion } from '../../errors.js'
import type { Account, CfdRulebook, MarketId, Position, Scope } from '../../model/index.js'
import {
  absolute,
  largestOf,
  ONE_QUANTITY,
  ONE_RATIO,
  type Price,
  productOf,
  type Rational,
  rational,
  WAD,
} from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import type { Leg } from '../leg.js'
import { legsFamily } from '../legs-family.js'
import { freeOfFees } from '../policies.js'
import { flatRate, requirementCeil, type Schedule } from '../schedule.js'
import { refuseLending } from '../simple/simple.js'

/**
 * FX and CFDs: used margin is a share of the notional, and positions are closed where equity ÷ used margin reaches the stop-out level.
 * Initial is the used margin, maintenance is used margin × stopOutLevel, so that healthFactor = marginLevel ÷ stopOutLevel.
 */
export const cfd: Family<CfdRulebook> = legsFamily<CfdRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const scope of account.scopes.values()) {
      for (const { asset } of scope.holdings) {
        if (asset !== book.currency)
          fail('unknown_asset', `${book.id} holds ${book.currency} only: ${asset} is no margin here.`)
      }
      for (const { market } of scope.positions) rateOf(market, account, book)
    }
  },
  legsOf: (scope, account, book) => [
    ...scope.holdings.map((holding) => holdingLeg(holding, { decimals: 18, currency: book.currency })),
    ...scope.positions.map((position) => legOf(position, scope, account, book)),
  ],
  policies: (book) => ({
    ...freeOfFees(book, { lot: ONE_QUANTITY }),
    lotOf: (market) => book.markets.get(market)?.lot ?? ONE_QUANTITY,
    closing: 'largest_loss_whole',
  }),
})

function legOf(position: Position, scope: Scope, account: Account, book: CfdRulebook): Leg {
  const used = productOf(rateOf(position.market, account, book), sharePaid(position, scope, book.hedged))
  const stopOut = productOf(used, rational(book.stopOutLevel, WAD))
  const onEntry = book.basis === 'entry'
  return {
    of: { position },
    factor: position.market,
    quantity: position.quantity,
    entryValue: position.entryValue,
    initialWeight: ONE_RATIO,
    maintenanceWeight: ONE_RATIO,
    initial: onEntry ? fixedAt(position, used) : flatRate(used),
    maintenance: onEntry ? fixedAt(position, stopOut) : flatRate(stopOut),
  }
}

/** Used margin fixed at the opening price. */
function fixedAt(position: Position, rate: Rational): Schedule {
  const entry = absolute(position.entryValue) as bigint as Price
  return { by: 'fixed', requirement: requirementCeil(flatRate(rate), ONE_QUANTITY, entry) }
}

/** The part of a position that uses margin, beside an opposite one in the same market: 1 where both pay, 0 where the other pays. */
function sharePaid(position: Position, scope: Scope, hedged: CfdRulebook['hedged']): Rational {
  const opposite = scope.positions.find(
    ({ market, quantity }) => market === position.market && quantity > 0n !== position.quantity > 0n,
  )
  if (hedged === 'sum' || opposite === undefined) return rational(1n)
  const own = absolute(position.quantity)
  const other = absolute(opposite.quantity)
  const isLarger = own > other || (own === other && position.quantity > 0n)
  if (!isLarger) return rational(0n)
  return hedged === 'larger' ? rational(1n) : rational(own - other, own)
}

/** Share of the notional that is margin: the class's rate, or one over the account's own leverage where that asks for more. */
function rateOf(market: MarketId, account: Account, book: CfdRulebook): Rational {
  const known = book.markets.get(market)
  const leverage = account.settings.leverage.get(market)
  if (known === undefined) {
    if (book.classes.size === 0 && leverage !== undefined) return rational(WAD, leverage)
    return fail(
      'unknown_market',
      `${book.id} has no market ${market}: say its class under "instruments"${book.classes.size === 0 ? ', or its leverage under "settings"' : ''}.${suggestion(market, book.markets.keys())}`,
    )
  }
  const rate = book.classes.get(known.class)
  if (rate === undefined) {
    return fail(
      'rulebook_invalid',
      `${book.id} has no class "${known.class}": ${[...book.classes.keys()].join(', ')} are known.`,
    )
  }
  const ofClass = rational(rate, WAD)
  return leverage === undefined ? ofClass : largestOf(ofClass, rational(WAD, leverage))
}

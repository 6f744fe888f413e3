import type { Account, DerivativesRulebook, MarketRule, Position, Prices } from '../../model/index.js'
import { CROSS, emptyScope, isolatedScopeId, NO_MEMO, NO_SETTINGS, positionId } from '../../model/index.js'
import { divCeil, ONE_RATIO, type Price, type Quantity, type Value, WAD } from '../../number/index.js'
import { VENUES } from '../index.js'

/** A venue's rulebook and one of its markets whose rates are sourced. */
export interface VenueMarket {
  readonly book: DerivativesRulebook
  readonly rule: MarketRule
}

/** The first market with rates of every derivatives venue. Cash at 18 decimals, so that every distance to the line can be held. */
export const VENUE_MARKETS: readonly VenueMarket[] = VENUES.flatMap((venue): readonly VenueMarket[] => {
  if (venue.family !== 'derivatives') return []
  const rule = [...venue.markets.values()].find(({ shape }) => shape?.shape !== 'unsourced')
  if (rule === undefined) return []
  const exact = { decimals: 18, initialWeight: ONE_RATIO, maintenanceWeight: ONE_RATIO }
  return [{ book: { ...venue, collateral: new Map([...venue.collateral, [venue.currency, exact]]) }, rule }]
})

/** A position of one side of a market, at an entry price. */
export function positionOf(
  rule: MarketRule,
  quantity: bigint,
  entryPrice: bigint,
  leg: Position['leg'] = 'net',
): Position {
  return {
    id: positionId(rule.market.id, leg),
    market: rule.market.id,
    leg,
    quantity: quantity as Quantity,
    entryValue: divCeil(quantity * entryPrice, WAD) as Value,
    fundingIndex: 0n,
  }
}

/** An account with cash in the rulebook's currency and positions that share it. */
export function accountOf(book: DerivativesRulebook, cash: bigint, positions: readonly Position[]): Account {
  const scope = {
    ...emptyScope(CROSS, 'cross'),
    holdings: cash === 0n ? [] : [{ asset: book.currency, kind: 'cash' as const, stored: cash, isCollateral: true }],
    positions,
  }
  return { id: 'a', venue: book.id, scopes: new Map([[CROSS, scope]]), settings: NO_SETTINGS, memo: NO_MEMO }
}

/** The same positions, each alone with its margin. */
export function isolatedOf(book: DerivativesRulebook, margin: bigint, position: Position): Account {
  const id = isolatedScopeId(position.market, position.leg)
  const whole = accountOf(book, margin, [position])
  const scope = whole.scopes.get(CROSS)
  return scope === undefined ? whole : { ...whole, scopes: new Map([[id, { ...scope, id, kind: 'isolated' }]]) }
}

export function pricesOf(prices: Readonly<Record<string, bigint>>): Prices {
  return new Map(
    Object.entries(prices).map(([factor, price]) => [
      factor,
      { status: 'ok' as const, price: price as Price, observedAtMs: null },
    ]),
  )
}

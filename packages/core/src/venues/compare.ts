import { fail, suggestion } from '../errors.js'
import {
  CROSS,
  type DerivativesRulebook,
  emptyScope,
  type MarketRule,
  NO_MEMO,
  NO_SETTINGS,
  positionId,
  type Rulebook,
} from '../model/index.js'
import {
  divCeil,
  formatDecimal,
  ONE_QUANTITY,
  type Price,
  type Quantity,
  ratioCeil,
  type Value,
  WAD,
} from '../number/index.js'
import { familyOf } from '../rules/index.js'

/** Why a venue has no rate at a notional: no source showed it, or it depends on coins and no price was given. */
export type RateAbsenceReason = 'not_sourced' | 'price_needed'

/** What a new position of a notional requires, as a fraction of it; rounded up, as exposures are. */
export type ComparedRate =
  | { readonly notional: string; readonly initialRate: string; readonly maintenanceRate: string }
  | {
      readonly notional: string
      readonly initialRate: null
      readonly initialRateReason: RateAbsenceReason
      readonly maintenanceRate: null
      readonly maintenanceRateReason: RateAbsenceReason
    }

export interface ComparedVenue {
  readonly venue: string
  readonly market: string
  readonly kind: 'linear' | 'inverse' | 'quanto'
  /** In the order of the notionals. */
  readonly rates: readonly ComparedRate[]
}

export interface VenueComparison {
  readonly base: string
  /** Quote per base coin at which coins are counted; `null` where none was given. */
  readonly price: string | null
  readonly venues: readonly ComparedVenue[]
}

/** From a small retail position to a fund's. */
export const NOTIONALS_COMPARED: readonly Value[] = [
  1_000n,
  50_000n,
  250_000n,
  1_000_000n,
  10_000_000n,
  100_000_000n,
].map((notional) => (notional * WAD) as Value)

/**
 * Initial and maintenance rates of one underlying at every derivatives venue, by notional: each is the venue's own rule applied to a
 * position of that notional, opened at the price. Venues whose rates depend on coins need the price; the others do not.
 * @throws `unknown_market` no venue has a market of that name
 * @example compareVenues('BTCUSDT', venues, { price: price('60000') }).venues[0].rates[0].maintenanceRate
 */
export function compareVenues(
  market: string,
  venues: readonly Rulebook[],
  options: { readonly price?: Price; readonly notionals?: readonly Value[] } = {},
): VenueComparison {
  const books = venues.filter((venue): venue is DerivativesRulebook => venue.family === 'derivatives')
  const rules = books.flatMap((book) => [...book.markets.values()])
  const named = rules.find((rule) => rule.market.id === market)
  if (named === undefined) {
    const known = new Set(rules.map((rule) => rule.market.id))
    return fail('unknown_market', `No derivatives venue has a market ${market}.${suggestion(market, known)}`)
  }
  const base = coinOf(named.market.base)
  const notionals = options.notionals ?? NOTIONALS_COMPARED
  return {
    base,
    price: options.price === undefined ? null : formatDecimal(options.price),
    venues: books.flatMap((book) => {
      const rule = [...book.markets.values()].find((each) => coinOf(each.market.base) === base)
      if (rule === undefined) return []
      const rates = notionals.map((notional) => rateAt(book, rule, { notional, price: options.price }))
      return [{ venue: book.id, market: rule.market.id, kind: rule.market.kind, rates }]
    }),
  }
}

function rateAt(
  book: DerivativesRulebook,
  rule: MarketRule,
  at: { readonly notional: Value; readonly price: Price | undefined },
): ComparedRate {
  const notional = formatDecimal(at.notional)
  const isFree = rule.market.kind === 'linear' && isBySizeInQuote(rule)
  if (at.price === undefined && !isFree && rule.shape?.shape !== 'unsourced') return absent(notional, 'price_needed')
  const figures = figuresOf(book, rule, { notional: at.notional, price: at.price ?? (WAD as Price) })
  if (figures === null) return absent(notional, 'not_sourced')
  return {
    notional,
    initialRate: formatDecimal(ratioCeil(figures.initial, figures.notional)),
    maintenanceRate: formatDecimal(ratioCeil(figures.maintenance, figures.notional)),
  }
}

function figuresOf(
  book: DerivativesRulebook,
  rule: MarketRule,
  at: { readonly notional: Value; readonly price: Price },
): { readonly notional: Value; readonly initial: Value; readonly maintenance: Value } | null {
  const quantity = quantityOf(rule, at)
  const position = {
    id: positionId(rule.market.id, 'net'),
    market: rule.market.id,
    leg: 'net' as const,
    quantity,
    entryValue: divCeil(quantity * at.price, WAD) as Value,
    fundingIndex: 0n,
  }
  const account = {
    id: 'compared',
    venue: book.id,
    scopes: new Map([[CROSS, { ...emptyScope(CROSS, 'cross'), positions: [position] }]]),
    settings: NO_SETTINGS,
    memo: NO_MEMO,
  }
  const prices = new Map([[rule.market.id, { status: 'ok' as const, price: at.price, observedAtMs: null }]])
  const [leg] = familyOf(book).assess(account, book, { prices, atMs: null }).scopes[0]?.legs ?? []
  if (leg === undefined) return null
  return { notional: leg.notional, initial: leg.initialRequirement, maintenance: leg.maintenanceRequirement }
}

/** The quantity that has the notional: contracts by their face (inverse), or units by their price; whole where a contract is the unit. */
function quantityOf(rule: MarketRule, at: { readonly notional: Value; readonly price: Price }): Quantity {
  const multiplier = rule.market.multiplier ?? ONE_QUANTITY
  const worth = rule.market.kind === 'inverse' ? multiplier : divCeil(multiplier * at.price, WAD)
  const exact = divCeil(at.notional * WAD, worth)
  return (multiplier === ONE_QUANTITY && rule.market.kind !== 'inverse' ? exact : divCeil(exact, WAD) * WAD) as Quantity
}

/** Rates that follow the notional in quote alone need no price. */
function isBySizeInQuote({ shape }: MarketRule): boolean {
  return shape === undefined || shape.shape === 'at_least' || (shape.shape === 'flat' && shape.by === 'notional')
}

function absent(notional: string, reason: RateAbsenceReason): ComparedRate {
  return {
    notional,
    initialRate: null,
    initialRateReason: reason,
    maintenanceRate: null,
    maintenanceRateReason: reason,
  }
}

/** Some venues write XBT for the same coin. */
function coinOf(asset: string): string {
  return asset === 'XBT' ? 'BTC' : asset
}

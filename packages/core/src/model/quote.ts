import type { Price } from '../number/index.js'
import type { FactorId } from './ids.js'

/** An observed price with what it is fit for. A missing price is a case, never 0. */
export type Quote =
  | { readonly status: 'ok'; readonly price: Price; readonly observedAtMs: number | null }
  | { readonly status: QuoteFault; readonly observedAtMs: number | null }

export type QuoteFault = 'missing' | 'warming' | 'thin' | 'stale' | 'uncertain' | 'volatile' | 'bound' | 'invalid'

export type Prices = ReadonlyMap<FactorId, Quote>

export const MISSING_QUOTE: Quote = { status: 'missing', observedAtMs: null }

/** The quote of a factor; `missing` where there is none. */
export function quoteOf(prices: Prices, factor: FactorId): Quote {
  return prices.get(factor) ?? MISSING_QUOTE
}

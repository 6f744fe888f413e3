import {
  type DerivativesRulebook,
  type Json,
  type ParsedDocument,
  parseDocument,
  type RiskTier,
  type Rulebook,
  rulebookOf,
  withTiers,
} from '@plimsoll/core'
import { failInput } from './errors.js'
import { readAccounts, readTiers, tierKeyOf } from './input/index.js'
import { atPlace } from './replay/place.js'

/**
 * The one account document of a file, under its rules.
 * @throws as `readAccounts` and `parseDocument`, with file and line; `document_invalid` where the file holds several accounts
 */
export function readDocument(file: string, options: { readonly tiers?: string | undefined } = {}): ParsedDocument {
  const sources = readAccounts(file)
  const [source] = sources
  if (source === undefined || sources.length > 1) {
    return failInput('document_invalid', `"${file}" holds ${sources.length} accounts: give a file with one.`, {
      place: { file },
    })
  }
  return atPlace(source.place, () => {
    const document = source.document as { readonly [key: string]: Json }
    const rulebook = options.tiers === undefined ? undefined : rulebookFor(document, options.tiers)
    return parseDocument(document, rulebook === undefined ? {} : { rulebook })
  })
}

/** The document's named rulebook with the tiers of a file for every market that the document has. */
function rulebookFor(document: { readonly [key: string]: Json }, file: string): Rulebook | undefined {
  if (typeof document.venue !== 'string') return undefined
  const book = rulebookOf(document.venue)
  if (book.family !== 'derivatives') {
    return failInput('option_invalid', `--tiers is for venues of contracts; ${book.id} has none.`)
  }
  const positions: readonly Json[] = Array.isArray(document.positions) ? document.positions : []
  const markets = positions.flatMap((each) =>
    typeof each === 'object' && each !== null && 'market' in each && typeof each.market === 'string'
      ? [each.market]
      : [],
  )
  return bookWithTiers(book, file, markets).book
}

/**
 * A rulebook with a file's tiers for the named markets.
 * @throws `unknown_market` with the nearest key of the file
 */
export function bookWithTiers(
  book: DerivativesRulebook,
  file: string,
  markets: readonly string[],
): {
  readonly book: DerivativesRulebook
  readonly tables: ReadonlyMap<string, readonly RiskTier[]>
  readonly name: string
} {
  const known = readTiers(file)
  const tables = new Map(
    [...new Set(markets)].map((market): [string, readonly RiskTier[]] => [
      market,
      known.get(tierKeyOf(market, known.keys())) ?? [],
    ]),
  )
  const name = 'tiers-of-file'
  return { book: withTiers(book, tables, { like: LIKE, name }), tables, name }
}

/** A market that the rulebook does not list takes its tick, lot and fee from this one. */
export const LIKE = 'BTCUSDT'

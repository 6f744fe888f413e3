import { fail } from '../errors.js'
import {
  type Account,
  type AccountId,
  CROSS,
  emptyScope,
  type Holding,
  isolatedScopeId,
  type Json,
  list,
  NO_MEMO,
  objectOf,
  type Position,
  type Prices,
  positionId,
  type Quote,
  type Rulebook,
  refuseUnknownKeys,
  type Scope,
  type ScopeId,
} from '../model/index.js'
import {
  divCeil,
  formatDecimal,
  ONE_PRICE,
  type Price,
  parseDecimal,
  type Quantity,
  type Ratio,
  type Value,
  WAD,
} from '../number/index.js'
import { decimalsOf, familyOf } from '../rules/index.js'
import { type GivenOption, inlineRulebook, rulebookOf, withInstruments, withOptions } from '../venues/index.js'
import { currencyOf } from './currency.js'
import { instantOf } from './time.js'

/** What a document says: an account, the rules it stands under, and the prices it is to be seen at. */
export interface ParsedDocument {
  readonly account: Account
  readonly book: Rulebook
  readonly prices: Prices
  readonly asOf: string | null
  readonly atMs: number | null
}

const KEYS = [
  'id',
  'venue',
  'rulebook',
  'asOf',
  'settings',
  'balances',
  'supplied',
  'borrowed',
  'positions',
  'options',
  'instruments',
  'prices',
]
/** Parts of the document's public form that this version does not read: said so, never silently left out. */
const KEYS_NOT_READ = ['orders', 'scopes', 'rates']

/**
 * An account document (YAML or JSON, already read into plain data) as an account under its rules.
 * @param options.rulebook replaces the named rulebook, e.g. with other tiers
 * @throws `document_invalid`, `unknown_key`, `unknown_venue`, `unknown_market`, `unknown_asset`, `price_invalid`, `rulebook_invalid` or a
 * number's own code; each with the path inside the document
 * @example parseDocument({ venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' }, prices: { AAPL: '100' } })
 */
export function parseDocument(
  json: Json,
  options: { readonly rulebook?: Rulebook; readonly id?: AccountId } = {},
): ParsedDocument {
  const document = objectOf(json, 'the document')
  for (const key of KEYS_NOT_READ) {
    if (key in document)
      fail('document_invalid', `"${key}" is not read by this version: remove it.`, { place: { path: key } })
  }
  refuseUnknownKeys(document, KEYS, '')
  const { book, options: held } = instrumentsOf(document, bookOf(document, options.rulebook))
  const asOf = document.asOf === undefined ? null : textOf(document.asOf, 'asOf')
  const account: Account = {
    id: options.id ?? (document.id === undefined ? 'account' : textOf(document.id, 'id')),
    venue: book.id,
    scopes: scopesOf(document, book, held),
    settings: { leverage: leverageOf(document.settings), ...eModeOf(document.settings) },
    memo: NO_MEMO,
  }
  familyOf(book).validate(account, book)
  const prices = pricesOf(document, account, held)
  requireUnitPrice(prices, book)
  return {
    account,
    book,
    prices,
    asOf,
    atMs: asOf === null ? null : instantOf(asOf, 'asOf'),
  }
}

type Document = { readonly [key: string]: Json }

function bookOf(document: Document, replacement: Rulebook | undefined): Rulebook {
  if (document.venue !== undefined && document.rulebook !== undefined) {
    return fail('document_invalid', 'The document has both "venue" and "rulebook": keep one of them.')
  }
  if (document.rulebook !== undefined) return inlineRulebook(document.rulebook, { currency: currencyOf(document) })
  if (document.venue === undefined) {
    return fail('document_invalid', 'The document names no rules: add "venue: binance-usdm" or an inline "rulebook:".')
  }
  const venue = textOf(document.venue, 'venue')
  return replacement !== undefined && replacement.id === venue ? replacement : rulebookOf(venue)
}

/** The rulebook with what the document says of instruments and options, and the options that it holds. */
function instrumentsOf(document: Document, named: Rulebook): { book: Rulebook; options: readonly GivenOption[] } {
  const book = document.instruments === undefined ? named : withInstruments(named, document.instruments)
  return document.options === undefined ? { book, options: [] } : withOptions(book, document.options)
}

function scopesOf(document: Document, book: Rulebook, options: readonly GivenOption[]): ReadonlyMap<ScopeId, Scope> {
  const scopes = new Map<ScopeId, Scope>()
  const holdings = (['balances', 'supplied', 'borrowed'] as const).flatMap((key) => holdingsOf(document, key, book))
  const positions =
    document.positions === undefined
      ? []
      : list({ encode: noEncode, decode: positionOf }).decode(document.positions, 'positions')
  scopes.set(CROSS, { ...emptyScope(CROSS, 'cross'), holdings, positions: options.map(({ position }) => position) })
  for (const { position, isolatedMargin, path } of positions) {
    const id = isolatedMargin === null ? CROSS : isolatedScopeId(position.market, position.leg)
    const scope = scopes.get(id) ?? emptyScope(id, 'isolated')
    if (scope.positions.some((each) => each.id === position.id)) {
      fail(
        'document_invalid',
        `${path} repeats ${position.id}: give a market once, or its two legs as "long" and "short".`,
        {
          place: { path },
        },
      )
    }
    const margin = isolatedMargin === null ? [] : [marginHolding(isolatedMargin, book, `${path}.isolatedMargin`)]
    scopes.set(id, { ...scope, holdings: [...scope.holdings, ...margin], positions: [...scope.positions, position] })
  }
  const cross = scopes.get(CROSS)
  if (scopes.size > 1 && cross !== undefined && cross.holdings.length === 0 && cross.positions.length === 0)
    scopes.delete(CROSS)
  return scopes
}

const HOLDING_KIND = { balances: 'cash', supplied: 'supplied', borrowed: 'borrowed' } as const

function holdingsOf(document: Document, key: keyof typeof HOLDING_KIND, book: Rulebook): readonly Holding[] {
  if (document[key] === undefined) return []
  const kind = HOLDING_KIND[key]
  return Object.entries(objectOf(document[key], key)).map(([asset, amount]) => {
    const path = `${key}.${asset}`
    const stored = numberOf(amount, path, decimalsOf(book, asset))
    if (kind !== 'cash' && stored < 0n) {
      fail('document_invalid', `${path} is negative: amounts supplied and borrowed are both given as positive.`, {
        place: { path },
      })
    }
    return { asset, kind, stored, isCollateral: kind !== 'borrowed' }
  })
}

function marginHolding(text: string, book: Rulebook, path: string): Holding {
  return {
    asset: book.currency,
    kind: 'cash',
    stored: numberOf(text, path, decimalsOf(book, book.currency)),
    isCollateral: true,
  }
}

const POSITION_KEYS = ['market', 'quantity', 'entryPrice', 'isolatedMargin', 'leg']

function positionOf(json: Json, path: string): { position: Position; isolatedMargin: string | null; path: string } {
  const given = objectOf(json, path)
  refuseUnknownKeys(given, POSITION_KEYS, path)
  const market = textOf(given.market ?? null, `${path}.market`)
  const quantity = numberOf(given.quantity ?? null, `${path}.quantity`, 18) as Quantity
  const entryPrice = numberOf(given.entryPrice ?? null, `${path}.entryPrice`, 18) as Price
  if (quantity === 0n)
    fail('document_invalid', `${path}.quantity is 0: leave out a position that is closed.`, { place: { path } })
  if (entryPrice <= 0n)
    fail('price_invalid', `${path}.entryPrice ${formatDecimal(entryPrice)} is not above 0: give what was paid.`, {
      place: { path },
    })
  const leg = legOf(given.leg, quantity, path)
  // Ceil: what was paid counts a little more, so that equity floors.
  const entryValue = divCeil(quantity * entryPrice, WAD) as Value
  return {
    position: { id: positionId(market, leg), market, leg, quantity, entryValue, fundingIndex: 0n },
    isolatedMargin: given.isolatedMargin === undefined ? null : textOf(given.isolatedMargin, `${path}.isolatedMargin`),
    path,
  }
}

function legOf(given: Json | undefined, quantity: Quantity, path: string): Position['leg'] {
  if (given === undefined || given === 'net') return 'net'
  if (given !== 'long' && given !== 'short') {
    return fail('document_invalid', `${path}.leg must be one of long, short, net.`, { place: { path } })
  }
  if (given === 'long' ? quantity < 0n : quantity > 0n) {
    return fail(
      'document_invalid',
      `${path} is the ${given} leg but its quantity says the other side: long is +, short is −.`,
      {
        place: { path },
      },
    )
  }
  return given
}

function leverageOf(settings: Json | undefined): ReadonlyMap<string, Ratio> {
  if (settings === undefined) return new Map()
  const given = objectOf(settings, 'settings')
  refuseUnknownKeys(given, ['leverage', 'eMode'], 'settings')
  if (given.leverage === undefined) return new Map()
  return new Map(
    Object.entries(objectOf(given.leverage, 'settings.leverage')).map(([market, text]) => {
      const path = `settings.leverage.${market}`
      const leverage = numberOf(text, path, 18) as Ratio
      if (leverage < WAD)
        fail('document_invalid', `${path} is below 1: leverage is at least 1 (20 is 20×).`, { place: { path } })
      return [market, leverage]
    }),
  )
}

/** A mode's number: with or without quotes, since it is no amount. */
function eModeOf(settings: Json | undefined): { readonly eMode?: number } {
  const eMode = settings === undefined ? undefined : objectOf(settings, 'settings').eMode
  if (eMode === undefined) return {}
  const path = 'settings.eMode'
  if (typeof eMode === 'number' && Number.isSafeInteger(eMode) && eMode >= 0) return { eMode }
  if (typeof eMode === 'string' && /^\d{1,9}$/.test(eMode)) {
    return { eMode: Number(eMode) } // tidy-ok: the name of a mode, not money
  }
  return fail('document_invalid', `${path} must be a whole number: 0 is none.`, { place: { path } })
}

function pricesOf(document: Document, account: Account, options: readonly GivenOption[]): Prices {
  const ofOptions = options.flatMap(({ contract, price }) =>
    price === null ? [] : [[contract.id, { status: 'ok', price, observedAtMs: null } satisfies Quote] as const],
  )
  if (document.prices === undefined) return new Map(ofOptions)
  const markets = new Set([...account.scopes.values()].flatMap((scope) => scope.positions.map(({ market }) => market)))
  for (const { contract } of options) markets.delete(contract.id)
  return new Map([
    ...ofOptions,
    ...Object.entries(objectOf(document.prices, 'prices')).map(([factor, text]): [string, Quote] => {
      const path = `prices.${factor}`
      const price = numberOf(text, path, 18) as Price
      // A worthless asset has the price 0; a contract with a price of 0 does not exist.
      if (price < 0n || (price === 0n && markets.has(factor))) {
        fail(
          'price_invalid',
          `${path} ${formatDecimal(price)} is not above 0: give the price, or leave it out if it is not known.`,
          {
            place: { path },
          },
        )
      }
      return [factor, { status: 'ok', price, observedAtMs: null }]
    }),
  ])
}

/** The valuation currency is worth 1: a document that says otherwise would be answered as if it had not. */
function requireUnitPrice(prices: Prices, book: Rulebook): void {
  const quote = prices.get(book.currency)
  if (quote === undefined || quote.status !== 'ok' || quote.price === ONE_PRICE) return
  const path = `prices.${book.currency}`
  fail(
    'price_invalid',
    `${path} is not 1: ${book.currency} is what the account is valued in. Leave it out, or give the other prices in ${book.currency}.`,
    { place: { path } },
  )
}

function textOf(json: Json, path: string): string {
  return typeof json === 'string'
    ? json
    : fail('document_invalid', `${path} must be a string: write it as text, in quotes where it looks like a number.`, {
        place: { path },
      })
}

/** Numbers are decimal strings; a YAML or JSON number has been through a float already and is refused. */
function numberOf(json: Json, path: string, decimals: number): bigint {
  if (typeof json === 'number') {
    return fail('number_invalid', `${path} must be a decimal string: write it in quotes, "${json}".`, {
      place: { path },
    })
  }
  const text = textOf(json, path)
  try {
    return parseDecimal(text, { decimals })
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) {
      return fail(cause.code as 'number_invalid', `${path}: ${cause.message}`, { place: { path }, cause })
    }
    throw cause
  }
}

function noEncode(): Json {
  return null
}

import { fail, suggestion } from '../errors.js'
import {
  type FuturesMarket,
  type Json,
  list,
  type OptionContract,
  objectOf,
  type Position,
  type Rulebook,
  refuseUnknownKeys,
  SECURITY_CLASSES,
  type Security,
  type SecurityClass,
} from '../model/index.js'
import {
  ONE_QUANTITY,
  ONE_RATIO,
  type Price,
  parseDecimal,
  type Quantity,
  type Ratio,
  type Value,
  WAD,
  ZERO_VALUE,
} from '../number/index.js'

type Given = { readonly [key: string]: Json }

/**
 * A rulebook that also knows the instruments a document describes: classes of securities, futures contracts, markets of a CFD broker.
 * @throws `document_invalid` (an unknown class lists those that there are), `unknown_key`
 * @example withInstruments(finraRegT, { TQQQ: { class: 'leveraged_fund', factor: '3' } })
 */
export function withInstruments(book: Rulebook, json: Json): Rulebook {
  const given = Object.entries(objectOf(json, 'instruments'))
  const version = `${book.version}+instruments`
  switch (book.family) {
    case 'broker':
    case 'scenario':
      return {
        ...book,
        version,
        securities: new Map([
          ...book.securities,
          ...given.map(([asset, each]) => [asset, security(each, `instruments.${asset}`)] as const),
        ]),
      }
    case 'futures':
      return {
        ...book,
        version,
        markets: new Map([...book.markets, ...given.map(([id, each]) => [id, futuresMarket(id, each)] as const)]),
      }
    case 'cfd':
      return {
        ...book,
        version,
        markets: new Map([
          ...book.markets,
          ...given.map(([id, each]) => [id, cfdMarket(id, each, [...book.classes.keys()])] as const),
        ]),
      }
    default:
      return fail('document_invalid', `"instruments" is read at brokers only, not at ${book.id}: remove it.`, {
        place: { path: 'instruments' },
      })
  }
}

/** An option of a document: what it is, how much is held, and its price where it is given. */
export interface GivenOption {
  readonly contract: OptionContract
  readonly position: Position
  readonly price: Price | null
}

/**
 * The options of a document with the rulebook that knows them. Quantities are contracts, + bought, − sold.
 * @throws `document_invalid`, `unknown_key`, a number's own code
 */
export function withOptions(
  book: Rulebook,
  json: Json,
): { readonly book: Rulebook; readonly options: readonly GivenOption[] } {
  if (book.family !== 'broker' && book.family !== 'scenario') {
    return fail('document_invalid', `${book.id} holds no options: remove "options".`, { place: { path: 'options' } })
  }
  const options = list({ encode: () => null, decode: option }).decode(json, 'options')
  const seen = new Set<string>()
  for (const { contract } of options) {
    if (seen.has(contract.id))
      fail('document_invalid', `options repeats ${contract.id}: give each option once.`, { place: { path: 'options' } })
    seen.add(contract.id)
  }
  return {
    book: {
      ...book,
      options: new Map([...book.options, ...options.map(({ contract }) => [contract.id, contract] as const)]),
    },
    options,
  }
}

const OPTION_KEYS = ['underlying', 'right', 'strike', 'expiry', 'multiplier', 'quantity', 'price']

function option(json: Json, path: string): GivenOption {
  const given = objectOf(json, path)
  refuseUnknownKeys(given, OPTION_KEYS, path)
  const underlying = text(given, 'underlying', path)
  const right = word(given, 'right', ['call', 'put'], path)
  const expiry = text(given, 'expiry', path)
  if (!/^\d{4}-\d\d-\d\d$/.test(expiry) || Number.isNaN(Date.parse(expiry))) {
    fail('document_invalid', `${path}.expiry "${expiry}" is not a day: write it like 2026-12-18.`, { place: { path } })
  }
  const strike = positive(given, 'strike', path) as Price
  const multiplier = positive(given, 'multiplier', path) as Quantity
  const contracts = number(given, 'quantity', path)
  if (contracts === 0n || contracts % WAD !== 0n) {
    fail('document_invalid', `${path}.quantity must be a whole number of contracts, not 0: + bought, − sold.`, {
      place: { path },
    })
  }
  const strikeText = (given.strike as string).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
  const id = `${underlying} ${expiry} ${strikeText} ${right}${multiplier === 100n * WAD ? '' : ` x${multiplier / WAD}`}`
  const quantity = ((contracts / WAD) * multiplier) as Quantity
  return {
    contract: { id, underlying, right, strike, expiry, multiplier },
    position: { id, market: id, leg: 'net', quantity, entryValue: ZERO_VALUE, fundingIndex: 0n },
    price: given.price === undefined ? null : (number(given, 'price', path, { least: 0n }) as Price),
  }
}

const SECURITY_KEYS: { readonly [C in SecurityClass]: readonly string[] } = {
  stock: [],
  house_stock: ['initial', 'maintenance'],
  non_marginable: [],
  leveraged_fund: ['factor'],
  treasury: ['years'],
  zero_coupon_treasury: ['years', 'principal'],
  municipal: [],
  investment_grade: [],
  other_debt: ['principal'],
  broad_index: [],
  narrow_index: [],
}

function security(json: Json, path: string): Security {
  const given = objectOf(json, path)
  const kind = word(given, 'class', SECURITY_CLASSES, path)
  refuseUnknownKeys(given, ['class', ...SECURITY_KEYS[kind]], path)
  switch (kind) {
    case 'house_stock':
      return { class: kind, initial: share(given, 'initial', path), maintenance: share(given, 'maintenance', path) }
    case 'leveraged_fund':
      return { class: kind, factor: number(given, 'factor', path) as Ratio }
    case 'treasury':
      return { class: kind, years: years(given, path) }
    case 'zero_coupon_treasury':
      return { class: kind, years: years(given, path), principal: positive(given, 'principal', path) as Price }
    case 'other_debt':
      return { class: kind, principal: positive(given, 'principal', path) as Price }
    default:
      return { class: kind }
  }
}

function futuresMarket(id: string, json: Json): FuturesMarket {
  const path = `instruments.${id}`
  const given = objectOf(json, path)
  refuseUnknownKeys(given, ['size', 'initial', 'maintenance'], path)
  const market = {
    id,
    size: positive(given, 'size', path) as Quantity,
    initial: positive(given, 'initial', path) as Value,
    maintenance: positive(given, 'maintenance', path) as Value,
  }
  if (market.maintenance > market.initial)
    fail('document_invalid', `${path}.maintenance is above initial.`, { place: { path } })
  return market
}

function cfdMarket(
  id: string,
  json: Json,
  classes: readonly string[],
): { readonly class: string; readonly lot: Quantity } {
  const path = `instruments.${id}`
  const given = objectOf(json, path)
  refuseUnknownKeys(given, ['class', 'lot'], path)
  return {
    class: word(given, 'class', classes, path),
    lot: given.lot === undefined ? ONE_QUANTITY : (positive(given, 'lot', path) as Quantity),
  }
}

function text(given: Given, key: string, path: string): string {
  const found = given[key]
  return typeof found === 'string' && found !== '' ? found : missing(key, path)
}

function word<const W extends string>(given: Given, key: string, words: readonly W[], path: string): W {
  const found = given[key]
  const known = words.find((each) => each === found)
  if (known !== undefined) return known
  const near = typeof found === 'string' ? suggestion(found, words) : ''
  return fail('document_invalid', `${path}.${key} must be one of ${words.join(', ')}.${near}`, {
    place: { path: `${path}.${key}` },
  })
}

function number(given: Given, key: string, path: string, range: { readonly least?: bigint } = {}): bigint {
  const found = given[key]
  if (typeof found !== 'string') return missing(key, path)
  const parsed = parseDecimal(found, { decimals: 18 })
  if (range.least !== undefined && parsed < range.least)
    fail('document_invalid', `${path}.${key} is below 0.`, { place: { path } })
  return parsed
}

function positive(given: Given, key: string, path: string): bigint {
  const found = number(given, key, path)
  return found > 0n
    ? found
    : fail('document_invalid', `${path}.${key} must be above 0.`, { place: { path: `${path}.${key}` } })
}

function share(given: Given, key: string, path: string): Ratio {
  const found = positive(given, key, path)
  return found <= ONE_RATIO
    ? (found as Ratio)
    : fail('document_invalid', `${path}.${key} is above 1: 0.3 is thirty percent.`, { place: { path } })
}

/** Years are compared only, so whole digits and a fraction are enough. */
function years(given: Given, path: string): number {
  const found = number(given, 'years', path, { least: 0n })
  return Number(found / 10n ** 12n) / 1e6 // tidy-ok: a time to maturity, never money
}

function missing(key: string, path: string): never {
  return fail('document_invalid', `${path}.${key} is missing or not a string: numbers are decimal strings.`, {
    place: { path: `${path}.${key}` },
  })
}

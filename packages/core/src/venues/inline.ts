import { type ErrorCode, fail, PlimsollError } from '../errors.js'
import { type Json, objectOf, type ReserveRule, type Rulebook, refuseUnknownKeys } from '../model/index.js'
import { ONE_RATIO, type Ratio, ratio } from '../number/index.js'

const KEYS = {
  simple: ['family', 'initial', 'maintenance', 'basis', 'boundary', 'breach', 'currency', 'warningLevel'],
  collateralized: ['family', 'collateralRatio', 'boundary', 'breach', 'currency', 'warningLevel'],
  lending: ['family', 'reserves', 'boundary', 'currency', 'warningLevel'],
} as const

type InlineFamily = keyof typeof KEYS

/**
 * A rulebook written inside an account document, for teaching and tests: the families `simple`, `collateralized` and `lending`.
 * Risk parameters have no defaults; `breach` is `liquidate` and `warningLevel` 1.25 when left out.
 * @throws `rulebook_invalid`, `unknown_key` with the path inside the document
 * @example inlineRulebook({ family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' }, { currency: 'USDT' })
 */
export function inlineRulebook(json: Json, options: { readonly currency: string }): Rulebook {
  const book = objectOf(json, 'rulebook')
  const family = choice(book, 'family', Object.keys(KEYS) as InlineFamily[])
  refuseUnknownKeys(book, KEYS[family], 'rulebook')
  const base = {
    id: 'inline',
    version: 'inline',
    validFrom: null,
    source: 'the account document',
    currency: currencyOf(book, options.currency),
    boundary: choice(book, 'boundary', ['safe', 'liquidates']),
    breach: book.breach === undefined ? 'liquidate' : choice(book, 'breach', ['call', 'liquidate']),
    cureWindowMs: null,
    warningLevel:
      book.warningLevel === undefined ? ratio('1.25') : fraction(book, 'warningLevel', { above: ONE_RATIO }),
    targetHealthFactor: ONE_RATIO,
    native: null,
  } as const
  switch (family) {
    case 'simple': {
      const initial = fraction(book, 'initial')
      const maintenance = fraction(book, 'maintenance')
      if (maintenance > initial)
        invalid('maintenance', 'is above initial: an account could not be opened above its line')
      return { ...base, family, initial, maintenance, basis: choice(book, 'basis', ['mark', 'entry']) }
    }
    case 'collateralized':
      return {
        ...base,
        family,
        collateralRatio: fraction(book, 'collateralRatio', { above: ONE_RATIO }),
        initialCollateralRatio: null,
        liquidationPenalty: null,
        collateral: null,
      }
    case 'lending': {
      const reserves = objectOf(book.reserves ?? null, 'rulebook.reserves')
      return {
        ...base,
        family,
        reserves: new Map(Object.entries(reserves).map(([asset, rule]) => [asset, reserve(asset, rule)])),
        eModes: new Map(),
        isOneCollateral: false,
        liquidation: null,
      }
    }
  }
}

function reserve(asset: string, json: Json): ReserveRule {
  const path = `rulebook.reserves.${asset}`
  const rule = objectOf(json, path)
  refuseUnknownKeys(rule, ['initialWeight', 'maintenanceWeight', 'liquidationBonus'], path)
  const initialWeight = fraction(rule, 'initialWeight', { from: 0n as Ratio, of: asset })
  const maintenanceWeight = fraction(rule, 'maintenanceWeight', { from: 0n as Ratio, of: asset })
  if (initialWeight > maintenanceWeight) invalid(`reserves.${asset}.initialWeight`, 'is above maintenanceWeight')
  const liquidationBonus =
    rule.liquidationBonus === undefined ? null : fraction(rule, 'liquidationBonus', { from: 0n as Ratio, of: asset })
  return { decimals: 18, initialWeight, maintenanceWeight, liquidationBonus, canBeBorrowed: true }
}

function currencyOf(book: { readonly [key: string]: Json }, otherwise: string): string {
  if (book.currency === undefined) return otherwise
  if (typeof book.currency === 'string' && book.currency !== '') return book.currency
  return invalid('currency', 'must be the name of an asset, e.g. USD')
}

function choice<const T extends string>(book: { readonly [key: string]: Json }, key: string, allowed: readonly T[]): T {
  const given = book[key]
  const found = allowed.find((candidate) => candidate === given)
  if (found !== undefined) return found
  return invalid(
    key,
    given === undefined ? `is missing: write one of ${allowed.join(', ')}` : `must be one of ${allowed.join(', ')}`,
  )
}

/** A ratio in (0, 1], or from `above` upward, or in [from, 1]; `of` is the reserve whose it is. */
function fraction(
  book: { readonly [key: string]: Json },
  field: string,
  range: { readonly above?: Ratio; readonly from?: Ratio; readonly of?: string } = {},
): Ratio {
  const given = book[field]
  const key = range.of === undefined ? field : `reserves.${range.of}.${field}`
  if (typeof given !== 'string')
    return invalid(key, 'is missing or not a decimal string: risk parameters have no defaults')
  const parsed = parsedAt(key, given)
  if (range.above !== undefined) return parsed >= range.above ? parsed : invalid(key, 'is below 1')
  const isInside = parsed <= ONE_RATIO && (range.from === undefined ? parsed > 0n : parsed >= range.from)
  return isInside ? parsed : invalid(key, 'is not a fraction between 0 and 1 (0.05 is five percent)')
}

function parsedAt(key: string, given: string): Ratio {
  try {
    return ratio(given)
  } catch (cause) {
    if (!(cause instanceof PlimsollError)) throw cause
    return fail(cause.code as ErrorCode, `rulebook.${key}: ${cause.message}`, {
      place: { path: `rulebook.${key}` },
      cause,
    })
  }
}

function invalid(key: string, fault: string): never {
  return fail('rulebook_invalid', `rulebook.${key} ${fault}.`, { place: { path: `rulebook.${key}` } })
}

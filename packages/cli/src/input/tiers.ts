import {
  type ErrorPlace,
  formatDecimal,
  PlimsollError,
  parseDecimal,
  type Ratio,
  type RiskTier,
  type RiskTierRow,
  suggestion,
  tierTable,
  type Value,
} from '@plimsoll/core'
import { failInput } from '../errors.js'
import { readText } from './file.js'
import { parseJson } from './json.js'

/** Tier tables by ccxt's key, whole: `BTC/USDT:USDT`, `BTC/USDT:USDT-241227`. */
export type TierTables = ReadonlyMap<string, readonly RiskTier[]>

/**
 * Tier tables of a file in ccxt's leverage-tier form: an object of arrays by key. The exact figures are the strings under `info`;
 * the floats beside them are ignored. Every deduction is computed anew and must equal the file's `cum`.
 * @throws `file_missing` · `file_unreadable` · `file_empty` · and as `parseTiers`
 */
export function readTiers(file: string): TierTables {
  return parseTiers(readText(file), { file })
}

/**
 * As `readTiers`, from text; `file` is the name that errors carry.
 * @throws `document_invalid` not JSON, or not an object of arrays · `tiers_invalid` a tier without its strings, a table that core
 * refuses, or a `cum` that disagrees; the message names key, tier and figures
 */
export function parseTiers(text: string, options: { file: string }): TierTables {
  const content = parseJson(text, options)
  if (!isRecord(content) || Object.keys(content).length === 0)
    failInput(
      'document_invalid',
      "Tiers are an object with keys like BTC/USDT:USDT: give ccxt's leverage tiers as JSON.",
      {
        place: options,
      },
    )
  const tables = new Map<string, readonly RiskTier[]>()
  for (const [key, tiers] of Object.entries(content)) {
    const place = { file: options.file, path: key }
    if (marketOf(key) === null)
      failInput(
        'document_invalid',
        `"${key}" is not a market's key: write base/quote:settlement, e.g. BTC/USDT:USDT.`,
        { place },
      )
    if (!Array.isArray(tiers)) failInput('document_invalid', `${key} is not a list of tiers: give an array.`, { place })
    tables.set(key, tableOf({ key, tiers, place }))
  }
  return tables
}

/**
 * The key that a market's name means: `BTCUSDT` the one without a date, `BTCUSDT-241227` the dated one. A whole key means itself.
 * @throws `unknown_market` no such key (with the nearest name), or a name that two keys share
 * @example tierKeyOf('BTCUSDT', tables.keys()) // 'BTC/USDT:USDT'
 */
export function tierKeyOf(market: string, keys: Iterable<string>): string {
  const known = [...keys]
  if (known.includes(market)) return market
  const found = known.filter((key) => marketOf(key) === market)
  if (found.length > 1)
    failInput('unknown_market', `"${market}" may be ${found.join(' or ')}: give the whole key.`, {
      details: { market },
    })
  if (found[0] !== undefined) return found[0]
  const names = known.map((key) => marketOf(key) ?? key)
  return failInput(
    'unknown_market',
    `No tiers are known for the market "${market}".${suggestion(market, names) || ' Give a file that has it.'}`,
    { details: { market } },
  )
}

/**
 * The name of a key's market, or null for what is not a key.
 * @example marketOf('BTC/USDT:USDT-241227') // 'BTCUSDT-241227'
 */
export function marketOf(key: string): string | null {
  const match = /^([^/:\s]+)\/([^/:\s]+):[^/:\s-]+(-\d{6})?$/.exec(key)
  return match === null ? null : `${match[1]}${match[2]}${match[3] ?? ''}`
}

function tableOf(at: { key: string; tiers: readonly unknown[]; place: ErrorPlace }): readonly RiskTier[] {
  const { key, tiers, place } = at
  const read = tiers.map((tier, index) => rowOf({ tier, name: `${key}, tier ${index + 1}`, place }))
  let table: readonly RiskTier[]
  try {
    table = tierTable(read.map(({ row }) => row))
  } catch (cause) {
    if (!(cause instanceof PlimsollError)) throw cause
    return failInput('tiers_invalid', `${key}: ${cause.message}`, { place, details: { ...cause.details, key }, cause })
  }
  for (const [index, { deduction }] of table.entries()) {
    const cum = read[index]?.cum
    if (cum === undefined || cum === deduction) continue
    failInput(
      'tiers_invalid',
      `${key}, tier ${index + 1}: the file's cum is ${formatDecimal(cum)}, its floors and rates make ${formatDecimal(deduction)}: one of the figures is wrong, fetch the tiers again.`,
      {
        place,
        details: { key, tier: String(index + 1), cum: formatDecimal(cum), deduction: formatDecimal(deduction) },
      },
    )
  }
  return table
}

function rowOf(at: { tier: unknown; name: string; place: ErrorPlace }): { row: RiskTierRow; cum: Value } {
  const info = isRecord(at.tier) ? at.tier.info : undefined
  if (!isRecord(info))
    failInput('tiers_invalid', `${at.name} has no "info": give ccxt's leverage tiers with the venue's own figures.`, {
      place: at.place,
    })
  const figure = (field: string): bigint => {
    const text = info[field]
    if (typeof text !== 'string')
      failInput(
        'tiers_invalid',
        `${at.name}: info.${field} is ${text === undefined ? 'missing' : 'not a string'}: give it as a decimal string, exact.`,
        { place: at.place },
      )
    try {
      return parseDecimal(text, { decimals: 18 })
    } catch (cause) {
      return failInput(
        'tiers_invalid',
        `${at.name}: info.${field} "${text}" is not a decimal of at most 18 places: correct it.`,
        { place: at.place, cause },
      )
    }
  }
  const row: RiskTierRow = {
    floor: figure('notionalFloor') as Value,
    cap: figure('notionalCap') as Value,
    maintenanceRate: figure('maintMarginRatio') as Ratio,
    leverageMax: figure('initialLeverage') as Ratio,
  }
  return { row, cum: figure('cum') as Value }
}

function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

import { type Price, price, type Quantity, quantity } from '@plimsoll/core'
import { failInput } from '../errors.js'
import { type Bar, type BarGap, type BarRow, orderBars } from './bars.js'
import { readText } from './file.js'

export interface KlineReport {
  /** Rows of figures in the file, repeated ones included; headers and blank lines not. */
  readonly rows: number
  /** Rows dropped because an equal one stands in the file already. */
  readonly duplicates: number
  readonly gaps: readonly BarGap[]
  /** Whether the rows already stood in the order of time. */
  readonly sorted: boolean
  /** Unit of the open times: Binance's spot files are in microseconds from 2025 on, and joined files mix both. */
  readonly unit: 'ms' | 'us' | 'mixed'
  /** The most common step between bars; null for a single bar. */
  readonly intervalMs: number | null
}

export interface Klines {
  /** In the order of time, each open time once; at least one. */
  readonly bars: readonly Bar[]
  readonly report: KlineReport
}

const COLUMNS = ['open time', 'open', 'high', 'low', 'close', 'volume'] as const
const TIME_MS = /^\d{13}$/
const TIME_US = /^\d{13}000$/

/**
 * Bars of a Binance kline file, as people download it: 12 columns or 6, with a header or without, open time in milliseconds or
 * microseconds (each row by its digits). Prices never pass through a float.
 * @throws `file_missing` · `file_unreadable` · `file_empty` · and as `parseKlines`
 */
export function readKlines(file: string): Klines {
  return parseKlines(readText(file), { file })
}

/**
 * Bars of kline text; `file` is the name that errors carry.
 * @throws `file_empty` no row · `row_invalid` a row that is cut, not numbers, or in conflict with another · `price_invalid` a price ≤ 0,
 * high < low, open or close outside the two; each with file and line
 */
export function parseKlines(text: string, options: { file: string }): Klines {
  const { file } = options
  const rows: BarRow[] = []
  const units = new Set<'ms' | 'us'>()
  let header: string | null = null
  let columns = 0
  let line = 0
  for (const raw of linesOf(text)) {
    line++
    if (raw.trim() === '' || raw === header) continue // files joined end to end repeat their header
    const fields = raw.split(',')
    const place = { file, line }
    if (rows.length === 0 && header === null && isHeader(fields)) {
      checkHeader(fields, place)
      header = raw
      columns = fields.length
      continue
    }
    if (columns === 0) columns = fields.length
    checkColumns({ fields, columns, place })
    const time = fields[0] as string
    units.add(time.length === 16 ? 'us' : 'ms')
    rows.push({ bar: barOf(fields, place), line })
  }
  if (rows.length === 0)
    failInput('file_empty', `"${file}" has no row of figures: download it again.`, { place: { file } })
  const { bars, ...found } = orderBars(rows, { file })
  const unit = units.size > 1 ? 'mixed' : units.has('us') ? 'us' : 'ms'
  return { bars, report: { rows: rows.length, unit, ...found } }
}

interface RowPlace {
  readonly file: string
  readonly line: number
}

function* linesOf(text: string): Generator<string> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield text.slice(start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end)
    start = end + 1
  }
}

/** A header is words throughout: a row of figures whose time is broken is not one, and must not pass unseen. */
function isHeader(fields: readonly string[]): boolean {
  return /^"?[\p{L}_]/u.test((fields[0] ?? '').trim()) && !fields.some((field) => /^-?\d/.test(field.trim()))
}

/** A header that names the prices in another order would be read wrongly without a sign of it. */
function checkHeader(fields: readonly string[], place: RowPlace): void {
  const names = fields.map((field) => field.replace(/["\s]/g, '').toLowerCase())
  for (const [index, column] of COLUMNS.entries()) {
    const found = names.indexOf(column)
    if (found !== -1 && found !== index)
      failInput(
        'row_invalid',
        `The header has "${column}" as column ${found + 1}: put the columns in the order ${COLUMNS.join(', ')}.`,
        { place },
      )
  }
}

function checkColumns(row: { fields: readonly string[]; columns: number; place: RowPlace }): void {
  const { fields, columns, place } = row
  if (fields.length < COLUMNS.length)
    failInput(
      'row_invalid',
      `The row has ${fields.length} columns: it needs at least ${COLUMNS.length} (${COLUMNS.join(', ')}), separated by commas.`,
      { place },
    )
  if (fields.length !== columns)
    failInput(
      'row_invalid',
      `The row has ${fields.length} columns and the first line ${columns}: it seems cut or joined, download the file again.`,
      { place },
    )
}

function barOf(fields: readonly string[], place: RowPlace): Bar {
  const [time = '', ...figures] = fields
  const bar: Bar = {
    openMs: openMsOf(time, place),
    open: priceOf(figures, 0, place),
    high: priceOf(figures, 1, place),
    low: priceOf(figures, 2, place),
    close: priceOf(figures, 3, place),
    volume: figureOf(figures, 4, place, quantity) as Quantity,
  }
  if (bar.volume < 0n)
    failInput('row_invalid', `volume ${figures[4]} is below 0: correct or delete the row.`, { place })
  if (bar.high < bar.low)
    failInput('price_invalid', `high ${figures[1]} is below low ${figures[2]}: correct or delete the row.`, { place })
  for (const [index, name] of [
    [0, 'open'],
    [3, 'close'],
  ] as const) {
    if (bar[name] > bar.high || bar[name] < bar.low)
      failInput(
        'price_invalid',
        `${name} ${figures[index]} is outside low ${figures[2]} and high ${figures[1]}: correct or delete the row.`,
        { place },
      )
  }
  return bar
}

function openMsOf(text: string, place: RowPlace): number {
  if (TIME_MS.test(text)) return Number(text)
  if (TIME_US.test(text)) return Number(text.slice(0, 13))
  return failInput(
    'row_invalid',
    `open time "${text}" is neither milliseconds (13 digits) nor microseconds (16 digits, whole milliseconds): convert it.`,
    { place },
  )
}

function priceOf(figures: readonly string[], index: number, place: RowPlace): Price {
  const found = figureOf(figures, index, place, price) as Price
  if (found <= 0n)
    failInput('price_invalid', `${COLUMNS[index + 1]} ${figures[index]} is not above 0: correct or delete the row.`, {
      place,
    })
  return found
}

function figureOf(figures: readonly string[], index: number, place: RowPlace, parse: (text: string) => bigint): bigint {
  const text = figures[index] ?? ''
  try {
    return parse(text)
  } catch (cause) {
    return failInput(
      'row_invalid',
      `${COLUMNS[index + 1]} "${text}" is not a decimal of at most 18 places: write plain digits, e.g. 4261.48.`,
      { place, cause },
    )
  }
}

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { price, quantity } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { parseKlines, readKlines } from './klines.js'
import { refusal } from './testing/refusal.js'
import { sharedData } from './testing/sharedData.js'

const HOUR = 3_600_000
const start = Date.UTC(2020, 2, 12)
const header = 'open_time,open,high,low,close,volume'
/** The row of an hour of that day; figures may be replaced. */
const row = (hour: number, figures = '100.10,101,99.5,100.25,7.5'): string => `${start + hour * HOUR},${figures}`
const parse = (lines: readonly string[], newline = '\n') => parseKlines(lines.join(newline), { file: 'k.csv' })

const bar = {
  openMs: start,
  open: price('100.1'),
  high: price('101'),
  low: price('99.5'),
  close: price('100.25'),
  volume: quantity('7.5'),
}
const twelve = (hour: number): string => `${row(hour)},${start + hour * HOUR + HOUR - 1},750.2,12,3.1,310.4,0`

describe('a kline file is read', () => {
  test.each([
    { form: 'six columns with a header', text: `${header}\n${row(0)}\n${row(1)}\n` },
    { form: 'six columns without a header', text: `${row(0)}\n${row(1)}` },
    { form: 'twelve columns', text: `${twelve(0)}\n${twelve(1)}\n` },
    {
      form: "twelve columns with Binance's header",
      text: `open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n${twelve(0)}\n${twelve(1)}`,
    },
    { form: 'CRLF and a blank last line', text: `${header}\r\n${row(0)}\r\n${row(1)}\r\n\r\n` },
    { form: 'a byte order mark before a header', text: `\uFEFF${header}\n${row(0)}\n${row(1)}` },
    { form: 'a byte order mark before figures', text: `\uFEFF${row(0)}\n${row(1)}` },
    { form: 'files joined end to end with their headers', text: `${header}\n${row(0)}\n${header}\n${row(1)}\n` },
  ])('with $form', ({ text }) => {
    const { bars, report } = parseKlines(text, { file: 'k.csv' })
    expect(bars).toEqual([bar, { ...bar, openMs: start + HOUR }])
    expect(report).toEqual({ rows: 2, duplicates: 0, gaps: [], sorted: true, unit: 'ms', intervalMs: HOUR })
  })

  test.each([
    { times: [`${start}`, `${start + HOUR}`], unit: 'ms' },
    { times: [`${start}000`, `${start + HOUR}000`], unit: 'us' },
    { times: [`${start}`, `${start + HOUR}000`], unit: 'mixed' }, // Binance changed from 2025 on
  ])('with open times in $unit', ({ times, unit }) => {
    const { bars, report } = parse(times.map((time) => `${time},100.10,101,99.5,100.25,7.5`))
    expect(bars.map(({ openMs }) => openMs)).toEqual([start, start + HOUR])
    expect(report.unit).toBe(unit)
  })

  test('with prices that a float would change', () => {
    const figures = '0.000000000000000001,9007199254740993.1,0.000000000000000001,0.1,0'
    expect(parse([row(0, figures)]).bars[0]?.high).toBe(9007199254740993100000000000000000n)
    expect(parse([row(0, figures)]).bars[0]?.low).toBe(1n)
  })

  test('and put in the order of time', () => {
    const { bars, report } = parse([row(2), row(0), row(1)])
    expect(bars.map(({ openMs }) => (openMs - start) / HOUR)).toEqual([0, 1, 2])
    expect(report.sorted).toBe(false)
  })

  test('without its repeated rows, which are counted', () => {
    const { bars, report } = parse([row(0), row(1), row(0), row(1, '100.1,101.0,99.50,100.250,7.5')])
    expect(bars).toHaveLength(2)
    expect(report).toMatchObject({ rows: 4, duplicates: 2, sorted: false })
  })

  test('and its gaps are told with their place', () => {
    const { report } = parse([0, 1, 2, 5, 6, 8].map((hour) => row(hour)))
    expect(report.gaps).toEqual([
      { afterMs: start + 2 * HOUR, beforeMs: start + 5 * HOUR, missing: 2 },
      { afterMs: start + 6 * HOUR, beforeMs: start + 8 * HOUR, missing: 1 },
    ])
  })

  test('and a single bar has no interval', () => {
    expect(parse([row(0)]).report).toMatchObject({ intervalMs: null, gaps: [] })
  })

  test('and months, which differ in length, are not gaps', () => {
    const months = [0, 1, 2, 3, 4, 5, 6, 7].map((month) => `${Date.UTC(2021, month)},1,2,1,2,3`)
    expect(parse(months).report).toMatchObject({ gaps: [], intervalMs: 31 * 24 * HOUR })
  })
})

describe('a row is refused with file and line', () => {
  test.each([
    { fault: 'a word for a price', figures: '100,x,99,100,1', code: 'row_invalid', says: 'high "x"' },
    { fault: 'an exponent', figures: '100,101,99,1e2,1', code: 'row_invalid', says: 'close "1e2"' },
    { fault: 'an empty field', figures: '100,101,,100,1', code: 'row_invalid', says: 'low ""' },
    { fault: 'NaN', figures: 'NaN,NaN,NaN,NaN,NaN', code: 'row_invalid', says: 'open "NaN"' },
    { fault: 'quotes', figures: '"100",101,99,100,1', code: 'row_invalid', says: 'open ""100""' },
    { fault: '19 decimals', figures: '100.0000000000000000001,101,99,100,1', code: 'row_invalid', says: 'at most 18' },
    { fault: 'missing columns', figures: '100,101,99,100', code: 'row_invalid', says: '5 columns' },
    { fault: 'another count of columns', figures: '100,101,99,100,1,2', code: 'row_invalid', says: 'cut or joined' },
    { fault: 'a negative volume', figures: '100,101,99,100,-1', code: 'row_invalid', says: 'below 0' },
    { fault: 'a price of 0', figures: '100,101,0,100,1', code: 'price_invalid', says: 'low 0 is not above 0' },
    { fault: 'a price below 0', figures: '-1,101,99,100,1', code: 'price_invalid', says: 'open -1 is not above 0' },
    { fault: 'high below low', figures: '100,99,101,100,1', code: 'price_invalid', says: 'high 99 is below low 101' },
    { fault: 'open above high', figures: '102,101,99,100,1', code: 'price_invalid', says: 'open 102 is outside' },
    { fault: 'close below low', figures: '100,101,99,98,1', code: 'price_invalid', says: 'close 98 is outside' },
  ])('for $fault', ({ figures, code, says }) => {
    const error = refusal(() => parse([header, row(0), '', row(1, figures)]))
    expect(error.code).toBe(code)
    expect(error.place).toEqual({ file: 'k.csv', line: 4 })
    expect(error.message).toContain(says)
  })

  test.each([
    { low: '99.99', high: '100.01', isTaken: true },
    { low: '100', high: '100', isTaken: true }, // open and close may lie on both edges
    { low: '100.01', high: '100.01', isTaken: false },
    { low: '99.99', high: '99.99', isTaken: false },
  ])('where open and close of 100 leave $low to $high', ({ low, high, isTaken }) => {
    const read = () => parse([row(0, `100,${high},${low},100,1`)])
    if (isTaken) expect(read().bars).toHaveLength(1)
    else expect(refusal(read).code).toBe('price_invalid')
  })

  test.each(['1583971200', '158397120000', '1583971200000.5', '1583971200000001', '2020-03-12', ''])(
    'for the open time %j',
    (time) => {
      const error = refusal(() => parse([row(0), `${time},100,101,99,100,1`]))
      expect(error).toMatchObject({ code: 'row_invalid', place: { file: 'k.csv', line: 2 } })
    },
  )

  test('where it repeats an open time with other figures, and the first one is named', () => {
    const error = refusal(() => parse([row(0), row(1), row(0, '100.10,101,99.5,100.26,7.5')]))
    expect(error).toMatchObject({
      code: 'row_invalid',
      place: { line: 3 },
      details: { firstLine: '1', field: 'close' },
    })
    expect(error.message).toContain('close 100.26 here, 100.25 in line 1')
  })

  test('even when it is the first and only its time is broken', () => {
    expect(refusal(() => parse(['NaN,100,101,99,100,1', row(1)]))).toMatchObject({
      code: 'row_invalid',
      place: { line: 1 },
    })
  })

  test('where the header has the prices in another order', () => {
    const error = refusal(() => parse(['time,open,close,high,low,volume', row(0)]))
    expect(error).toMatchObject({ code: 'row_invalid', place: { line: 1 } })
    expect(error.message).toContain('"high" as column 4')
  })
})

describe('a file is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'klines-'))
  const written = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  test.each([
    { fault: 'that is missing', file: join(folder, 'none.csv'), code: 'file_missing' },
    { fault: 'that is a folder', file: folder, code: 'file_unreadable' },
    {
      fault: 'that is still a ZIP',
      file: written('a.zip', new Uint8Array([0x50, 0x4b, 3, 4, 9])),
      code: 'file_unreadable',
    },
    {
      fault: 'that is not UTF-8',
      file: written('u16.csv', new Uint8Array([0xff, 0xfe, 0x31, 0])),
      code: 'file_unreadable',
    },
    { fault: 'without a byte', file: written('empty.csv', ''), code: 'file_empty' },
    { fault: 'of blank lines', file: written('blank.csv', '\uFEFF\r\n\n'), code: 'file_empty' },
    { fault: 'with a header only', file: written('header.csv', `${header}\n`), code: 'file_empty' },
  ])('$fault', ({ file, code }) => {
    expect(refusal(() => readKlines(file))).toMatchObject({ code, place: { file } })
  })

  test('but one on disk with a byte order mark is read', () => {
    expect(readKlines(written('bom.csv', `\uFEFF${header}\n${row(0)}\n`)).bars).toEqual([bar])
  })
})

describe('a large file', () => {
  test('of 65,000 rows is read in well under a second', () => {
    const text = Array.from({ length: 65_000 }, (_, hour) => row(hour)).join('\n')
    const began = performance.now()
    expect(parseKlines(text, { file: 'k.csv' }).bars).toHaveLength(65_000)
    expect(performance.now() - began).toBeLessThan(2000) // about 0.25 s alone on 2 cores; the rest is for a busy machine
  })

  const btc = sharedData('BTCUSDT-1h.csv')
  const eth = sharedData('ETHUSDT-1h.csv')
  test.runIf(btc !== null && eth !== null)('of real hours shows its real outages', () => {
    const read = [btc, eth].map((file) => readKlines(file ?? '').report)
    expect(read.map(({ rows, duplicates, gaps }) => [rows, duplicates, gaps.length])).toEqual([
      [55_597, 0, 0],
      [64_524, 0, 28],
    ])
    expect(read[1]?.gaps.reduce((sum, { missing }) => sum + missing, 0)).toBe(128)
  })
})

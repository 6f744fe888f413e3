import type { BenchLine } from './bench.js'

const HEADINGS = ['case', 'median', 'unit', 'against', 'ratio'] as const

/** The lines of one bench for people: figures with three digits, columns aligned. */
export function table(lines: readonly BenchLine[]): string {
  const rows = lines.map((line) => [line.case, digits(line.value), line.unit, line.against, `${digits(line.ratio)}×`])
  const all = [[...HEADINGS], ...rows]
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  const isNumber = (column: number) => HEADINGS[column] === 'median' || HEADINGS[column] === 'ratio'
  const cell = (text: string, column: number) => {
    const width = widths[column] ?? 0
    return isNumber(column) ? text.padStart(width) : text.padEnd(width)
  }
  return all.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')
}

/** @example digits(1234.5) // '1,230' */
function digits(figure: number): string {
  return figure.toLocaleString('en-US', { maximumSignificantDigits: 3 })
}

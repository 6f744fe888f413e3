import { formatDecimal, type Price, type Quantity } from '@plimsoll/core'
import { failInput } from '../errors.js'

/** What a market did in one interval. */
export interface Bar {
  /** Start of the bar. */
  readonly openMs: number
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly close: Price
  /** Base units traded, ≥ 0. */
  readonly volume: Quantity
}

/** A bar and the line of the file that gave it. */
export interface BarRow {
  readonly bar: Bar
  readonly line: number
}

/** Bars that are not there: what lies between two neighbours further apart than the interval. */
export interface BarGap {
  /** Open time of the last bar before the gap. */
  readonly afterMs: number
  /** Open time of the first bar after it. */
  readonly beforeMs: number
  /** How many bars would fit between the two. */
  readonly missing: number
}

/** Rows in the order of time, each open time once. */
export interface OrderedBars {
  readonly bars: readonly Bar[]
  readonly duplicates: number
  readonly gaps: readonly BarGap[]
  /** Whether the rows already stood in the order of time. */
  readonly sorted: boolean
  /** The most common step between neighbours; null for a single bar. */
  readonly intervalMs: number | null
}

/**
 * Puts rows in the order of time, drops repeated ones and finds what is missing. Two rows of one open time with different figures are
 * refused: which of them is right (often the later download of a bar that was still open) is not ours to guess.
 * @throws `row_invalid` two rows of one open time with different figures
 */
export function orderBars(rows: readonly BarRow[], options: { file: string }): OrderedBars {
  const sorted = rows.every(({ bar }, index) => bar.openMs >= (rows[index - 1]?.bar.openMs ?? bar.openMs))
  const ordered = sorted ? rows : [...rows].sort((a, b) => a.bar.openMs - b.bar.openMs || a.line - b.line)
  const bars: Bar[] = []
  let kept: BarRow | undefined
  for (const row of ordered) {
    if (kept !== undefined && kept.bar.openMs === row.bar.openMs) refuseConflict(kept, row, options.file)
    else {
      bars.push(row.bar)
      kept = row
    }
  }
  const intervalMs = intervalOf(bars)
  return { bars, duplicates: rows.length - bars.length, gaps: gapsOf(bars, intervalMs), sorted, intervalMs }
}

function refuseConflict(first: BarRow, second: BarRow, file: string): void {
  const differing = (['open', 'high', 'low', 'close', 'volume'] as const).find(
    (field) => first.bar[field] !== second.bar[field],
  )
  if (differing === undefined) return
  const at = new Date(second.bar.openMs).toISOString()
  const figures = `${differing} ${formatDecimal(second.bar[differing])} here, ${formatDecimal(first.bar[differing])} in line ${first.line}`
  failInput(
    'row_invalid',
    `The bar of ${at} stands twice with different figures (${figures}): delete the wrong line.`,
    {
      place: { file, line: second.line },
      details: { firstLine: String(first.line), field: differing },
    },
  )
}

/** The most common step between neighbours, of equally common ones the shortest. */
function intervalOf(bars: readonly Bar[]): number | null {
  const counts = new Map<number, number>()
  let interval: number | null = null
  let countMax = 0
  for (const [index, bar] of bars.entries()) {
    const previous = bars[index - 1]
    if (previous === undefined) continue
    const step = bar.openMs - previous.openMs
    counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  for (const [step, count] of counts) {
    if (count > countMax || (count === countMax && (interval === null || step < interval))) {
      interval = step
      countMax = count
    }
  }
  return interval
}

function gapsOf(bars: readonly Bar[], intervalMs: number | null): readonly BarGap[] {
  const gaps: BarGap[] = []
  if (intervalMs === null) return gaps
  for (const [index, bar] of bars.entries()) {
    const afterMs = bars[index - 1]?.openMs ?? bar.openMs
    const missing = Math.ceil((bar.openMs - afterMs) / intervalMs) - 1
    if (missing > 0) gaps.push({ afterMs, beforeMs: bar.openMs, missing })
  }
  return gaps
}

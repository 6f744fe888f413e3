import { failInput } from '../errors.js'
import type { Bar } from './bars.js'

const DAY_MS = 86_400_000

/**
 * Midnight UTC that starts a day.
 * @throws `day_invalid` what is not `YYYY-MM-DD` or not in the calendar
 * @example parseDay('2020-03-12') // 1583971200000
 */
export function parseDay(text: string): number {
  const startMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(startMs) || formatDay(startMs) !== text)
    failInput('day_invalid', `"${text}" is not a day: write it as YYYY-MM-DD, e.g. 2020-03-12.`)
  return startMs
}

/** The UTC day of a time, as `YYYY-MM-DD`. */
export function formatDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}

/**
 * Bars that open from the first day to the last, both included, in UTC; without a day the file's own end.
 * @param options.file name that errors carry
 * @throws `day_invalid` not a day, or `from` after `to` · `selection_empty` no bar in those days
 */
export function selectBars(
  bars: readonly Bar[],
  options: { from?: string | undefined; to?: string | undefined; file?: string | undefined },
): readonly Bar[] {
  const fromMs = options.from === undefined ? Number.NEGATIVE_INFINITY : parseDay(options.from)
  const endMs = options.to === undefined ? Number.POSITIVE_INFINITY : parseDay(options.to) + DAY_MS
  if (fromMs >= endMs)
    failInput('day_invalid', `The first day, ${options.from}, is after the last, ${options.to}: exchange them.`)
  const selected = bars.filter(({ openMs }) => openMs >= fromMs && openMs < endMs)
  if (selected.length === 0) refuseEmpty(bars, options)
  return selected
}

function refuseEmpty(
  bars: readonly Bar[],
  options: { from?: string | undefined; to?: string | undefined; file?: string | undefined },
): never {
  const name = options.file === undefined ? 'The data' : `"${options.file}"`
  const asked = `from ${options.from ?? 'its first day'} to ${options.to ?? 'its last day'}`
  const [first, last] = [bars[0], bars.at(-1)]
  const own =
    first === undefined || last === undefined
      ? 'it has no bar at all'
      : `it has ${formatDay(first.openMs)} to ${formatDay(last.openMs)}: choose days in there`
  return failInput('selection_empty', `${name} has no bar ${asked}; ${own}.`, {
    ...(options.file === undefined ? {} : { place: { file: options.file } }),
  })
}

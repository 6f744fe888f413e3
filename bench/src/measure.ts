/** Times of one case, each per operation, in the clock's unit. */
export interface Measurement {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface MeasureOptions {
  /** Does the work of one run. */
  readonly run: () => unknown
  /** How many operations one run does. */
  readonly operations: number
  /** Runs that are thrown away, until the code is compiled. */
  readonly warmUpRuns?: number
  readonly runs?: number
  /** The time now; only differences count. */
  readonly now: () => number
}

const WARM_UP_RUNS = 5
const RUNS = 21

/** Runs a case a number of times. The median is what usually happens; the maximum shows what the machine did meanwhile. */
export function measure(options: MeasureOptions): Measurement {
  const { run, operations, now } = options
  for (let warm = 0; warm < (options.warmUpRuns ?? WARM_UP_RUNS); warm++) run()
  const times: number[] = []
  for (let each = 0; each < (options.runs ?? RUNS); each++) {
    const start = now()
    run()
    times.push((now() - start) / operations)
  }
  times.sort((a, b) => a - b)
  return { median: medianOf(times), min: times[0] ?? 0, max: times.at(-1) ?? 0 }
}

/** Of sorted figures. */
function medianOf(sorted: readonly number[]): number {
  const upper = sorted[sorted.length >> 1] ?? 0
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0
  return (lower + upper) / 2
}

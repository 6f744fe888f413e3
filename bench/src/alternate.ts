/** Two cases that were run in turns. */
export interface Alternated {
  /** Medians per operation, in the clock's unit. */
  readonly ours: number
  readonly theirs: number
  /** The slowest of our runs, per operation. */
  readonly oursMax: number
  /** Median over the rounds of their time ÷ ours in the same round: what else the machine does meets both alike. */
  readonly speedUp: number
}

const WARM_UP_ROUNDS = 20
const ROUNDS = 61

/** Runs two cases in turns, so that a load that comes and goes does not decide between them. */
export function alternate(of: {
  readonly ours: () => unknown
  readonly theirs: () => unknown
  /** How many operations one run of either does. */
  readonly operations: number
  readonly now: () => number
  readonly warmUpRounds?: number
  readonly rounds?: number
}): Alternated {
  const { ours, theirs, operations, now } = of
  const time = (run: () => unknown): number => {
    const start = now()
    run()
    return (now() - start) / operations
  }
  for (let round = 0; round < (of.warmUpRounds ?? WARM_UP_ROUNDS); round++) {
    ours()
    theirs()
  }
  const times = Array.from({ length: of.rounds ?? ROUNDS }, () => ({ ours: time(ours), theirs: time(theirs) }))
  return {
    ours: medianOf(times.map((round) => round.ours)),
    theirs: medianOf(times.map((round) => round.theirs)),
    oursMax: Math.max(...times.map((round) => round.ours)),
    speedUp: medianOf(times.map((round) => round.theirs / round.ours)),
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return ((sorted[sorted.length >> 1] ?? 0) + (sorted[(sorted.length - 1) >> 1] ?? 0)) / 2
}

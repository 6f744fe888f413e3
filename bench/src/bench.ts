/** One figure, always beside another of the same run: a number alone says more about the machine than about the code. */
export interface BenchLine {
  readonly bench: string
  readonly case: string
  /** The median. */
  readonly value: number
  readonly unit: string
  /** What it is compared with. */
  readonly against: string
  /** This value ÷ the other's: 2 is twice as much. */
  readonly ratio: number
}

export interface Bench {
  readonly name: string
  /** One sentence: what is measured. */
  readonly about: string
  /** Yields lines as they come. `now` is a clock in nanoseconds. */
  run(now: () => number): Iterable<BenchLine> | AsyncIterable<BenchLine>
}

/** A JSON object as it was read. */
export type Fields = Readonly<Record<string, unknown>>

/** A computation that vectors of three formats name: its inputs in, its outputs out, both by the names of the format's description. */
export interface Model {
  readonly format: 'perpetuals' | 'broker' | 'simulation'
  /** The vectors' `model`; `kind` of broker vectors. */
  readonly name: string
  /** Numbers may be given as decimal strings, bigints, fractions or floats; null where there is no such number. */
  run(inputs: Fields): Fields
}

/** A lending protocol: recomputes from the state before and the call, and says beside it what the contract recorded. */
export interface Protocol {
  readonly format: 'lending'
  /** The sets' `protocol`. */
  readonly name: string
  run(vector: Fields, set: Fields): Recomputed
  /** What a set records beside its vectors (Maker's `osmTimeline`). It has no id: where it misses, the set's first vector fails. */
  runSet?(set: Fields): Recomputed
}

/** Both with the same keys; compared exactly. */
export interface Recomputed {
  readonly got: Fields
  readonly expected: Fields
}

export type Registered = Model | Protocol

export function isRecord(candidate: unknown): candidate is Fields {
  return typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
}

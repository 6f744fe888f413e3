import type { Fields, Registered } from '../registry.js'

/** One vector, ready to run: `fault` says in one line why it fails, null where it passes, and may throw, which is a failure too. */
export interface Case {
  readonly id: string
  fault(models: readonly Registered[]): string | null
}

/** A kind of vector file, told apart by its envelope. */
export interface Format {
  readonly name: Registered['format']
  matches(document: Fields): boolean
  cases(document: Fields): readonly Case[]
}

/** The objects of a list under a key; what is no object has no id either and fails as a vector without one. */
export function listOf(document: Fields, key: string): readonly Fields[] {
  const list = document[key]
  return Array.isArray(list)
    ? list.map((each) => (typeof each === 'object' && each !== null ? each : {}) as Fields)
    : []
}

export function idOf(vector: Fields, index: number): string {
  return typeof vector.id === 'string' ? vector.id : `vector ${index + 1} (without an id)`
}

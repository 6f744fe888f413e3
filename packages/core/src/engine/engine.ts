import type { Command, Event, Reply } from '../model/index.js'
import type { State } from './state.js'

/**
 * A deterministic state machine: the same commands at the same times give the same events, the same state and the same hash, on any
 * machine. It asks the world nothing: time comes in with every command.
 */
export interface Engine {
  readonly state: State
  /**
   * Applies one command at a time in ms since 1970, never earlier than the one before. A refusal changes nothing and has no events.
   * @throws `invariant_violated` where our own books do not balance: the engine must not be used further
   */
  apply(command: Command, atMs: number): Outcome
  /** An engine of its own with the same state: what it does is not seen here. */
  fork(): Engine
  /** SHA-256 over the whole state, as 64 hex digits. */
  stateHash(): string
  /** What the books are off by, summed over every asset and market in stored units: 0, always. */
  residual(): bigint
}

export interface Outcome {
  readonly reply: Reply
  readonly events: readonly Event[]
}

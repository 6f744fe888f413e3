/** Where the server takes the time from: the engine never asks for it. */
export interface Clock {
  /** ms since 1970, a whole number. */
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

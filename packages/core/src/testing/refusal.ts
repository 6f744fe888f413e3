import { PlimsollError } from '../errors.js'

/** The coded error that an action ends in. */
export function refusal(action: () => unknown): PlimsollError {
  try {
    action()
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

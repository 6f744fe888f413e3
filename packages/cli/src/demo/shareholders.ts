import type { Json } from '@plimsoll/core'
import type { Draw } from '../input/draw.js'

/** A share of no real company. */
export const SHARE = 'ACME'

/** Margin accounts at a broker, from comfortable to close to a call: shares bought on credit, a few sold short. */
export function* shareholders(count: number, draw: Draw): Generator<Json> {
  for (let index = 1; index <= count; index++) {
    const shares = draw.integer(1, 40) * 100
    const isShort = draw.integer(0, 4) === 0
    // Own money as a share of the value, in percent: from just above what keeps it to plenty.
    const own = draw.integer(isShort ? 31 : 26, 70)
    const worth = shares * 100
    const cash = isShort ? worth + (worth * own) / 100 : (worth * own) / 100 - worth
    yield {
      id: `b-${String(index).padStart(4, '0')}`,
      venue: 'finra-reg-t',
      balances: { USD: String(Math.round(cash)), [SHARE]: String(isShort ? -shares : shares) },
    }
  }
}

import { divFloor, type Price } from '@plimsoll/core'
import type { Draw } from '../input/draw.js'

export interface TapeMarket {
  readonly market: string
  /** Where it starts, and what it is drawn back to. */
  readonly anchor: Price
  readonly tick: Price
  /** Typical move of one step, in millionths of the price. */
  readonly ripple: number
}

/** A made-up tape: small steps, now and then a wave, always drawn back to where it began, so that a demo can run for days. */
export interface Tape {
  /** The next price of every market, from the present ones. */
  next(present: ReadonlyMap<string, Price>): readonly { readonly market: string; readonly price: Price }[]
}

/** A wave comes once in so many steps, and takes so many to rise; each of them is that many ripples. The first comes early. */
const WAVE_EVERY = 60
const WAVE_STEPS = 10
const WAVE_FIRST = 8
const WAVE_RIPPLES = 3
/** Share of the way back to the anchor that each step takes, in millionths. */
const PULL = 1500n
const MILLION = 1_000_000n

export function createTape(markets: readonly TapeMarket[], draw: Draw): Tape {
  let step = 0
  let direction = 0
  return {
    next: (present) => {
      step += 1
      // All markets go with the wave, as they do on a bad day; two of three go down.
      const phase = (step % WAVE_EVERY) - WAVE_FIRST
      if (phase === 0) direction = draw.integer(0, 2) === 0 ? 1 : -1
      const wave = phase >= 0 && phase < WAVE_STEPS ? direction * WAVE_RIPPLES : 0
      const common = draw.integer(-1000, 1000)
      return markets.map((market) => {
        const price = present.get(market.market) ?? market.anchor
        const own = draw.integer(-1000, 1000)
        const ripples = BigInt(wave * 1000 + common + own)
        const drift = ((market.anchor - price) * PULL) / MILLION
        const move = divFloor(price * ripples * BigInt(market.ripple), 1000n * MILLION) + drift
        return { market: market.market, price: onTick(price + move, market.tick) }
      })
    },
  }
}

function onTick(price: bigint, tick: Price): Price {
  const rounded = divFloor(price, tick) * tick
  return (rounded > 0n ? rounded : tick) as Price
}

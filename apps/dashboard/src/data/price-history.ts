import { pixels } from '../number/decimal.js'

/** One step of a price line: it holds until the next. `y` is for pixels, `price` is what is read. */
export interface PricePoint {
  readonly atMs: number
  readonly price: string
  readonly y: number
}

/** A line is at most this long; beyond it every second step goes, the newest always stays. */
export const POINTS_MAX = 1200

/** The same list when the price is the one that already stands. */
export function withPrice(points: readonly PricePoint[], atMs: number, price: string): readonly PricePoint[] {
  if (points.at(-1)?.price === price) return points
  const kept = points.length < POINTS_MAX ? points : points.filter((_, index) => (points.length - 1 - index) % 2 === 0)
  return [...kept, { atMs, price, y: pixels(price) }]
}

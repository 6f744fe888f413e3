import { ceilRational, compareRational, divFloor, type Price, type Rational, WAD } from '../number/index.js'
import type { Root } from './solve.js'

/** Steps between two neighbouring kinks: an excess that is a least or a most of several lines may turn between them. */
const STEPS = 8n
/** Beyond the last kink, as many times it. */
const FAR = 8n

/**
 * Prices at which a continuous excess crosses 0, in rising order, found by search: the line is looked at in each kink and in steps between
 * them, and each change of sign is halved down to the last unit of price, so that the answered price is on the safe side and the next one
 * is not. A pair of crossings that lies between two steps is not seen.
 * @param excessAt `null` where the excess is not known
 */
export function nextRoots(kinks: readonly Rational[], excessAt: (price: Price) => bigint | null): readonly Root[] {
  const points = pointsOf(kinks)
  const roots: Root[] = []
  let before = points[0] as bigint
  let isSafeBefore = isSafe(excessAt(before as Price))
  for (const point of points.slice(1)) {
    const isSafeHere = isSafe(excessAt(point as Price))
    if (isSafeBefore !== null && isSafeHere !== null && isSafeBefore !== isSafeHere) {
      roots.push(rootBetween({ low: before, high: point, isSafeHigh: isSafeHere }, excessAt))
    }
    before = point
    isSafeBefore = isSafeHere
  }
  return roots
}

function rootBetween(
  bracket: { readonly low: bigint; readonly high: bigint; readonly isSafeHigh: boolean },
  excessAt: (price: Price) => bigint | null,
): Root {
  let { low, high } = bracket
  while (high - low > 1n) {
    const middle = divFloor(low + high, 2n)
    if (isSafe(excessAt(middle as Price)) === bracket.isSafeHigh) high = middle
    else low = middle
  }
  return bracket.isSafeHigh ? { price: high as Price, under: 'below' } : { price: low as Price, under: 'above' }
}

function isSafe(excess: bigint | null): boolean | null {
  return excess === null ? null : excess >= 0n
}

/** From the smallest price up, every kink, the steps between them, and far beyond the last. */
function pointsOf(kinks: readonly Rational[]): readonly bigint[] {
  const known = [...kinks]
    .sort(compareRational)
    .map((kink) => ceilRational({ ...kink, numerator: kink.numerator * WAD }))
    .filter((kink) => kink > 0n)
  const last = known.at(-1) ?? WAD
  const marks = [1n, ...known, last * FAR]
  const points = marks.flatMap((mark, index) => {
    const next = marks[index + 1]
    if (next === undefined) return [mark]
    const step = divFloor(next - mark, STEPS)
    return step === 0n ? [mark] : Array.from({ length: 8 }, (_, at) => mark + step * BigInt(at))
  })
  return [...new Set(points)]
}

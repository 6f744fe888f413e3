import { exact, productOf, type Ratio, smallestOf, toRatioCeil, UNIT } from '../../number/index.js'

/**
 * Maintenance rate of a leveraged fund: the base rate times the fund's factor, at most the whole value. Inverse funds count by the size
 * of their factor.
 *
 *   rate = min(1, |factor| × base)         base 25 % long, 30 % short
 *
 * Source: FINRA Regulatory Notice 09-53 (read 2026-11).
 * @example leveragedRate(ratio('2'), ratio('0.25')) // 0.5
 */
export function leveragedRate(factor: Ratio, base: Ratio): Ratio {
  const size = factor < 0n ? -factor : factor
  return toRatioCeil(smallestOf(UNIT, productOf(exact(size), exact(base))))
}

import { divFloor } from '../../number/index.js'
import { RAY, rateOver, rayMultiply, YEAR_S } from './units.js'
import type { VersionRules } from './version.js'

/** An index (ray) as it was stored, and the rate (ray a year) at which it has grown since. */
export interface StoredIndex {
  readonly index: bigint
  readonly rate: bigint
  /** When it was stored, in seconds. */
  readonly storedAt: bigint
}

/**
 * The supply index at a later time: linear in between.
 *
 *   index × (1 + ⌊rate × seconds ÷ YEAR⌋), half-up in every version
 *
 * At the time of storing it is the stored index, untouched. Source: docs/venues/aave-v3.md, interest.
 */
export function supplyIndexAt(stored: StoredIndex, timestamp: bigint): bigint {
  const seconds = timestamp - stored.storedAt
  if (seconds === 0n) return stored.index
  return rayMultiply(RAY + rateOver(stored.rate, seconds), stored.index, 'halfUp')
}

/** The debt index at a later time: compounded by the version's polynomial, half-up on the index. */
export function debtIndexAt(stored: StoredIndex, timestamp: bigint, rules: VersionRules): bigint {
  const seconds = timestamp - stored.storedAt
  if (seconds === 0n) return stored.index
  return rayMultiply(debtFactor(stored.rate, seconds, rules), stored.index, 'halfUp')
}

/**
 * 1 + interest of a debt over some seconds (ray).
 *
 *   binomial     1 + r·t + t(t−1)/2 · r² + t(t−1)(t−2)/6 · r³, with r² and r³ per second and every term floored
 *   exponential  x = ⌊rate·t ÷ YEAR⌋; 1 + x + x·(x/2 + x·x/6), products half-up
 */
export function debtFactor(rate: bigint, seconds: bigint, rules: Pick<VersionRules, 'debtInterest'>): bigint {
  if (seconds === 0n) return RAY
  const simple = rateOver(rate, seconds)
  if (rules.debtInterest === 'exponential') {
    const cubic = rayMultiply(simple, divFloor(simple, 6n), 'halfUp')
    return RAY + simple + rayMultiply(simple, divFloor(simple, 2n) + cubic, 'halfUp')
  }
  const lessOne = seconds - 1n
  const lessTwo = seconds > 2n ? seconds - 2n : 0n
  const squared = divFloor(rayMultiply(rate, rate, 'halfUp'), YEAR_S * YEAR_S)
  const cubed = divFloor(rayMultiply(squared, rate, 'halfUp'), YEAR_S)
  const second = divFloor(seconds * lessOne * squared, 2n)
  const third = divFloor(seconds * lessOne * lessTwo * cubed, 6n)
  return RAY + simple + second + third
}

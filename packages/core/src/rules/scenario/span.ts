import {
  add,
  exact,
  larger,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  type Rational,
  rational,
  subtract,
  toPriceFloor,
  type Value,
} from '../../number/index.js'
import type { ScenarioArray } from './scan.js'

/** Price moves of SPAN's 16 scenarios in thirds of the price scan range; each stands once with volatility up and once down. */
const THIRDS = [0n, 1n, -1n, 2n, -2n, 3n, -3n]

/**
 * The 16 scenarios of one long future, gains positive: the scan range in thirds, each twice, and the two extreme moves after their cover.
 *
 *   0, 0, a/3, a/3, −a/3, −a/3, 2a/3, 2a/3, −2a/3, −2a/3, a, a, −a, −a, x, −x
 *
 * SPAN files print losses as positive; turn their signs first. Source: CME SPAN methodology, order of scenarios (read 2026-11).
 */
export function futureArray(future: {
  /** a ≥ 0, money per contract. */
  readonly priceScan: Value
  /** x ≥ 0, money per contract of the extreme move after its cover share: e.g. 2 × a × 0.35. */
  readonly extreme: Value
}): ScenarioArray {
  const third = quotientOf(exact(future.priceScan), rational(3n))
  const moves = THIRDS.flatMap((thirds) => {
    const gain = productOf(third, rational(thirds))
    return [gain, gain]
  })
  return [...moves, exact(future.extreme), exact(-future.extreme)]
}

/** Moves of the price and of volatility by scenario, for instruments that are re-priced: in shares of the scan ranges. */
export const SPAN_MOVES: readonly {
  readonly price: Rational
  readonly volatility: -1 | 0 | 1
  readonly cover: Rational
}[] = [
  ...THIRDS.flatMap((thirds) => [
    { price: rational(thirds, 3n), volatility: 1 as const, cover: rational(1n) },
    { price: rational(thirds, 3n), volatility: -1 as const, cover: rational(1n) },
  ]),
  { price: rational(2n), volatility: 0, cover: rational(35n, 100n) },
  { price: rational(-2n), volatility: 0, cover: rational(35n, 100n) },
]

/** A price scan range in points: money ÷ money a point, down. `null` where a point is worth nothing. */
export function scanPointsFloor(priceScan: Value, multiplier: Quantity): Price | null {
  return multiplier === 0n ? null : toPriceFloor(quotientOf(exact(priceScan), exact(multiplier)))
}

/** The parts of a combined commodity's SPAN requirement, each ≥ 0. */
export interface SpanParts {
  readonly scanRisk: Value
  readonly intraCommodity: Value
  readonly delivery: Value
  readonly interCommodityCredit: Value
  readonly shortOptionMinimum: Value
}

/**
 * A combined commodity's risk requirement: charges added, credits taken off, never under the short option minimum.
 *
 *   max(scanRisk + intraCommodity + delivery − interCommodityCredit, shortOptionMinimum)
 *
 * Source: CME SPAN methodology; the order of the parts is to be checked against the current manual.
 */
export function spanRequirement(parts: SpanParts): Value {
  const charges = add(add(parts.scanRisk, parts.intraCommodity), parts.delivery)
  return larger(subtract(charges, parts.interCommodityCredit), parts.shortOptionMinimum)
}

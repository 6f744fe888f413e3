import { over, times } from '../../number/fraction.js'
import { compareRational, divFloor, floorRational, type Rational, rational } from '../../number/index.js'
import { greatest, least } from '../../number/integers.js'
import { squareRootFloor } from '../../number/root.js'
import { type BaseUnits, type Basis4, type Basis6, QUOTE_ONE, type QuoteUnits, type TokenUnits } from './integers.js'

/** How Drift's ratios and weights follow the size. Source: `programs/drift/src/math/margin.rs`, `spot_balance.rs`. */

/**
 * A ratio with the premium for size: weight − weight/5 + ⌊√(10 × size + 1)⌋ × factor. Below the weight for small sizes: callers bound it.
 * @param of.size 10⁻⁹
 */
export function sizePremium(of: {
  readonly size: bigint
  readonly imfFactor: Basis6
  readonly weight: Basis4
}): Basis4 {
  const { size, imfFactor, weight } = of
  if (imfFactor === 0n) return weight
  const premium = divFloor(squareRootFloor(10n * size + 1n) * imfFactor, 10_000_000n)
  return weight - divFloor(weight, 5n) + premium
}

/** A weight with the discount for size: min(weight, 1.1 ÷ (1 + factor × √size)). */
export function sizeDiscount(of: {
  readonly size: bigint
  readonly imfFactor: Basis6
  readonly weight: Basis4
}): Basis4 {
  const { size, imfFactor, weight } = of
  if (imfFactor === 0n) return weight
  const divisor = 1_000_000n + divFloor(squareRootFloor(10n * size + 1n) * imfFactor, 100_000n)
  return least(weight, divFloor(11_000_000_000n, divisor))
}

/** A token amount at the scale of base amounts. */
export function resizedAmount(amount: TokenUnits, decimals: bigint): bigint {
  return decimals > 9n ? divFloor(amount, 10n ** (decimals - 9n)) : divFloor(amount * 1_000_000_000n, 10n ** decimals)
}

export interface SpotSize {
  readonly amount: TokenUnits
  readonly decimals: bigint
  readonly imfFactor: Basis6
  readonly weight: Basis4
}

/** Weight of a deposit: never above its own, less the larger it is. */
export function assetWeight({ amount, decimals, imfFactor, weight }: SpotSize): Basis4 {
  return least(weight, sizeDiscount({ size: resizedAmount(amount, decimals), imfFactor, weight }))
}

/** Weight of a borrow: never below its own, more the larger it is. */
export function liabilityWeight({ amount, decimals, imfFactor, weight }: SpotSize): Basis4 {
  return greatest(weight, sizePremium({ size: resizedAmount(amount, decimals), imfFactor, weight }))
}

/** Weight of a profit that is not realized yet. @param of.pnl > 0 */
export function pnlWeight(of: {
  readonly pnl: QuoteUnits
  readonly imfFactor: Basis6
  readonly weight: Basis4
}): Basis4 {
  return sizeDiscount({ size: of.pnl * 1000n, imfFactor: of.imfFactor, weight: of.weight })
}

/** The initial weight of an asset that shrinks once all deposits are worth more than `start`: ⌊weight × start ÷ deposits⌋. */
export function scaledInitialWeight(of: {
  /** Whole tokens, of the whole market. */
  readonly deposits: Rational
  readonly price: Rational
  /** USD. */
  readonly start: Rational
  readonly weight: Basis4
}): Basis4 {
  const value = times(of.deposits, of.price)
  if (compareRational(value, of.start) < 0) return of.weight
  return floorRational(over(times(rational(of.weight), of.start), value))
}

export type MarginType = 'initial' | 'fill' | 'maintenance'

export interface PerpRatios {
  readonly initial: Basis4
  readonly maintenance: Basis4
}

/** The ratio of a type before size: fill is the middle of the two, floored. */
function plainRatio(ratios: PerpRatios, type: MarginType): Basis4 {
  if (type === 'initial') return ratios.initial
  return type === 'maintenance' ? ratios.maintenance : divFloor(ratios.initial + ratios.maintenance, 2n)
}

/**
 * Margin ratio of a perp position. In high-leverage mode it climbs from the mode's own ratio to the normal one as the size premium eats
 * up the fifth that it starts with, and follows the premium from there.
 */
export function perpMarginRatio(of: {
  readonly size: BaseUnits
  readonly ratios: PerpRatios
  readonly imfFactor: Basis6
  readonly type: MarginType
  /** The mode's own ratios; absent outside it. */
  readonly highLeverage?: PerpRatios
}): Basis4 {
  const { size, ratios, imfFactor, type, highLeverage } = of
  const base = plainRatio(highLeverage ?? ratios, type)
  const premiumOn = (weight: Basis4): Basis4 => sizePremium({ size, imfFactor, weight })
  if (highLeverage === undefined || type === 'maintenance') return greatest(base, premiumOn(base))
  const normal = plainRatio(ratios, type)
  const adjusted = premiumOn(normal)
  if (adjusted === normal) return base
  if (adjusted > normal) return adjusted
  // A ratio under 5 has no fifth to eat up: the whole discount is gone.
  const fifth = divFloor(normal, 5n)
  const used = fifth === 0n ? QUOTE_ONE : divFloor((normal - adjusted) * QUOTE_ONE, fifth)
  const share = greatest(0n, QUOTE_ONE - used)
  return base + divFloor(greatest(1n, normal - base) * share, QUOTE_ONE)
}

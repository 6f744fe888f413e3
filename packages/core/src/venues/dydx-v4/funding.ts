import { clamp, minus, ONE, over, plus, powerOfTen, times, truncate } from '../../number/fraction.js'
import { compareRational, divFloor, type Rational, rational, ZERO } from '../../number/index.js'
import { type BaseQuantums, ONE_PPM, type PerpetualMarket, type Ppm } from './market.js'

/** dYdX v4 funding: an index, settled lazily before any risk is computed. Source: `x/perpetuals/lib`, `x/perpetuals/funding`. */

const EIGHT_HOURS_S = 28_800n

/** ± ppm of a quote quantum that the position settles: −(index − index at the last settlement) × quantums; + is received. */
export function netSettlementPpm(of: {
  readonly fundingIndex: bigint
  readonly positionIndex: bigint
  readonly quantums: BaseQuantums
}): bigint {
  return -(of.fundingIndex - of.positionIndex) * of.quantums
}

/** ± growth of the index in some seconds at an eight-hour rate: two truncations toward zero, in this order. */
export function fundingIndexDelta(
  market: Pick<PerpetualMarket, 'atomicResolution' | 'price' | 'exponent'>,
  of: { readonly seconds: bigint; readonly rate8hPpm: Ppm },
): bigint {
  const scale = powerOfTen(market.exponent + market.atomicResolution + 6n)
  return truncate(times(rational(of.seconds * of.rate8hPpm * market.price), scale)) / EIGHT_HOURS_S
}

/** The largest funding rate of a liquidity tier: clampFactor × (initial − maintenance), floored twice. */
export function fundingRatePpmMax(of: {
  readonly clampFactorPpm: Ppm
  readonly initialPpm: Ppm
  readonly maintenanceFractionPpm: Ppm
}): Ppm {
  const maintenancePpm = divFloor(of.initialPpm * of.maintenanceFractionPpm, ONE_PPM)
  return divFloor(of.clampFactorPpm * (of.initialPpm - maintenancePpm), ONE_PPM)
}

/** A level of the book: best first. */
export interface BookLevel {
  readonly price: Rational
  readonly size: Rational
}

/**
 * ± ppm by which the book stands off the index: the price of selling (buying) the impact notional into bids above (asks below) it. 0 where
 * the index lies inside the book, where the depth is missing, or where the impact price crosses the index. Toward zero, then clamped.
 */
export function premiumPpm(of: {
  readonly bids: readonly BookLevel[]
  readonly asks: readonly BookLevel[]
  readonly index: Rational
  /** ≥ 0, price × size. */
  readonly impactNotional: Rational
  readonly premiumPpmMax: Ppm
}): Ppm {
  const side = sideOf(of)
  const impact = side === null ? null : impactPrice(side === 'bids' ? of.bids : of.asks, of.impactNotional)
  if (side === null || impact === null) return 0n
  const distance = compareRational(impact, of.index)
  if (side === 'bids' ? distance <= 0 : distance >= 0) return 0n
  const premium = rational(truncate(times(minus(over(impact, of.index), ONE), rational(ONE_PPM))))
  const most = rational(of.premiumPpmMax)
  return truncate(clamp(premium, { low: minus(ZERO, most), high: most }))
}

function sideOf(of: {
  bids: readonly BookLevel[]
  asks: readonly BookLevel[]
  index: Rational
}): 'bids' | 'asks' | null {
  const [bid] = of.bids
  if (bid !== undefined && compareRational(of.index, bid.price) < 0) return 'bids'
  const [ask] = of.asks
  return ask !== undefined && compareRational(of.index, ask.price) > 0 ? 'asks' : null
}

/** The average price of the impact notional; `null` where the levels do not hold it. */
function impactPrice(levels: readonly BookLevel[], notional: Rational): Rational | null {
  if (notional.numerator === 0n) return levels[0]?.price ?? null
  let need = notional
  let base = ZERO
  for (const { price, size } of levels) {
    const held = times(price, size)
    if (compareRational(held, need) >= 0) return over(notional, plus(base, over(need, price)))
    base = plus(base, size)
    need = minus(need, held)
  }
  return null
}

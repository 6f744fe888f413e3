import { fail } from '../../errors.js'
import { least, minus, over, plus, positivePart, sumOf, times } from '../../number/fraction.js'
import { ceilRational, compareRational, type Rational, rational, ZERO } from '../../number/index.js'
import { squareRoot } from '../../number/root.js'

/** How venues make the rate follow the size, beside the marginal tables of tiers.ts. All exact unless a rounding is named. */

/** A band of a marginal table: exact, so that rates like 1/6 stay what they are. */
export interface ExactBand {
  /** Where the band starts; the first is 0. */
  readonly floor: Rational
  readonly rate: Rational
}

/**
 * deduction₀ = 0; deductionₙ = deductionₙ₋₁ + floorₙ × (rateₙ − rateₙ₋₁): what keeps a marginal requirement without steps.
 * @example exactDeductions([{ floor: exactly('0'), rate: exactly('0.004') }, { floor: exactly('50000'), rate: exactly('0.005') }]) // 0, 50
 */
export function exactDeductions(bands: readonly ExactBand[]): readonly Rational[] {
  const deductions: Rational[] = []
  for (const [index, { floor, rate }] of bands.entries()) {
    const before = bands[index - 1]
    const soFar = deductions[index - 1] ?? ZERO
    deductions.push(before === undefined ? ZERO : nextDeduction(soFar, { floor, rate, rateBefore: before.rate }))
  }
  return deductions
}

/** The deduction of a tier from the one before: deduction + floor × (rate − rateBefore). */
export function nextDeduction(deduction: Rational, tier: ExactBand & { readonly rateBefore: Rational }): Rational {
  return plus(deduction, times(tier.floor, minus(tier.rate, tier.rateBefore)))
}

/** Whether the requirement floor × rate − deduction has the same limit from both sides of every floor. */
export function isContinuous(bands: readonly ExactBand[], deductions: readonly Rational[]): boolean {
  return bands.every(({ floor, rate }, index) => {
    const before = bands[index - 1]
    if (before === undefined) return true
    const from = minus(times(floor, before.rate), deductions[index - 1] ?? ZERO)
    return compareRational(from, minus(times(floor, rate), deductions[index] ?? ZERO)) === 0
  })
}

/** The place of the band that a size stands in: the last whose start is not above it; the first below every start. */
export function bandIndexOf(starts: readonly Rational[], size: Rational): number {
  let index = 0
  for (const [place, start] of starts.entries()) if (compareRational(start, size) <= 0) index = place
  return index
}

/**
 * The rate of a flat table: one rate for the whole position, so the requirement jumps where a band starts. `null` below the first.
 * Source: OKX position tiers (bounds inclusive, by contract count).
 */
export function flatRateOf(
  tiers: readonly { readonly min: Rational; readonly rate: Rational }[],
  size: Rational,
): Rational | null {
  let rate: Rational | null = null
  for (const tier of tiers) if (compareRational(tier.min, size) <= 0) rate = tier.rate
  return rate
}

/**
 * The steps of a risk limit and the rates that they give for the whole position.
 *
 *   steps = 0 up to baseLimit, else ⌈(value − baseLimit) ÷ step⌉
 *   maintenanceRate = baseMaintenance × (steps + 1);  initialRate = baseInitial + baseMaintenance × steps
 *
 * Source: BitMEX risk limit examples, both dated tables.
 */
export function riskLimitRates(of: {
  /** ≥ 0, in the settlement coin. */
  readonly value: Rational
  readonly baseLimit: Rational
  readonly step: Rational
  readonly baseMaintenance: Rational
  readonly baseInitial: Rational
}): { readonly steps: bigint; readonly maintenanceRate: Rational; readonly initialRate: Rational } {
  const { value, baseLimit, step, baseMaintenance, baseInitial } = of
  const steps = compareRational(value, baseLimit) <= 0 ? 0n : ceilRational(over(minus(value, baseLimit), step))
  return {
    steps,
    maintenanceRate: times(baseMaintenance, rational(steps + 1n)),
    initialRate: plus(baseInitial, times(baseMaintenance, rational(steps))),
  }
}

/** base + increment × size: a rate that grows with the size and applies to the whole position. Source: Deribit standard margin. */
export function linearRate(of: {
  readonly base: Rational
  readonly increment: Rational
  readonly size: Rational
}): Rational {
  return plus(of.base, times(of.increment, of.size))
}

/**
 * The margin of a size in coins under such a rate, both stated in percent, in coins and in quote. Serves initial and maintenance alike.
 * Source: Deribit, linear perpetual.
 */
export function sizedMargin(of: {
  /** ≥ 0 coins. */
  readonly size: Rational
  readonly indexPrice: Rational
  readonly basePercent: Rational
  readonly incrementPercent: Rational
}): { readonly ratePercent: Rational; readonly coins: Rational; readonly quote: Rational } {
  const ratePercent = linearRate({ base: of.basePercent, increment: of.incrementPercent, size: of.size })
  const coins = over(times(of.size, ratePercent), rational(100n))
  return { ratePercent, coins, quote: times(coins, of.indexPrice) }
}

/**
 * factor × √size, rounded down at 24 decimals. Source: FTX initial margin fraction (size in whole coins, factor by asset).
 * @throws `number_invalid` for a negative size
 */
export function squareRootRate(of: { readonly factor: Rational; readonly size: Rational }): Rational {
  return times(of.factor, squareRoot(of.size, { decimals: 24 }))
}

/** 1 ÷ (2 × maxLeverage): half of the initial rate at the largest leverage. Source: Hyperliquid margin tiers. */
export function halfInitialRate(leverageMax: Rational): Rational {
  if (leverageMax.numerator <= 0n) fail('tiers_invalid', 'A leverage is above 0: give e.g. 40.')
  return over(rational(1n, 2n), leverageMax)
}

/**
 * A raw charge scaled marginally by bands: Σ multiplier × the part of it inside each band. What lies above the last band counts nothing.
 * Source: OKX portfolio margin, MR7.
 */
export function scaledByBands(
  raw: Rational,
  bands: readonly { readonly upTo: Rational; readonly multiplier: Rational }[],
): Rational {
  return sumOf(
    bands.map((band, index) => ({ ...band, from: bands[index - 1]?.upTo ?? ZERO })),
    ({ from, upTo, multiplier }) => times(multiplier, positivePart(minus(least(raw, upTo), from))),
  )
}

import { fail, invariant } from '../../errors.js'
import type { RiskTier, RiskTierRow } from '../../model/index.js'
import { formatDecimal, ONE_RATIO, type Ratio, type Value, WAD, ZERO_VALUE } from '../../number/index.js'

/**
 * Deduction of every tier of a marginal table, in the table's order.
 *
 *   deduction₀ = 0;  deductionₙ = deductionₙ₋₁ + floorₙ × (maintenanceRateₙ − maintenanceRateₙ₋₁)
 *
 * Exact. A product with more than 18 decimals is refused, not rounded: a rounded deduction would put a step into the requirement at
 * that floor, and every higher tier would inherit it.
 * @throws `tiers_invalid` a deduction with more than 18 decimals (details: `tier`, from 1; `reason: precision_loss`)
 * @example deductionsOf([{ floor: value('0'), maintenanceRate: ratio('0.004') }, { floor: value('50000'), maintenanceRate: ratio('0.005') }])
 * // [value('0'), value('50')]
 */
export function deductionsOf(tiers: readonly Pick<RiskTierRow, 'floor' | 'maintenanceRate'>[]): readonly Value[] {
  const deductions: Value[] = []
  let deduction = ZERO_VALUE
  let previousRate = tiers[0]?.maintenanceRate ?? (0n as Ratio)
  for (const [index, { floor, maintenanceRate }] of tiers.entries()) {
    const rise = index === 0 ? 0n : floor * (maintenanceRate - previousRate)
    if (rise % WAD !== 0n) {
      fail(
        'tiers_invalid',
        `Tier ${index + 1}: floor ${formatDecimal(floor)} × a rate change of ${formatDecimal(maintenanceRate - previousRate)} has more than 18 decimals: give both with fewer.`,
        { details: { tier: String(index + 1), reason: 'precision_loss' } },
      )
    }
    deduction = (deduction + rise / WAD) as Value // exact: the remainder is 0
    deductions.push(deduction)
    previousRate = maintenanceRate
  }
  return deductions
}

/**
 * A marginal tier table from its rows, checked, with every deduction computed. Rates that do not fall make the requirement convex in
 * the notional and never negative, which the trigger bounds rely on.
 * @throws `tiers_invalid` no rows · first floor not 0 · floors not rising · cap ≠ next floor · rate outside (0, 1] or falling ·
 * leverage ≤ 0 · a deduction that is not exact; details name the `tier`, from 1
 */
export function tierTable(rows: readonly RiskTierRow[]): readonly RiskTier[] {
  if (rows.length === 0) fail('tiers_invalid', 'A tier table has at least one tier: give one with floor 0.')
  for (const [index, row] of rows.entries()) {
    const fault = faultOf({ row, previous: rows[index - 1], next: rows[index + 1] })
    if (fault !== null) fail('tiers_invalid', `Tier ${index + 1}: ${fault}.`, { details: { tier: String(index + 1) } })
  }
  const deductions = deductionsOf(rows)
  return rows.map((row, index) => ({ ...row, deduction: deductions[index] ?? ZERO_VALUE }))
}

/**
 * The tier of a notional: the last whose floor is not above it, so a notional exactly on a floor belongs to the higher tier.
 * Above the last cap it is still the last tier: what is open must be required for, whatever the venue would let one open.
 * @example tierAt(tiers, value('50000')).maintenanceRate // the second tier's, where that starts at 50,000
 */
export function tierAt(tiers: readonly RiskTier[], notional: Value): RiskTier {
  let tier = tiers[0]
  for (const candidate of tiers) {
    if (candidate.floor > notional) break
    tier = candidate
  }
  invariant(tier !== undefined, 'a tier table has at least one tier')
  return tier
}

/** What is wrong with a row and what to do, or null. */
function faultOf(at: {
  row: RiskTierRow
  previous: RiskTierRow | undefined
  next: RiskTierRow | undefined
}): string | null {
  const { row, previous, next } = at
  const floor = formatDecimal(row.floor)
  const rate = formatDecimal(row.maintenanceRate)
  if (previous === undefined && row.floor !== 0n) return `the first floor is ${floor}: start the table at 0`
  if (previous !== undefined && row.floor <= previous.floor)
    return `floor ${floor} is not above the one before, ${formatDecimal(previous.floor)}: put the tiers in rising order`
  if (row.cap === null && next !== undefined) return 'only the last tier may be without a cap: give the next floor'
  if (row.cap !== null && next !== undefined && row.cap !== next.floor)
    return `cap ${formatDecimal(row.cap)} is not the next floor, ${formatDecimal(next.floor)}: tiers neither overlap nor leave gaps`
  if (row.cap !== null && row.cap <= row.floor)
    return `cap ${formatDecimal(row.cap)} is not above the floor, ${floor}: raise it, or leave the last one open`
  if (row.maintenanceRate <= 0n || row.maintenanceRate > ONE_RATIO)
    return `maintenance rate ${rate} is not in (0, 1]: give a fraction, e.g. 0.004 for 0.4 %`
  if (previous !== undefined && row.maintenanceRate < previous.maintenanceRate)
    return `maintenance rate ${rate} is below the one before, ${formatDecimal(previous.maintenanceRate)}: rates never fall with size`
  if (row.leverageMax <= 0n) return `leverage ${formatDecimal(row.leverageMax)} is not above 0: give e.g. 125`
  return null
}

import type { LendingRulebook, ReserveRule } from '../model/index.js'
import { ONE_RATIO, ratio } from '../number/index.js'

/** What all lending rulebooks have in common: equality is safe, and whoever comes first may liquidate at once. */
export const LENDING_BASE: Pick<
  LendingRulebook,
  'boundary' | 'breach' | 'cureWindowMs' | 'warningLevel' | 'targetHealthFactor'
> = {
  boundary: 'safe',
  breach: 'liquidate',
  cureWindowMs: null,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ONE_RATIO,
}

/** decimals, weight on the initial side, weight on the maintenance side, bonus: fractions as decimal strings. */
export type ReserveRow = readonly [decimals: number, initial: string, maintenance: string, bonus: string]

export function reserveOfRow(
  [decimals, initial, maintenance, bonus]: ReserveRow,
  options: { readonly canBeBorrowed: boolean },
): ReserveRule {
  return {
    decimals,
    initialWeight: ratio(initial),
    maintenanceWeight: ratio(maintenance),
    liquidationBonus: ratio(bonus),
    canBeBorrowed: options.canBeBorrowed,
  }
}

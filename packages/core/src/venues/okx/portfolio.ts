import { greatest, minus } from '../../number/fraction.js'
import type { Rational } from '../../number/index.js'
import { scaledByBands } from '../../rules/derivatives/schedules.js'

/**
 * Portfolio-margin requirement of a risk unit: the block of stress and basis charges, or the minimum charge MR7 where that is larger; MR7
 * is scaled marginally by size. The block itself is max(MR1, MR2, MR6) + MR3 + MR4 + MR5, whose parts are not sourced (docs/venues/okx.md).
 */
export function portfolioRequirement(of: {
  readonly block: Rational
  readonly minimumCharge: Rational
  readonly bands: readonly { readonly upTo: Rational; readonly multiplier: Rational }[]
}): { readonly unscaled: Rational; readonly scaledCharge: Rational; readonly requirement: Rational } {
  const scaledCharge = scaledByBands(of.minimumCharge, of.bands)
  return {
    unscaled: greatest(of.block, of.minimumCharge),
    scaledCharge,
    requirement: greatest(of.block, scaledCharge),
  }
}

/** ≥ 0 contracts that a partial liquidation closes so that the rest stands in a lower tier (its upper bound included). */
export function contractsToTier(contracts: Rational, tierMax: Rational): Rational {
  return minus(contracts, tierMax)
}

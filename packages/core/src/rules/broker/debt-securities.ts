import { larger, portionCeil, type Ratio, type Value, ZERO_VALUE } from '../../number/index.js'

/** A share of the market value, and a share of the principal below which the requirement does not fall. */
export interface DebtRate {
  readonly ofValue: Ratio
  readonly ofPrincipal: Ratio
}

/**
 * What a debt security requires: max(⌈marketValue × ofValue⌉, ⌈principal × ofPrincipal⌉), up. Its price may fall far below par while the
 * second part stays.
 * @example debtRequirement({ ofValue: ratio('0.2'), ofPrincipal: ratio('0.07') }, { marketValue: value('300'), principal: value('1000') }) // 70
 */
export function debtRequirementCeil(
  rate: DebtRate,
  held: { readonly marketValue: Value; readonly principal?: Value },
): Value {
  return larger(
    portionCeil(held.marketValue, rate.ofValue),
    portionCeil(held.principal ?? ZERO_VALUE, rate.ofPrincipal),
  )
}

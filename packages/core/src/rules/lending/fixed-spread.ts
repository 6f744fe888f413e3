import { divFloor, type Ratio, smaller, type Value, WAD } from '../../number/index.js'

/**
 * What a liquidator earns on one debt against one collateral at a fixed spread, when the scope stands under its line: in one step at the
 * close factor, and the most that any sequence of steps can pay.
 *
 *   repay₁ = (debt − weight × collateral) ÷ (1 − weight × (1 + spread)), at most the debt: as long as less is repaid, it stays under
 *   bound  = spread × (repay₁ + closeFactor × (debt − repay₁))
 *
 * `null` where the scope is not under its line, or where weight × (1 + spread) reaches 1. Source: Qin et al., An Empirical Study of DeFi
 * Liquidations (2021), fixed spread; brute force agrees.
 */
export function fixedSpreadBound(of: {
  readonly collateral: Value
  readonly debt: Value
  readonly maintenanceWeight: Ratio
  readonly liquidationBonus: Ratio
  readonly closeFactor: Ratio
}): { readonly oneStep: Value; readonly bound: Value } | null {
  const spread = of.liquidationBonus
  const rest = WAD * WAD - of.maintenanceWeight * (WAD + spread)
  const under = of.debt * WAD - of.collateral * of.maintenanceWeight
  if (rest <= 0n || under <= 0n) return null
  // repay₁ = (debt − weight × collateral) ÷ (1 − weight × (1 + spread)), at most the debt.
  const repaid = divFloor(under * WAD, rest)
  const first = smaller(repaid as Value, of.debt)
  const second = of.closeFactor * (of.debt - first)
  return {
    oneStep: divFloor(spread * of.closeFactor * of.debt, WAD * WAD) as Value,
    bound: divFloor(spread * (first * WAD + second), WAD * WAD) as Value,
  }
}

import type { Holding, Scope } from './account.js'
import type { AssetId } from './ids.js'

/**
 * A scope with an asset's holding of one kind changed by ± stored units (10^−decimals of the asset); a holding that reaches 0 goes.
 */
export function withHolding(
  scope: Scope,
  change: { readonly asset: AssetId; readonly kind: Holding['kind']; readonly stored: bigint },
): Scope {
  if (change.stored === 0n) return scope
  const { asset, kind } = change
  const index = scope.holdings.findIndex((each) => each.asset === asset && each.kind === kind)
  const held = scope.holdings[index]
  if (held === undefined) {
    const added: Holding = { asset, kind, stored: change.stored, isCollateral: kind !== 'borrowed' }
    return { ...scope, holdings: [...scope.holdings, added] }
  }
  const stored = held.stored + change.stored
  const holdings =
    stored === 0n
      ? scope.holdings.filter((each) => each !== held)
      : scope.holdings.map((each) => (each === held ? { ...held, stored } : each))
  return { ...scope, holdings }
}

/** What a scope holds of an asset in cash, in stored units; 0 where it holds none. */
export function cashOf(scope: Scope, asset: AssetId): bigint {
  return scope.holdings.find((each) => each.asset === asset && each.kind === 'cash')?.stored ?? 0n
}

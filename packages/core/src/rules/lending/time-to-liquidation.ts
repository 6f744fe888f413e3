import type { Account, AssetId, Holding, LendingRulebook, ScopeId } from '../../model/index.js'
import { divFloor, type Ratio, WAD } from '../../number/index.js'
import type { View } from '../family.js'
import { lending } from './lending.js'

/** Interest a year, as a fraction: 0.05 is five percent. */
export interface InterestRates {
  readonly supply: ReadonlyMap<AssetId, Ratio>
  readonly borrow: ReadonlyMap<AssetId, Ratio>
}

/** When interest alone, at today's prices and rates, brings a scope under its line. */
export type TimeToLiquidation =
  | { readonly status: 'at'; readonly seconds: bigint }
  | { readonly status: 'never'; readonly reason: 'no_debt' | 'interest_does_not_reach_it' | 'beyond_horizon' }
  | { readonly status: 'already_under' }
  | { readonly status: 'unknown'; readonly reason: 'missing_price' }

const YEAR_S = 31_536_000n

/**
 * The first second in which a scope is under its line by interest alone: supply grows linearly, debt is compounded (1 + x + x²/2 + x³/6),
 * prices stand still. Supplies floor and debts ceil, as accounts are seen.
 *
 * What supply earns is linear and what debt costs is convex, so the excess is concave in time: a scope that is safe now crosses its line
 * at most once, and halving finds it.
 * @param options.horizonS how far to look; a hundred years when left out
 */
export function timeToLiquidation(
  account: Account,
  book: LendingRulebook,
  view: View,
  of: { readonly scope: ScopeId; readonly rates: InterestRates; readonly horizonS?: bigint },
): TimeToLiquidation {
  const horizon = of.horizonS ?? 100n * YEAR_S
  const stateAt = (seconds: bigint): 'safe' | 'under' | 'no_debt' | 'unknown' => {
    const later = grown(account, of.scope, { rates: of.rates, seconds })
    const scope = lending.assess(later, book, view).scopes.find((each) => each.scope === of.scope)
    if (scope === undefined || scope.risk === null) return 'unknown'
    if (scope.risk.maintenance.requirement === 0n) return 'no_debt'
    return scope.status === 'liquidatable' || scope.status === 'bankrupt' ? 'under' : 'safe'
  }
  const now = stateAt(0n)
  if (now === 'unknown') return { status: 'unknown', reason: 'missing_price' }
  if (now === 'no_debt') return { status: 'never', reason: 'no_debt' }
  if (now === 'under') return { status: 'already_under' }
  if (!costsMore(account, of)) return { status: 'never', reason: 'interest_does_not_reach_it' }
  if (stateAt(horizon) !== 'under') return { status: 'never', reason: 'beyond_horizon' }
  let [safe, under] = [0n, horizon]
  while (under - safe > 1n) {
    const middle = (safe + under) >> 1n
    if (stateAt(middle) === 'under') under = middle
    else safe = middle
  }
  return { status: 'at', seconds: under }
}

/** Whether anything that is owed costs interest at all. */
function costsMore(account: Account, of: { readonly scope: ScopeId; readonly rates: InterestRates }): boolean {
  const held = account.scopes.get(of.scope)?.holdings ?? []
  return held.some(({ asset, kind }) => kind === 'borrowed' && (of.rates.borrow.get(asset) ?? 0n) > 0n)
}

function grown(
  account: Account,
  id: ScopeId,
  of: { readonly rates: InterestRates; readonly seconds: bigint },
): Account {
  const scope = account.scopes.get(id)
  if (scope === undefined) return account
  const holdings = scope.holdings.map((holding) => ({ ...holding, stored: storedAfter(holding, of) }))
  return { ...account, scopes: new Map([...account.scopes, [id, { ...scope, holdings }]]) }
}

function storedAfter(holding: Holding, of: { readonly rates: InterestRates; readonly seconds: bigint }): bigint {
  const rates = holding.kind === 'borrowed' ? of.rates.borrow : of.rates.supply
  const simple = divFloor((rates.get(holding.asset) ?? 0n) * of.seconds, YEAR_S)
  if (holding.kind !== 'borrowed') return divFloor(holding.stored * (WAD + simple), WAD)
  const factor = WAD + simple + divFloor(simple * simple, 2n * WAD) + divFloor(simple * simple * simple, 6n * WAD * WAD)
  return -divFloor(-holding.stored * factor, WAD)
}

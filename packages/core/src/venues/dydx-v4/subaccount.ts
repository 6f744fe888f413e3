import { fail } from '../../errors.js'
import {
  type BaseQuantums,
  initialRequirement,
  maintenanceRequirement,
  netNotional,
  type PerpetualMarket,
  type QuoteQuantums,
} from './market.js'

/** A subaccount as margin sees it; funding is settled into the quote balance before. */
export interface Subaccount {
  /** ± USDC. */
  readonly quoteBalance: QuoteQuantums
  readonly markets: readonly PerpetualMarket[]
  /** By market id; a market without an entry is not held. */
  readonly positions: ReadonlyMap<string, BaseQuantums>
}

/** The additive record. Source: `protocol/lib/margin/risk.go`. */
export interface SubaccountRisk {
  /** ± quote balance + Σ notional. */
  readonly netCollateral: QuoteQuantums
  readonly initialRequirement: QuoteQuantums
  readonly maintenanceRequirement: QuoteQuantums
}

export function riskOf(account: Subaccount): SubaccountRisk {
  let netCollateral = account.quoteBalance
  let initial = 0n
  let maintenance = 0n
  for (const [id, quantums] of account.positions) {
    const market = marketOf(account, id)
    netCollateral += netNotional(market, quantums)
    initial += initialRequirement(market, quantums)
    maintenance += maintenanceRequirement(market, quantums)
  }
  return { netCollateral, initialRequirement: initial, maintenanceRequirement: maintenance }
}

/** @throws `unknown_market` a position in a market that the account does not list */
export function marketOf(account: Subaccount, id: string): PerpetualMarket {
  const market = account.markets.find((each) => each.id === id)
  return market ?? fail('unknown_market', `The subaccount has no parameters of market ${id}: list it under markets.`)
}

export function sizeOf(account: Subaccount, market: string): BaseQuantums {
  return account.positions.get(market) ?? 0n
}

/** Net collateral covers a requirement; equality is enough. */
export function isCollateralized(netCollateral: QuoteQuantums, requirement: QuoteQuantums): boolean {
  return netCollateral >= requirement
}

/** maintenance > 0 and maintenance > net collateral, both strict: equality is safe, and so is a debt without a position. */
export function isLiquidatable(risk: Pick<SubaccountRisk, 'netCollateral' | 'maintenanceRequirement'>): boolean {
  return risk.maintenanceRequirement > 0n && risk.maintenanceRequirement > risk.netCollateral
}

type Ranked = Pick<SubaccountRisk, 'netCollateral' | 'maintenanceRequirement'>

/**
 * Who is liquidated first: 1 where a is riskier, −1 where b is, 0 where neither. Net collateral ÷ maintenance, compared by
 * cross-multiplication; of equals the larger maintenance is riskier, and without any maintenance the smaller collateral.
 */
export function compareRisk(a: Ranked, b: Ranked): -1 | 0 | 1 {
  const left = b.netCollateral * a.maintenanceRequirement
  const right = a.netCollateral * b.maintenanceRequirement
  if (left !== right) return left > right ? 1 : -1
  const isBare = a.maintenanceRequirement === 0n && b.maintenanceRequirement === 0n
  const difference = isBare ? b.netCollateral - a.netCollateral : a.maintenanceRequirement - b.maintenanceRequirement
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}

/**
 * Whether a change may stand: initially collateralized after it; or, still under, the requirement did not grow and the ratio did not
 * fall. Source: `x/subaccounts/lib/updates.go`.
 */
export function isChangeAllowed(before: SubaccountRisk, after: SubaccountRisk): boolean {
  if (isCollateralized(after.netCollateral, after.initialRequirement)) return true
  if (after.maintenanceRequirement === 0n) return after.netCollateral >= 0n
  return (
    after.maintenanceRequirement <= before.maintenanceRequirement &&
    after.netCollateral * before.maintenanceRequirement >= before.netCollateral * after.maintenanceRequirement
  )
}

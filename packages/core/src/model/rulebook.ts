import type { Price, Ratio, Value } from '../number/index.js'
import type { AssetId, MarketId, VenueId } from './ids.js'
import type { Market } from './market.js'
import type { Boundary } from './risk.js'

/** A venue's rules as data. A family of `rules/` interprets it; differences between venues are fields, never forks. */
export type Rulebook = SimpleRulebook | CollateralizedRulebook | DerivativesRulebook | LendingRulebook | BrokerRulebook

export type FamilyId = Rulebook['family']

interface RulebookBase {
  readonly id: VenueId
  readonly version: string
  /** First day on which it holds (`YYYY-MM-DD`); `null` for inline rulebooks. */
  readonly validFrom: string | null
  /** Where the rule was read, with its date. */
  readonly source: string
  /** The valuation currency: its price is 1. */
  readonly currency: AssetId
  readonly boundary: Boundary
  /** What follows when an account goes under: a call with time to cure, or liquidation at once. */
  readonly breach: 'call' | 'liquidate'
  /** Time to meet a call; `null` where the venue has no calls or the time is not known. */
  readonly cureWindowMs: number | null
  /** healthFactor under which an account is `warned`. */
  readonly warningLevel: Ratio
  /** healthFactor that a partial liquidation restores. */
  readonly targetHealthFactor: Ratio
  /** The venue's own figure and where it points: `up_is_danger` is requirement ÷ marginEquity, `up_is_safe` the inverse. */
  readonly native: { readonly name: string; readonly direction: 'up_is_safe' | 'up_is_danger' } | null
}

/** On which price maintenance is taken: today's mark, or the entry value. */
export type MaintenanceBasis = 'mark' | 'entry'

/** One rate for everything held beside cash: for teaching and tests. */
export interface SimpleRulebook extends RulebookBase {
  readonly family: 'simple'
  readonly initial: Ratio
  readonly maintenance: Ratio
  readonly basis: MaintenanceBasis
}

/** Debt that must be covered `collateralRatio` times by collateral at market: for teaching and tests. */
export interface CollateralizedRulebook extends RulebookBase {
  readonly family: 'collateralized'
  /** ≥ 1, e.g. 1.5. */
  readonly collateralRatio: Ratio
}

/** Exchange derivatives: positions with tiered maintenance against weighted collateral. */
export interface DerivativesRulebook extends RulebookBase {
  readonly family: 'derivatives'
  readonly basis: MaintenanceBasis
  readonly markets: ReadonlyMap<MarketId, MarketRule>
  readonly collateral: ReadonlyMap<AssetId, AssetRule>
}

export interface MarketRule {
  readonly market: Market
  readonly tiers: readonly RiskTier[]
  /** Fee on the notional that a liquidation closes; it goes to the insurance fund. */
  readonly liquidationFee: Ratio
}

/** One band of notional as a venue states it. */
export interface RiskTierRow {
  /** Notional where the band starts, included; the first is 0. */
  readonly floor: Value
  /** Notional where it ends, the next band's floor; `null`: no upper bound. */
  readonly cap: Value | null
  readonly maintenanceRate: Ratio
  /** Largest leverage that the venue allows here (125 is 125×). */
  readonly leverageMax: Ratio
}

/** A band with the deduction that keeps the requirement continuous: maintenance = notional × maintenanceRate − deduction. */
export interface RiskTier extends RiskTierRow {
  /** ≥ 0: cum₀ = 0, cumₙ = cumₙ₋₁ + floorₙ × (rateₙ − rateₙ₋₁). */
  readonly deduction: Value
}

export interface AssetRule {
  /** Digits of the asset's own unit, at most 18. */
  readonly decimals: number
  /** Share that counts for opening (a loan-to-value limit in lending). */
  readonly initialWeight: Ratio
  /** Share that counts for keeping (the liquidation threshold in lending). */
  readonly maintenanceWeight: Ratio
}

/** Weighted collateral against debt. */
export interface LendingRulebook extends RulebookBase {
  readonly family: 'lending'
  readonly reserves: ReadonlyMap<AssetId, AssetRule>
}

/** A broker's margin account: long and short securities against cash. */
export interface BrokerRulebook extends RulebookBase {
  readonly family: 'broker'
  readonly initialRateLong: Ratio
  readonly initialRateShort: Ratio
  readonly maintenanceRateLong: Ratio
  /** By price of one share; the first band starts at 0. */
  readonly maintenanceShort: readonly ShareBand[]
}

/** From a share price on: requirement of a short share = price × rate + perShare. */
export interface ShareBand {
  readonly from: Price
  readonly rate: Ratio
  readonly perShare: Price
}

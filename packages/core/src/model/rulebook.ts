import type { Quantity, Ratio, Value } from '../number/index.js'
import type {
  CallRule,
  ConcentrationStep,
  DayTradingRegime,
  DebtRates,
  OptionContract,
  OptionRates,
  PaymentCycle,
  RuleMark,
  Security,
  SecurityClass,
  ShareBand,
  SoftEdge,
} from './broker.js'
import type { AssetId, MarketId, VenueId } from './ids.js'
import type { Market } from './market.js'
import type { Boundary } from './risk.js'

/** A venue's rules as data. A family of `rules/` interprets it; differences between venues are fields, never forks. */
export type Rulebook =
  | SimpleRulebook
  | CollateralizedRulebook
  | DerivativesRulebook
  | LendingRulebook
  | BrokerRulebook
  | FuturesRulebook
  | CfdRulebook
  | ScenarioRulebook

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
  /** What opening or drawing needs, where it is more; `null`: the same. */
  readonly initialCollateralRatio: Ratio | null
  /** Share of the debt that a liquidation costs beyond it; `null`: not said. */
  readonly liquidationPenalty: Ratio | null
  /** What may be held, the currency beside it; `null`: anything, for teaching and tests. */
  readonly collateral: ReadonlySet<AssetId> | null
}

/** Exchange derivatives: positions with tiered maintenance against weighted collateral. */
export interface DerivativesRulebook extends RulebookBase {
  readonly family: 'derivatives'
  readonly basis: MaintenanceBasis
  /** On which price the initial requirement is taken; today's mark where left out. */
  readonly initialBasis?: MaintenanceBasis
  readonly markets: ReadonlyMap<MarketId, MarketRule>
  readonly collateral: ReadonlyMap<AssetId, AssetRule>
  /** What a profit that is not realized counts for when opening; whole where left out. A loss always counts whole. */
  readonly unrealizedProfit?: UnrealizedProfit
  /** Parameters that no source showed, a sentence each: venues' pages and `plimsoll venues` print them. */
  readonly notSourced?: readonly string[]
}

export interface UnrealizedProfit {
  readonly initialWeight: Ratio
  /** Most that a position's profit counts for; `null`: no limit. */
  readonly initialMax: Value | null
}

export interface MarketRule {
  readonly market: Market
  /** Of the marginal shape; empty where the shape is another. */
  readonly tiers: readonly RiskTier[]
  /** How the rates follow the size; marginal by notional, from `tiers`, where left out. */
  readonly shape?: MarginShape
  /** Fee of closing that the venue keeps inside maintenance: added to the rate. None where left out. */
  readonly closingFee?: Ratio
  /** Maintenance of a position on top of its rate, e.g. a keeper's cost. None where left out. */
  readonly positionMarginMin?: Value
  /** Size up to which the rates are sourced; beyond it the requirement is unknown. Every size where left out. */
  readonly knownUpTo?: KnownSize
  /** Fee on the notional that a liquidation closes; it goes to the insurance fund. */
  readonly liquidationFee: Ratio
}

/** |entry value| in the settlement asset, or |quantity|; included. */
export type KnownSize =
  | { readonly by: 'entry_value'; readonly most: Value }
  | { readonly by: 'quantity'; readonly most: Quantity }

/** How a venue's rates follow the size, beside marginal tiers. */
export type MarginShape =
  /** One rate for the whole position, by the band that its size stands in: the requirement jumps at a band's start. */
  | { readonly shape: 'flat'; readonly by: 'notional' | 'quantity'; readonly tiers: readonly FlatTier[] }
  /** base + increment × size in base coins, on the whole position. */
  | { readonly shape: 'linear'; readonly initial: LinearRate; readonly maintenance: LinearRate }
  /** max(least, least × kept + factor × √size in base coins), on the whole position. */
  | { readonly shape: 'square_root'; readonly initial: SquareRootRate; readonly maintenance: SquareRootRate }
  /** Risk-limit steps by entry value in the settlement asset: maintenance and initial rise by the base rate at every step. */
  | {
      readonly shape: 'steps'
      readonly baseLimit: Value
      readonly step: Value
      readonly baseInitial: Ratio
      readonly baseMaintenance: Ratio
    }
  /** A rate on the notional, but no less than an amount. */
  | { readonly shape: 'at_least'; readonly amount: Value; readonly initial: Ratio; readonly maintenance: Ratio }
  /** The venue has the market, its rates were not found: its positions are `unknown`. */
  | { readonly shape: 'unsourced' }

export interface FlatTier {
  /** Size where the band starts, included, at 18 decimals: money by notional, contracts by quantity. */
  readonly from: Value | Quantity
  readonly initialRate: Ratio
  readonly maintenanceRate: Ratio
}

export interface LinearRate {
  readonly base: Ratio
  /** Per base coin. */
  readonly increment: Ratio
}

export interface SquareRootRate {
  readonly least: Ratio
  /** Share of `least` that stays beside the root: 0 (FTX), 0.8 (Drift). */
  readonly kept: Ratio
  readonly factor: Ratio
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
  /** ≥ 1: what a negative balance counts for in derivatives; whole (1) where left out. */
  readonly initialLiabilityWeight?: Ratio
  readonly maintenanceLiabilityWeight?: Ratio
}

/** Weighted collateral against debt. */
export interface LendingRulebook extends RulebookBase {
  readonly family: 'lending'
  readonly reserves: ReadonlyMap<AssetId, ReserveRule>
  /** Efficiency modes by number: higher weights for assets that move together. An account chooses one in its settings; 0 is none. */
  readonly eModes: ReadonlyMap<number, EModeRule>
  /** A market of its own for every pair: an account holds one kind of collateral. */
  readonly isOneCollateral: boolean
  readonly liquidation: LendingLiquidationRule | null
}

export interface ReserveRule extends AssetRule {
  /** Extra collateral to the liquidator per value repaid: 0.05 is five percent; `null`: not said. */
  readonly liquidationBonus: Ratio | null
  readonly canBeBorrowed: boolean
}

/** Weights and bonus of the collateral that belongs to an efficiency mode. */
export interface EModeRule {
  readonly initialWeight: Ratio
  readonly maintenanceWeight: Ratio
  readonly liquidationBonus: Ratio
  readonly collateral: ReadonlySet<AssetId>
  /** What may be borrowed in it; `null`: anything. */
  readonly borrowable: ReadonlySet<AssetId> | null
}

/** How much of a debt one liquidation may close, and what it may leave. */
export interface LendingLiquidationRule {
  /** Largest part of a debt that one step closes. */
  readonly closeFactor: Ratio
  /** Of this asset's debt, or of everything owed. */
  readonly closeFactorOf: 'asset' | 'account'
  /** At this healthFactor and below all of it may be closed; `null`: the close factor always holds. */
  readonly fullCloseHealthFactor: Ratio | null
  /** Where either side of the pair is worth less, all of it may be closed; 0: no such rule. */
  readonly fullCloseBelow: Value
  /** What a partial step must leave on both sides; 0: anything. */
  readonly leftoverMin: Value
  /** Share that the venue keeps … */
  readonly venueShare: Ratio
  /** … of the bonus, or of everything seized. */
  readonly venueShareOf: 'bonus' | 'seized'
  /** A repayment that wants more collateral than there is: taken down to what there is, or refused. */
  readonly beyondCollateral: 'capped' | 'refused'
}

/** A broker's margin account: long and short securities against cash. */
export interface BrokerRulebook extends RulebookBase {
  readonly family: 'broker'
  readonly initialRateLong: Ratio
  readonly initialRateShort: Ratio
  readonly maintenanceRateLong: Ratio
  /** By price of one share; the first band starts at 0. */
  readonly maintenanceShort: readonly ShareBand[]
  /** The rate of the last band: what a leveraged fund's factor multiplies. */
  readonly maintenanceRateShort: Ratio
  /** Least equity to open or withdraw with while margin is used. */
  readonly minimumEquity: Value
  readonly debt: DebtRates
  readonly optionRates: OptionRates
  /** Steps by a security's share of the long value; empty where the house has none. */
  readonly concentration: readonly ConcentrationStep[]
  readonly call: CallRule
  /** `null`: an account under its line is acted on at once, or called, as `breach` says. */
  readonly softEdge: SoftEdge | null
  readonly dayTrading: readonly DayTradingRegime[]
  readonly paymentCycles: readonly PaymentCycle[]
  /** Securities that are not plain stock. */
  readonly securities: ReadonlyMap<AssetId, Security>
  readonly options: ReadonlyMap<MarketId, OptionContract>
  /** Parameters (by name) that are not read in their source; all others are. */
  readonly marks: ReadonlyMap<string, RuleMark>
}

/** Futures: money per contract, whatever the price; a call restores initial. */
export interface FuturesRulebook extends RulebookBase {
  readonly family: 'futures'
  readonly markets: ReadonlyMap<MarketId, FuturesMarket>
  readonly call: CallRule
  readonly marks: ReadonlyMap<string, RuleMark>
}

export interface FuturesMarket {
  readonly id: MarketId
  /** Units of the underlying in one contract; positions are in units. */
  readonly size: Quantity
  /** Money per contract. */
  readonly initial: Value
  readonly maintenance: Value
}

/** FX and CFDs: equity against a share of the used margin. */
export interface CfdRulebook extends RulebookBase {
  readonly family: 'cfd'
  /** Share of the notional that is margin, by class of market. */
  readonly classes: ReadonlyMap<string, Ratio>
  readonly markets: ReadonlyMap<MarketId, { readonly class: string; readonly lot: Quantity }>
  /** Used margin at today's price, or fixed at the opening price. */
  readonly basis: MaintenanceBasis
  /** Long and short of one market: both, the larger, or the difference use margin. */
  readonly hedged: 'sum' | 'larger' | 'net'
  /** equity ÷ used margin at which positions are closed. */
  readonly stopOutLevel: Ratio
  /** Whether the broker bears what the account owes after its positions are closed. */
  readonly isNegativeBalanceProtected: boolean
  readonly marks: ReadonlyMap<string, RuleMark>
}

/** Portfolio margin: the worst of a set of price moves, by underlying. */
export interface ScenarioRulebook extends RulebookBase {
  readonly family: 'scenario'
  /** Moves of an underlying by class: signed fractions. */
  readonly ranges: ReadonlyMap<SecurityClass, { readonly down: Ratio; readonly up: Ratio }>
  /** Least requirement of an option or a future, per contract. */
  readonly perContract: Value
  readonly minimumEquity: Value
  readonly call: CallRule
  readonly securities: ReadonlyMap<AssetId, Security>
  readonly options: ReadonlyMap<MarketId, OptionContract>
  readonly marks: ReadonlyMap<string, RuleMark>
}

import type {
  Account,
  FactorId,
  MarketId,
  Prices,
  Risk,
  Rulebook,
  RuleMark,
  ScopeId,
  ScopeKind,
  Status,
} from '../model/index.js'
import type { Price, Quantity, Ratio, Value } from '../number/index.js'
import type { Box } from './bound.js'
import type { Leg, LegFigures, MissingPrice } from './leg.js'
import type { Target } from './piecewise.js'
import type { Root } from './solve.js'

/**
 * How a kind of rulebook answers the margin question. Exact, pure, and the same five answers in every family, so that everything above
 * (answers, triggers, liquidation, engine) is written once.
 */
export interface Family<Book extends Rulebook = Rulebook> {
  /**
   * Refuses an account that the rulebook cannot hold: an unknown market or asset, a kind of holding that the family has not.
   * @throws `unknown_market`, `unknown_asset`, `document_invalid`
   */
  validate(account: Account, book: Book): void
  /** Equity against requirement, scope by scope. */
  assess(account: Account, book: Book, view: View): Assessment
  /** The prices of one factor at which a scope meets the target, the others fixed; empty where none does. */
  solve(assessment: ScopeAssessment, book: Book, query: { factor: FactorId; target: Target }): readonly Root[]
  /**
   * Never above the exact excess of the account's worst scope at any point of the box; `null`: no bound is known, evaluate at every price.
   */
  lowerBound(account: Account, book: Book, box: Box): Value | null
  /** The legs of one scope, priced or not. */
  legsOf(account: Account, book: Book, scope: ScopeId): readonly Leg[]
  /** The prices that an account depends on. */
  factors(account: Account, book: Book): readonly FactorId[]
  /** The reasoning behind a scope's figures, formula by formula; recomputes them. */
  steps(assessment: ScopeAssessment, book: Book): readonly RuleStep[]
  /** What the venue does about a scope under its line. */
  policies(book: Book): Policies
}

/** What a decision may look at besides the account. */
export interface View {
  readonly prices: Prices
  /** For calls that fall due; `null` where time does not matter. */
  readonly atMs: number | null
}

export interface Assessment {
  /** The worst of the scopes. */
  readonly status: Status
  /** Sums over scopes, for display; `null` where a price is missing. Decisions are by scope. */
  readonly risk: Risk | null
  /** The smallest over the scopes; `null` when nothing is required or a price is missing. */
  readonly healthFactor: Ratio | null
  readonly scopes: readonly ScopeAssessment[]
  readonly missing: readonly MissingPrice[]
}

export interface ScopeAssessment {
  readonly scope: ScopeId
  readonly kind: ScopeKind
  readonly status: Status
  readonly risk: Risk | null
  readonly healthFactor: Ratio | null
  /** The legs that have a price. */
  readonly legs: readonly LegFigures[]
  readonly missing: readonly MissingPrice[]
  /** Where requirements claim several parts at once; not present where the scope is the sum of its legs. */
  readonly terms?: ScopeTerms
}

/** Requirements that claim several parts of a scope at once, with what is needed to compute them at another price. */
export interface ScopeTerms {
  readonly steps: readonly RuleStep[]
  /** How options were paired. */
  readonly strategies: readonly StrategyFigures[]
  readonly prices: ReadonlyMap<FactorId, Price>
  readonly atMs: number | null
  /** Whether they move the maintenance side. */
  readonly isSearched: boolean
}

/** A pairing of legs that one rule margins together. */
export interface StrategyFigures {
  readonly name: string
  /** Positions and assets by name. */
  readonly legs: readonly string[]
  /** Contracts of each leg. */
  readonly units: Quantity
  readonly initialRequirement: Value
  readonly maintenanceRequirement: Value
  /** The term of the formula that decided. */
  readonly binding: string
}

export interface RuleStep {
  readonly name: string
  readonly formula: string
  readonly value: Value
  /** How well the rule is known; left out where it was read in its source. */
  readonly mark?: RuleMark
}

/** The venue's way with a scope under its line; the order of the waterfall is the rulebook's. */
export interface Policies {
  readonly breach: 'call' | 'liquidate'
  /** Time to meet a call; `null`: no calls, or not known. */
  readonly cureWindowMs: number | null
  /** healthFactor that a partial liquidation restores. */
  readonly targetHealthFactor: Ratio
  /** Fee on the notional that a liquidation closes in a market. */
  feeOf(market: MarketId): Ratio
  /** Smallest step of a quantity in a market (or of an asset held). */
  lotOf(market: MarketId): Quantity
  /** What is closed first; the smallest part of the leg that requires most, where it is not said. */
  readonly closing?: 'largest_loss_whole'
}

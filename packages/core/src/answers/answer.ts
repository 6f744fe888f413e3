import type { CallKind, FactorId, QuoteFault, RuleMark, ScopeKind, Status } from '../model/index.js'

/** Why there is no such number; stands beside a `null` and only there. */
export type AbsenceReason =
  | 'no_debt'
  | 'no_price_solution'
  | 'already_under'
  | 'no_requirement'
  | 'no_position'
  | 'no_equity'
  | 'no_collateral'
  | 'missing_price'

/** A decimal string of up to 18 decimals. */
export type Decimal = string

/** What `plimsoll check --json` and `GET /v1/accounts/{id}/margin` say of an account: DESIGN's public contract, field by field. */
export interface Answer {
  readonly venue: string
  readonly ruleVersion: string
  readonly asOf: string | null
  readonly status: Status
  readonly equity: Decimal | null
  readonly equityReason?: AbsenceReason
  readonly healthFactor: Decimal | null
  readonly healthFactorReason?: AbsenceReason
  readonly marginLevel: Decimal | null
  readonly marginLevelReason?: AbsenceReason
  readonly equityRatio: Decimal | null
  readonly equityRatioReason?: AbsenceReason
  readonly leverage: Decimal | null
  readonly leverageReason?: AbsenceReason
  readonly loanToValue: Decimal | null
  readonly loanToValueReason?: AbsenceReason
  readonly collateralRatio: Decimal | null
  readonly collateralRatioReason?: AbsenceReason
  readonly initial: AnswerSide | null
  readonly initialReason?: AbsenceReason
  readonly maintenance: AnswerSide | null
  readonly maintenanceReason?: AbsenceReason
  readonly excessMargin: Decimal | null
  readonly excessMarginReason?: AbsenceReason
  readonly availableMargin: Decimal | null
  readonly availableMarginReason?: AbsenceReason
  /** The venue's own figure; venues' "margin ratio" points both ways. */
  readonly native: {
    readonly name: string
    readonly value: Decimal
    readonly direction: 'up_is_safe' | 'up_is_danger'
  } | null
  readonly scopes: readonly AnswerScope[]
  readonly positions: readonly AnswerPosition[]
  readonly holdings: readonly AnswerHolding[]
  readonly call: AnswerCall | null
  readonly cures: readonly Cure[]
  readonly missing: readonly Missing[]
  readonly why: readonly Step[]
  /** How options were paired into strategies; only where there are options under strategy rules. */
  readonly strategies?: readonly AnswerStrategy[]
}

/** Legs that one rule margins together. */
export interface AnswerStrategy {
  readonly scope: string
  readonly name: string
  readonly legs: readonly string[]
  /** Contracts of each leg. */
  readonly units: Decimal
  readonly initialRequirement: Decimal
  readonly maintenanceRequirement: Decimal
  /** The term of the formula that decided. */
  readonly binding: string
}

export interface AnswerSide {
  readonly marginEquity: Decimal
  readonly requirement: Decimal
}

export interface AnswerScope {
  readonly id: string
  readonly kind: ScopeKind
  readonly status: Status
  readonly healthFactor: Decimal | null
  readonly healthFactorReason?: AbsenceReason
  readonly equity: Decimal | null
  readonly equityReason?: AbsenceReason
  readonly initial: AnswerSide | null
  readonly initialReason?: AbsenceReason
  readonly maintenance: AnswerSide | null
  readonly maintenanceReason?: AbsenceReason
}

export interface AnswerPosition {
  readonly market: string
  readonly scope: string
  readonly leg: 'net' | 'long' | 'short'
  readonly quantity: Decimal
  readonly entryPrice: Decimal
  readonly markPrice: Decimal | null
  readonly markPriceReason?: AbsenceReason
  readonly notional: Decimal | null
  readonly notionalReason?: AbsenceReason
  readonly unrealizedPnl: Decimal | null
  readonly unrealizedPnlReason?: AbsenceReason
  readonly initialRequirement: Decimal | null
  readonly initialRequirementReason?: AbsenceReason
  readonly maintenanceRequirement: Decimal | null
  readonly maintenanceRequirementReason?: AbsenceReason
  readonly liquidationPrice: Decimal | null
  readonly liquidationPriceReason?: AbsenceReason
  readonly bankruptcyPrice: Decimal | null
  readonly bankruptcyPriceReason?: AbsenceReason
}

export interface AnswerHolding {
  readonly asset: string
  readonly kind: 'cash' | 'supplied' | 'borrowed'
  readonly scope: string
  readonly amount: Decimal
  readonly price: Decimal | null
  readonly priceReason?: AbsenceReason
  readonly value: Decimal | null
  readonly valueReason?: AbsenceReason
  readonly initialWeight: Decimal
  readonly maintenanceWeight: Decimal
  /** Only where holding the asset itself requires margin (a share at a broker, a debt). */
  readonly initialRequirement?: Decimal
  readonly maintenanceRequirement?: Decimal
  readonly liquidationPrice: Decimal | null
  readonly liquidationPriceReason?: AbsenceReason
}

export interface AnswerCall {
  readonly kind: CallKind
  readonly amount: Decimal
  readonly restoreTo: 'maintenance' | 'initial' | 'level'
  readonly dueAt: string | null
}

/** The smallest act of its kind that reaches the target healthFactor, alone. */
export interface Cure {
  readonly kind: 'deposit' | 'repay' | 'reduce' | 'close' | 'sell' | 'transfer' | 'combination'
  readonly asset?: string
  readonly market?: string
  readonly leg?: 'net' | 'long' | 'short'
  readonly scope?: string
  readonly amount: Decimal
  /** Of the scope after it; `null`: nothing is required any more. */
  readonly healthFactor: Decimal | null
  readonly healthFactorReason?: AbsenceReason
}

export interface Missing {
  readonly factor: FactorId
  readonly reason: QuoteFault
}

/** One line of the reasoning: formula by name, the numbers that went in, the number that came out. */
export interface Step {
  readonly scope: string
  readonly name: string
  readonly formula: string
  readonly value: Decimal
  /** How well the rule behind it is known; left out where it was read in its source. */
  readonly mark?: RuleMark
}

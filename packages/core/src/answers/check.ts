import {
  type Account,
  availableMargin,
  excessMargin,
  isUnder,
  type Rulebook,
  type ScopeId,
  type Side,
  worstStatus,
} from '../model/index.js'
import { divCeil, divFloor, formatDecimal, negate, type Ratio, ratioCeil, ratioFloor, WAD } from '../number/index.js'
import {
  type Assessment,
  callTermsOf,
  familyOf,
  type LegFigures,
  type ScopeAssessment,
  type View,
} from '../rules/index.js'
import type {
  AbsenceReason,
  Answer,
  AnswerCall,
  AnswerHolding,
  AnswerPosition,
  AnswerScope,
  AnswerSide,
  Decimal,
  Step,
} from './answer.js'
import { curesOf } from './cures.js'
import { collateralRatio, equityRatio, type Figure, leverage, loanToValue, marginLevel } from './figures.js'
import { bankruptcyPrice, liquidationPrice, type PriceAnswer } from './prices.js'
import { instantText } from './time.js'

export interface CheckQuery {
  readonly account: Account
  readonly book: Rulebook
  readonly view: View
  readonly asOf?: string | null
  /** healthFactor that cures reach; the rulebook's warning level when left out. */
  readonly target?: Ratio
  /** Scopes whose liquidation is in progress: only an engine knows. */
  readonly liquidating?: ReadonlySet<ScopeId>
  /** Fills `why` with the steps behind every figure. */
  readonly isExplained?: boolean
}

/**
 * Everything that the public contract says of one account at today's prices, in decimal strings. A figure that does not exist is `null`
 * with its reason beside it; a missing price makes the figures that need it `null`, the status `unknown`, and stands in `missing`.
 * @example check({ account, book, view: { prices, atMs: null } }).healthFactor // '1.609195402298850574'
 */
export function check(query: CheckQuery): Answer {
  const { account, book, view } = query
  const assessed = familyOf(book).assess(account, book, view)
  const assessment = markLiquidating(assessed, query.liquidating)
  const { risk } = assessment
  const target = query.target ?? book.warningLevel
  return {
    venue: book.id,
    ruleVersion: book.version,
    asOf: query.asOf !== undefined ? query.asOf : view.atMs === null ? null : instantText(view.atMs),
    status: assessment.status,
    ...nullable('equity', risk === null ? null : formatDecimal(risk.equity), 'missing_price'),
    ...nullable('healthFactor', decimalOrNull(assessment.healthFactor), healthReason(assessment, book)),
    ...figure('marginLevel', marginLevel(assessment)),
    ...figure('equityRatio', equityRatio(assessment, book)),
    ...figure('leverage', leverage(assessment, book)),
    ...figure('loanToValue', loanToValue(assessment)),
    ...figure('collateralRatio', collateralRatio(assessment)),
    ...nullable('initial', risk === null ? null : sideOf(risk.initial), 'missing_price'),
    ...nullable('maintenance', risk === null ? null : sideOf(risk.maintenance), 'missing_price'),
    ...nullable('excessMargin', risk === null ? null : formatDecimal(excessMargin(risk)), 'missing_price'),
    ...nullable('availableMargin', risk === null ? null : formatDecimal(availableMargin(risk)), 'missing_price'),
    native: nativeOf(assessment, book),
    scopes: assessment.scopes.map((scope) => scopeOf(scope, book)),
    positions: assessment.scopes.flatMap((scope) => positionsOf(scope, account, book)),
    holdings: assessment.scopes.flatMap((scope) => holdingsOf(scope, account, book)),
    call: callOf(assessment, query),
    cures: assessment.scopes.flatMap((scope) => curesOf({ account, book, view, scope, target })),
    missing: assessment.missing,
    why: query.isExplained === true ? assessment.scopes.flatMap((scope) => stepsOf(scope, book)) : [],
    ...strategiesOf(assessment),
  }
}

function markLiquidating(assessment: Assessment, liquidating: ReadonlySet<ScopeId> | undefined): Assessment {
  if (liquidating === undefined || liquidating.size === 0) return assessment
  const scopes = assessment.scopes.map((scope) =>
    liquidating.has(scope.scope) && scope.status !== 'bankrupt' ? { ...scope, status: 'liquidating' as const } : scope,
  )
  return { ...assessment, scopes, status: worstStatus(scopes.map((scope) => scope.status)) }
}

function scopeOf(scope: ScopeAssessment, book: Rulebook): AnswerScope {
  const { risk } = scope
  return {
    id: scope.scope,
    kind: scope.kind,
    status: scope.status,
    ...nullable('healthFactor', decimalOrNull(scope.healthFactor), healthReason(scope, book)),
    ...nullable('equity', risk === null ? null : formatDecimal(risk.equity), 'missing_price'),
    ...nullable('initial', risk === null ? null : sideOf(risk.initial), 'missing_price'),
    ...nullable('maintenance', risk === null ? null : sideOf(risk.maintenance), 'missing_price'),
  }
}

function positionsOf(scope: ScopeAssessment, account: Account, book: Rulebook): readonly AnswerPosition[] {
  const held = account.scopes.get(scope.scope)?.positions ?? []
  return held.map((position): AnswerPosition => {
    const figures = scope.legs.find(({ leg }) => 'position' in leg.of && leg.of.position === position)
    const { market, leg, quantity } = position
    const at = figures === undefined ? null : { factor: market, quantity, price: figures.price }
    return {
      market,
      scope: scope.scope,
      leg,
      quantity: formatDecimal(quantity),
      // Up for a long, down for a short: the price that the account itself has to beat.
      entryPrice: formatDecimal((quantity > 0n ? divCeil : divFloor)(position.entryValue * WAD, quantity)),
      ...valued(figures, 'markPrice', ({ price }) => price),
      ...valued(figures, 'notional', ({ notional }) => notional),
      ...valued(figures, 'unrealizedPnl', ({ worth }) => worth),
      ...valued(figures, 'initialRequirement', ({ initialRequirement }) => initialRequirement),
      ...valued(figures, 'maintenanceRequirement', ({ maintenanceRequirement }) => maintenanceRequirement),
      ...priced('liquidationPrice', at === null ? NO_PRICE : liquidationPrice(scope, book, at)),
      ...priced('bankruptcyPrice', at === null ? NO_PRICE : bankruptcyPrice(scope, book, at)),
    }
  })
}

function holdingsOf(scope: ScopeAssessment, account: Account, book: Rulebook): readonly AnswerHolding[] {
  const held = account.scopes.get(scope.scope)?.holdings ?? []
  const legs = familyOf(book).legsOf(account, book, scope.scope)
  return held.flatMap((holding): readonly AnswerHolding[] => {
    const leg = legs.find(({ of }) => 'holding' in of && of.holding === holding)
    if (leg === undefined) return []
    const figures = scope.legs.find((each) => each.leg === leg)
    const amount = holding.kind === 'borrowed' ? negate(leg.quantity) : leg.quantity
    const at =
      figures === undefined || leg.factor === null
        ? null
        : { factor: leg.factor, quantity: leg.quantity, price: figures.price }
    return [
      {
        asset: holding.asset,
        kind: holding.kind,
        scope: scope.scope,
        amount: formatDecimal(amount),
        ...valued(figures, 'price', ({ price }) => price),
        ...valued(figures, 'value', ({ worth }) => worth),
        initialWeight: formatDecimal(leg.initialWeight),
        maintenanceWeight: formatDecimal(leg.maintenanceWeight),
        ...(leg.maintenance.by !== 'none' &&
          figures !== undefined && {
            initialRequirement: formatDecimal(figures.initialRequirement),
            maintenanceRequirement: formatDecimal(figures.maintenanceRequirement),
          }),
        ...priced('liquidationPrice', holdingPrice(scope, book, { isCurrency: leg.factor === null, at })),
      },
    ]
  })
}

function holdingPrice(
  scope: ScopeAssessment,
  book: Rulebook,
  query: { isCurrency: boolean; at: Parameters<typeof liquidationPrice>[2] | null },
): PriceAnswer {
  if (query.isCurrency) return { reason: 'no_price_solution' }
  return query.at === null ? NO_PRICE : liquidationPrice(scope, book, query.at)
}

/** The call of the worst called scope: what is missing to its line, one unit more where equality is not enough. */
function callOf(assessment: Assessment, query: CheckQuery): AnswerCall | null {
  const scope = assessment.scopes.find((each) => each.status === 'called')
  if (scope?.risk == null) return null
  const { book, account, view } = query
  const open = account.memo.calls.find((call) => call.scope === scope.scope)
  if (open !== undefined) {
    const { kind, restoreTo } = open
    return {
      kind,
      amount: missingTo(scope, book),
      restoreTo,
      dueAt: open.dueAtMs === null ? null : instantText(open.dueAtMs),
    }
  }
  const terms = callTermsOf(scope, book, view.atMs)
  if (terms === null) return null
  const { kind, amount, restoreTo, dueAtMs } = terms
  return { kind, amount: formatDecimal(amount), restoreTo, dueAt: dueAtMs === null ? null : instantText(dueAtMs) }
}

function missingTo(scope: ScopeAssessment, book: Rulebook): Decimal {
  if (scope.risk === null) return '0'
  const { maintenance } = scope.risk
  const missing = maintenance.requirement - maintenance.marginEquity
  return formatDecimal(
    book.boundary === 'liquidates' && isUnder(maintenance, { boundary: 'liquidates' }) ? missing + 1n : missing,
  )
}

/** The venue's own figure of the shared balance; venues state one for each isolated position apart. */
function nativeOf(assessment: Assessment, book: Rulebook): Answer['native'] {
  const scope = assessment.scopes.find(({ kind }) => kind === 'cross') ?? assessment.scopes[0]
  if (book.native === null || scope?.risk == null) return null
  const { marginEquity, requirement } = scope.risk.maintenance
  const { name, direction } = book.native
  if (direction === 'up_is_danger') {
    return marginEquity <= 0n ? null : { name, direction, value: formatDecimal(ratioCeil(requirement, marginEquity)) }
  }
  return requirement === 0n ? null : { name, direction, value: formatDecimal(ratioFloor(marginEquity, requirement)) }
}

/** How options were paired; nothing where there are none. */
function strategiesOf(assessment: Assessment): Pick<Answer, 'strategies'> {
  const strategies = assessment.scopes.flatMap((scope) =>
    (scope.terms?.strategies ?? []).map((each) => ({
      scope: scope.scope,
      name: each.name,
      legs: each.legs,
      units: formatDecimal(each.units),
      initialRequirement: formatDecimal(each.initialRequirement),
      maintenanceRequirement: formatDecimal(each.maintenanceRequirement),
      binding: each.binding,
    })),
  )
  return strategies.length === 0 ? {} : { strategies }
}

function stepsOf(scope: ScopeAssessment, book: Rulebook): readonly Step[] {
  const steps = familyOf(book).steps(scope, book)
  const health: Step[] =
    scope.healthFactor === null
      ? []
      : [
          {
            scope: scope.scope,
            name: 'healthFactor',
            formula: '⌊marginEquity ÷ maintenanceRequirement⌋ at 18 decimals',
            value: formatDecimal(scope.healthFactor),
          },
        ]
  return [
    ...steps.map((step) => ({ scope: scope.scope, ...step, value: formatDecimal(step.value) })),
    ...health,
    ...callSteps(scope, book),
  ]
}

/** How long a call may stand, where the rulebook's own word for it is not certain. */
function callSteps(scope: ScopeAssessment, book: Rulebook): readonly Step[] {
  if (scope.status !== 'called' || !('call' in book) || book.call.businessDays === null) return []
  const mark = book.marks.get('call.businessDays')
  if (mark === undefined) return []
  const formula = 'business days after the day of the call, at the close'
  return [{ scope: scope.scope, name: 'call.businessDays', formula, value: String(book.call.businessDays), mark }]
}

const NO_PRICE: PriceAnswer = { reason: 'missing_price' }

function healthReason(of: { readonly risk: object | null }, book: Rulebook): AbsenceReason {
  if (of.risk === null) return 'missing_price'
  return book.family === 'lending' || book.family === 'collateralized' ? 'no_debt' : 'no_requirement'
}

function sideOf(side: Side): AnswerSide {
  return { marginEquity: formatDecimal(side.marginEquity), requirement: formatDecimal(side.requirement) }
}

function decimalOrNull(ratio: Ratio | null): Decimal | null {
  return ratio === null ? null : formatDecimal(ratio)
}

/** A field, and its reason beside it only where it is `null`. */
function nullable<K extends string, T>(key: K, value: T | null, reason: AbsenceReason): Field<K, T> {
  return (value === null ? { [key]: null, [`${key}Reason`]: reason } : { [key]: value }) as Field<K, T>
}

type Field<K extends string, T> = { readonly [P in K]: T | null } & { readonly [P in `${K}Reason`]?: AbsenceReason }

function figure<K extends string>(key: K, of: Figure): Field<K, Decimal> {
  return 'ratio' in of ? nullable(key, formatDecimal(of.ratio), 'no_debt') : nullable<K, Decimal>(key, null, of.reason)
}

function priced<K extends string>(key: K, of: PriceAnswer): Field<K, Decimal> {
  return 'price' in of
    ? nullable(key, formatDecimal(of.price), 'no_price_solution')
    : nullable<K, Decimal>(key, null, of.reason)
}

function valued<K extends string>(
  figures: LegFigures | undefined,
  key: K,
  pick: (figures: LegFigures) => bigint,
): Field<K, Decimal> {
  return nullable(key, figures === undefined ? null : formatDecimal(pick(figures)), 'missing_price')
}

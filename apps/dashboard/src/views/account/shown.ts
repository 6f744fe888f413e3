import type { Answer, AnswerHolding, AnswerPosition, AnswerScope, AnswerSide, Status } from '../../data/wire.js'
import { add, compare, isNegative, isZero, multiply } from '../../number/decimal.js'

/** What a page shows of an account: as it is, or as a preview would leave it. */
export type Shown = Omit<Answer, 'asOf'>

/** The scope that decides: of those in the account's own status (it is the worst of theirs) the smallest healthFactor, else the first. */
export function nearestScope({ status, scopes }: Shown): AnswerScope | null {
  const worst = scopes.filter((scope) => scope.status === status)
  const [first, ...rest] = worst.length > 0 ? worst : scopes
  if (first === undefined) return null
  return rest.reduce((nearest, scope) => (isNearer(scope, nearest) ? scope : nearest), first)
}

function isNearer(scope: AnswerScope, than: AnswerScope): boolean {
  if (scope.healthFactor === null) return false
  return than.healthFactor === null || compare(scope.healthFactor, than.healthFactor) < 0
}

/** One layer of the hull (what counts as margin) or of the water (what is required). */
export interface Layer {
  readonly name: string
  readonly amount: string
}

/** What the drawing of a scope needs: the deck, the water, and what they are made of. */
export interface VesselFigures {
  readonly status: Status
  readonly marginEquity: string
  readonly requirement: string
  readonly initialRequirement: string
  /** Balances × weight, largest first; a gain lies on top of them. */
  readonly hull: readonly Layer[]
  /** Requirements, largest first, at the bottom. */
  readonly water: readonly Layer[]
  readonly unrealizedPnl: string
  /** ≤ 0: a broker's debit or a short stock, which the deck is lower by. */
  readonly owed: string
}

/** `null` when a figure of the scope is unknown: nothing is drawn from a guess. */
export function vesselFigures(shown: Shown, scope: AnswerScope): VesselFigures | null {
  const { initial, maintenance } = scope
  if (initial === null || maintenance === null) return null
  const positions = shown.positions.filter((position) => position.scope === scope.id)
  const holdings = shown.holdings.filter((holding) => holding.scope === scope.id)
  const unrealizedPnl = positions.reduce((sum, position) => add(sum, position.unrealizedPnl ?? '0'), '0')
  const gain =
    isNegative(unrealizedPnl) || isZero(unrealizedPnl) ? [] : [{ name: 'unrealized P&L', amount: unrealizedPnl }]
  return {
    status: scope.status,
    marginEquity: maintenance.marginEquity,
    requirement: maintenance.requirement,
    initialRequirement: initial.requirement,
    hull: [...largestFirst(holdings.flatMap(hullLayer)), ...gain],
    water: largestFirst([...positions.flatMap(positionLayer), ...holdings.flatMap(debtLayer)]),
    owed: holdings.reduce(
      (sum, { kind, value }) => (kind === 'cash' && value !== null && isNegative(value) ? add(sum, value) : sum),
      '0',
    ),
    unrealizedPnl,
  }
}

function hullLayer({ asset, kind, value, maintenanceWeight }: AnswerHolding): Layer[] {
  if (kind === 'borrowed' || value === null || isNegative(value)) return []
  const amount = multiply(value, maintenanceWeight)
  if (isZero(amount)) return []
  return [{ name: maintenanceWeight === '1' ? asset : `${asset} × ${maintenanceWeight}`, amount }]
}

function positionLayer({ market, leg, maintenanceRequirement }: AnswerPosition): Layer[] {
  if (maintenanceRequirement === null || isZero(maintenanceRequirement)) return []
  return [{ name: leg === 'net' ? market : `${market} ${leg}`, amount: maintenanceRequirement }]
}

function debtLayer({ asset, maintenanceRequirement }: AnswerHolding): Layer[] {
  if (maintenanceRequirement === undefined || isZero(maintenanceRequirement)) return []
  return [{ name: asset, amount: maintenanceRequirement }]
}

function largestFirst(layers: readonly Layer[]): readonly Layer[] {
  return [...layers].sort((a, b) => compare(b.amount, a.amount))
}

/** The two sides of an account whose figures are known. */
export function sidesOf({ initial, maintenance }: Shown): { initial: AnswerSide; maintenance: AnswerSide } | null {
  return initial === null || maintenance === null ? null : { initial, maintenance }
}

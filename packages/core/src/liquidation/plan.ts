import { reductionOf } from '../answers/reduction.js'
import { smallestAct } from '../answers/smallest.js'
import { type Account, compareText, type MarketId, type Position, type Rulebook } from '../model/index.js'
import { negate, type Price, type Quantity } from '../number/index.js'
import { familyOf, type LegFigures, type ScopeAssessment, type View } from '../rules/index.js'

/** What the market is to be asked for. */
export interface PlannedOrder {
  readonly market: MarketId
  /** `null`: an asset that is held. */
  readonly leg: Position['leg'] | null
  /** + buys, − sells. */
  readonly quantity: Quantity
  readonly markPrice: Price
}

/**
 * The next order of a liquidation: the smallest step, in lots, that brings the scope back to the rulebook's target after the liquidation
 * fee, in the leg that requires most; where no part of that leg is enough, all of it. A venue may close whole positions instead, the
 * largest loss first. `null` when nothing that requires margin is left.
 */
export function planOrder(query: {
  readonly account: Account
  readonly book: Rulebook
  readonly view: View
  readonly scope: ScopeAssessment
}): PlannedOrder | null {
  const { account, book, scope } = query
  const held = account.scopes.get(scope.scope)
  const policies = familyOf(book).policies(book)
  const isWhole = policies.closing === 'largest_loss_whole'
  const figures = isWhole ? worstLoser(scope.legs) : heaviest(scope.legs)
  if (held === undefined || figures === null) return null
  const { leg } = figures
  const market = 'position' in leg.of ? leg.of.position.market : leg.of.holding.asset
  const act = reductionOf(held, figures, { book, fee: policies.feeOf(market) })
  if (act === null) return null
  const step = act.unit > ORDER_STEP ? act.unit : ORDER_STEP
  const reached = isWhole
    ? null
    : smallestAct({ ...query, target: policies.targetHealthFactor }, { ...act, unit: step })
  const size = reached === null ? (act.most as Quantity) : reached.amount
  return {
    market,
    leg: 'position' in leg.of ? leg.of.position.leg : null,
    quantity: leg.quantity > 0n ? negate(size) : size,
    markPrice: figures.price,
  }
}

/** Where no lot is stated, orders have nine decimals, so that a price of nine makes an exact value. */
const ORDER_STEP = 10n ** 9n

/** The leg with the largest maintenance requirement; of equal ones, the first by name. */
function heaviest(legs: readonly LegFigures[]): LegFigures | null {
  let found: LegFigures | null = null
  for (const figures of legs) {
    if (figures.leg.maintenance.by === 'none' || figures.leg.quantity === 0n) continue
    if (found === null || isHeavier(figures, found)) found = figures
  }
  return found
}

/** The position with the largest loss (or the least gain); of equal ones, the first held. */
function worstLoser(legs: readonly LegFigures[]): LegFigures | null {
  let found: LegFigures | null = null
  for (const figures of legs) {
    if (!('position' in figures.leg.of) || figures.leg.quantity === 0n) continue
    if (found === null || figures.worth < found.worth) found = figures
  }
  return found
}

function isHeavier(a: LegFigures, b: LegFigures): boolean {
  if (a.maintenanceRequirement !== b.maintenanceRequirement) return a.maintenanceRequirement > b.maintenanceRequirement
  return compareText(nameOf(a), nameOf(b)) < 0
}

function nameOf({ leg }: LegFigures): string {
  return 'position' in leg.of ? leg.of.position.id : leg.of.holding.asset
}

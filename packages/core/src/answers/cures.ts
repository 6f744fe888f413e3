import type { Holding, Rulebook, Scope } from '../model/index.js'
import { withHolding } from '../model/index.js'
import { absolute, formatDecimal, type Quantity, type Ratio } from '../number/index.js'
import { decimalsOf, type LegFigures } from '../rules/index.js'
import type { Cure } from './answer.js'
import { reductionOf, storedOf } from './reduction.js'
import { type Act, type Goal, smallestAct, stands } from './smallest.js'

/**
 * The smallest act of each kind that brings a scope to the target healthFactor alone: each is found and verified by the forward rule, so
 * one unit (or one lot) less does not reach it. Reductions and sales are taken at today's price, without fee or slippage. Empty when
 * the scope stands at the target already, or when a price is missing.
 */
export function curesOf(goal: Goal): readonly Cure[] {
  const { account, scope, target } = goal
  const held = account.scopes.get(scope.scope)
  if (held === undefined || scope.risk === null || stands(scope, target)) return []
  return [...deposits(goal, held), ...scope.legs.flatMap((figures) => ofLeg(goal, held, figures))]
}

function deposits(goal: Goal, held: Scope): readonly Cure[] {
  const { book } = goal
  const isLender = isLending(book)
  // A lender's collateral is what is supplied already; elsewhere cash in the currency is what always counts.
  const assets = isLender
    ? held.holdings.filter((holding) => holding.kind === 'supplied' && holding.isCollateral).map(({ asset }) => asset)
    : [book.currency]
  return assets.flatMap((asset) =>
    cure(
      goal,
      { kind: 'deposit', asset },
      {
        unit: unitOf(asset, book),
        most: null,
        after: (amount) =>
          withHolding(held, { asset, kind: isLender ? 'supplied' : 'cash', stored: storedOf(amount, asset, book) }),
      },
    ),
  )
}

function isLending(book: Rulebook): boolean {
  return book.family === 'lending' || book.family === 'collateralized'
}

function ofLeg(goal: Goal, held: Scope, figures: LegFigures): readonly Cure[] {
  const { leg } = figures
  if ('holding' in leg.of && leg.of.holding.kind !== 'cash') return repayment(goal, held, figures, leg.of.holding)
  const act = reductionOf(held, figures, { book: goal.book, fee: 0n as Ratio })
  if (act === null) return []
  if ('holding' in leg.of) {
    return cure(goal, { kind: leg.quantity > 0n ? 'sell' : 'reduce', asset: leg.of.holding.asset }, act)
  }
  const { market, leg: side } = leg.of.position
  return cure(goal, { kind: 'reduce', market, ...(side !== 'net' && { leg: side }) }, act)
}

function repayment(goal: Goal, held: Scope, figures: LegFigures, holding: Holding): readonly Cure[] {
  if (holding.kind !== 'borrowed' || holding.stored === 0n) return []
  const { asset, kind } = holding
  return cure(
    goal,
    { kind: 'repay', asset },
    {
      unit: unitOf(asset, goal.book),
      most: absolute(figures.leg.quantity),
      after: (amount) => withHolding(held, { asset, kind, stored: -storedOf(amount, asset, goal.book) }),
    },
  )
}

function cure(goal: Goal, named: Pick<Cure, 'kind' | 'asset' | 'market' | 'leg'>, act: Act): readonly Cure[] {
  const reached = smallestAct(goal, act)
  if (reached === null) return []
  const { healthFactor } = reached.scope
  return [
    {
      ...named,
      kind: named.kind === 'reduce' && reached.amount === act.most ? 'close' : named.kind,
      ...(goal.scope.scope !== 'cross' && { scope: goal.scope.scope }),
      amount: formatDecimal(reached.amount),
      ...(healthFactor === null
        ? { healthFactor: null, healthFactorReason: isLending(goal.book) ? 'no_debt' : 'no_requirement' }
        : { healthFactor: formatDecimal(healthFactor) }),
    },
  ]
}

function unitOf(asset: string, book: Rulebook): Quantity {
  return (10n ** BigInt(18 - decimalsOf(book, asset))) as Quantity
}

import { type Account, excessMargin, type FactorId, type Rulebook, type Scope, type ScopeId } from '../model/index.js'
import type { Value } from '../number/index.js'
import { type Box, lowerBoundOfLegs } from './bound.js'
import type { Family, Policies, RuleStep, ScopeAssessment } from './family.js'
import type { Leg, LegFigures } from './leg.js'
import { solveLegs } from './solve.js'
import { assessScope, foldScopes } from './status.js'

/** What a family whose scopes are sums of legs has to say; the rest follows. */
export interface LegRules<Book extends Rulebook> {
  validate(account: Account, book: Book): void
  legsOf(scope: Scope, account: Account, book: Book): readonly Leg[]
  policies(book: Book): Policies
}

/**
 * A family from its legs. The legs of an account are kept as long as the account object is: accounts are replaced, never changed, so a
 * leg list can only belong to the account that it was made from.
 */
export function legsFamily<Book extends Rulebook>(rules: LegRules<Book>): Family<Book> {
  const kept = new WeakMap<Book, WeakMap<Account, ReadonlyMap<ScopeId, readonly Leg[]>>>()

  function legsOf(account: Account, book: Book): ReadonlyMap<ScopeId, readonly Leg[]> {
    let accounts = kept.get(book)
    if (accounts === undefined) {
      accounts = new WeakMap()
      kept.set(book, accounts)
    }
    let legs = accounts.get(account)
    if (legs === undefined) {
      legs = new Map([...account.scopes].map(([id, scope]) => [id, rules.legsOf(scope, account, book)]))
      accounts.set(account, legs)
    }
    return legs
  }

  return {
    validate: rules.validate,
    policies: rules.policies,
    assess: (account, book, view) => {
      const legs = legsOf(account, book)
      const scopes: ScopeAssessment[] = []
      for (const [id, scope] of account.scopes) scopes.push(assessScope(scope, legs.get(id) ?? [], account, book, view))
      return foldScopes(scopes)
    },
    solve: (assessment, _book, { factor, target }) => solveLegs(assessment.legs, factor, target),
    lowerBound: (account, book, box) => lowestBound([...legsOf(account, book).values()], box),
    factors: (account, book) => {
      const factors = new Set<FactorId>()
      for (const legs of legsOf(account, book).values()) {
        for (const leg of legs) if (leg.factor !== null && leg.quantity !== 0n) factors.add(leg.factor)
      }
      return [...factors]
    },
    legsOf: (account, book, scope) => legsOf(account, book).get(scope) ?? [],
    steps: (assessment) => stepsOfLegs(assessment),
  }
}

/** The smallest bound over the scopes that can go under at all: one that requires nothing and owes nothing is always safe. */
function lowestBound(scopes: readonly (readonly Leg[])[], box: Box): Value | null {
  let lowest: Value | null = null
  for (const legs of scopes) {
    if (legs.every((leg) => leg.quantity === 0n || (leg.maintenance.by === 'none' && leg.quantity > 0n))) continue
    const bound = lowerBoundOfLegs(legs, box)
    if (bound === null) return null
    lowest = lowest === null || bound < lowest ? bound : lowest
  }
  return lowest ?? ((10n ** 60n) as Value)
}

function stepsOfLegs(assessment: ScopeAssessment): readonly RuleStep[] {
  const steps: RuleStep[] = assessment.legs.flatMap(stepsOfLeg)
  const { risk } = assessment
  if (risk === null) return steps
  return [
    ...steps,
    { name: 'equity', formula: 'Σ worth', value: risk.equity },
    { name: 'marginEquity', formula: 'Σ ⌊worth × maintenanceWeight⌋', value: risk.maintenance.marginEquity },
    { name: 'maintenanceRequirement', formula: 'Σ ⌈requirement⌉', value: risk.maintenance.requirement },
    { name: 'excessMargin', formula: 'marginEquity − maintenanceRequirement', value: excessMargin(risk) },
  ]
}

function stepsOfLeg(figures: LegFigures): readonly RuleStep[] {
  const { leg } = figures
  const name = 'position' in leg.of ? leg.of.position.id : leg.of.holding.asset
  const worth =
    leg.entryCoin !== undefined
      ? { name: `${name} unrealizedPnl`, formula: '⌊face × (1 ÷ entryPrice − 1 ÷ markPrice)⌋', value: figures.worth }
      : 'position' in leg.of
        ? { name: `${name} unrealizedPnl`, formula: '⌊quantity × markPrice⌋ − entryValue', value: figures.worth }
        : { name: `${name} value`, formula: '⌊amount × price⌋', value: figures.worth }
  if (leg.maintenance.by === 'none') return [worth]
  return [
    worth,
    {
      name: `${name} notional`,
      formula: leg.entryCoin === undefined ? '⌈|quantity| × price⌉' : '⌈|face| ÷ price⌉',
      value: figures.notional,
    },
    {
      name: `${name} maintenanceRequirement`,
      formula: SCHEDULE_FORMULA[leg.maintenance.by],
      value: figures.maintenanceRequirement,
    },
  ]
}

const SCHEDULE_FORMULA: { readonly [S in 'notional' | 'price' | 'coins' | 'fixed']: string } = {
  coins: '⌈notional × (base + increment × notional)⌉, in coin',
  notional: '⌈notional × rate − deduction⌉',
  price: '⌈|quantity| × (price × rate + perShare)⌉',
  fixed: 'taken on the entry value or by the contract, whatever the price',
}

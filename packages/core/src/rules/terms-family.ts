import {
  type Account,
  excessMargin,
  type FactorId,
  healthFactor,
  quoteOf,
  type Risk,
  type Rulebook,
  type Scope,
  type Status,
} from '../model/index.js'
import { type Price, type Rational, type Value, WAD } from '../number/index.js'
import type { Family, RuleStep, ScopeAssessment, ScopeTerms, View } from './family.js'
import { figuresOf, type LegFigures, type MissingPrice, sumLegs } from './leg.js'
import { type LegRules, legsFamily } from './legs-family.js'
import type { Target } from './piecewise.js'
import { nextRoots } from './scan-solve.js'
import { foldScopes, openCallOf, statusOf } from './status.js'

/** What terms are computed from: everything that the account's prices say, so that they can be computed again at another price. */
export interface TermsInput<Book extends Rulebook> {
  readonly book: Book
  readonly legs: readonly LegFigures[]
  /** Of every factor that the scope depends on. */
  readonly prices: ReadonlyMap<FactorId, Price>
  readonly atMs: number | null
}

/** Requirements that claim several parts of a scope at once: option strategies, concentration, scenarios, a minimum of the whole. */
export interface Terms {
  /** ± added to the sum over the legs (− relieves legs that are hedged). */
  readonly initial: Value
  readonly maintenance: Value
  readonly steps: readonly RuleStep[]
  readonly strategies: ScopeTerms['strategies']
}

/** A family of legs with terms on top. */
export interface TermRules<Book extends Rulebook> extends LegRules<Book> {
  /** Prices that the terms need beside the legs' own. */
  extraFactors(scope: Scope, book: Book): readonly FactorId[]
  /** Whether terms can move the maintenance side of a scope: such a scope has no bound and is solved by search. */
  movesMaintenance(scope: Scope, book: Book): boolean
  /** `null`: nothing is added. A list: what is missing to compute it. */
  terms(input: TermsInput<Book>): Terms | readonly MissingPrice[] | null
  /** Prices of a factor where the excess may change its line. */
  kinks(input: TermsInput<Book>, factor: FactorId): readonly Rational[]
  /** The last word on the status; `status` is what the figures say. */
  statusOf?(status: Status, risk: Risk, book: Book, atMs: number | null): Status
}

/** `legsFamily` with terms folded in: the fast path stays where a scope has none. */
export function termsFamily<Book extends Rulebook>(rules: TermRules<Book>): Family<Book> {
  const base = legsFamily(rules)

  function withTerms(
    assessed: ScopeAssessment,
    scope: Scope,
    account: Account,
    book: Book,
    view: View,
  ): ScopeAssessment {
    const prices = new Map(
      assessed.legs.flatMap(({ leg, price }) => (leg.factor === null ? [] : [[leg.factor, price] as const])),
    )
    const missing = [...assessed.missing]
    for (const factor of rules.extraFactors(scope, book)) {
      const quote = quoteOf(view.prices, factor)
      if (quote.status === 'ok') prices.set(factor, quote.price)
      else if (!missing.some((each) => each.factor === factor)) missing.push({ factor, reason: quote.status })
    }
    if (assessed.risk === null || missing.length > 0) return unknown(assessed, missing)
    const terms = rules.terms({ book, legs: assessed.legs, prices, atMs: view.atMs })
    if (isMissing(terms)) return unknown(assessed, terms)
    const risk = terms === null ? assessed.risk : added(assessed.risk, terms)
    const status = statusOf(risk, book, openCallOf(account, scope, view.atMs))
    return {
      ...assessed,
      risk,
      status: rules.statusOf?.(status, risk, book, view.atMs) ?? status,
      healthFactor: healthFactor(risk),
      ...(terms !== null && {
        terms: {
          ...terms,
          prices,
          atMs: view.atMs,
          isSearched: rules.movesMaintenance(scope, book),
        },
      }),
    }
  }

  function excessAt(
    assessment: ScopeAssessment,
    book: Book,
    target: Target,
    factor: FactorId,
    price: Price,
  ): bigint | null {
    if (assessment.terms === undefined) return null
    const legs = assessment.legs.map((each) => (each.leg.factor === factor ? figuresOf(each.leg, price) : each))
    const prices = new Map(assessment.terms.prices).set(factor, price)
    const sum = sumLegs(legs)
    if (target === 'bankruptcy') return sum.equity
    const terms = rules.terms({ book, legs, prices, atMs: assessment.terms.atMs })
    if (isMissing(terms)) return null
    const { marginEquity, requirement } = (terms === null ? sum : added(sum, terms)).maintenance
    return marginEquity * WAD - requirement * target.level
  }

  return {
    ...base,
    assess: (account, book, view) => {
      const { scopes } = base.assess(account, book, view)
      return foldScopes(
        scopes.map((assessed) => {
          const scope = account.scopes.get(assessed.scope)
          return scope === undefined ? assessed : withTerms(assessed, scope, account, book, view)
        }),
      )
    },
    solve: (assessment, book, { factor, target }) => {
      const { terms } = assessment
      if (terms === undefined || !terms.isSearched || target === 'bankruptcy')
        return base.solve(assessment, book, { factor, target })
      const kinks = rules.kinks({ book, legs: assessment.legs, prices: terms.prices, atMs: terms.atMs }, factor)
      return nextRoots(kinks, (price) => excessAt(assessment, book, target, factor, price))
    },
    lowerBound: (account, book, box) =>
      [...account.scopes.values()].some((scope) => rules.movesMaintenance(scope, book))
        ? null
        : base.lowerBound(account, book, box),
    factors: (account, book) => [
      ...new Set([
        ...base.factors(account, book),
        ...[...account.scopes.values()].flatMap((scope) => rules.extraFactors(scope, book)),
      ]),
    ],
    steps: (assessment, book) => {
      const steps = base.steps(assessment, book)
      const { risk, terms } = assessment
      if (risk === null || terms === undefined || terms.steps.length === 0) return steps
      // The sums come last, after what they sum.
      // What a leg keeps by itself is no step where the terms say it for all.
      const isOfLeg = (step: RuleStep): boolean =>
        !SUMS.has(step.name) && !(step.value === 0n && step.name.endsWith(' maintenanceRequirement'))
      return [
        ...steps.filter(isOfLeg),
        ...terms.steps,
        { name: 'equity', formula: 'Σ worth', value: risk.equity },
        { name: 'marginEquity', formula: 'Σ ⌊worth × maintenanceWeight⌋', value: risk.maintenance.marginEquity },
        { name: 'maintenanceRequirement', formula: 'Σ ⌈requirement⌉', value: risk.maintenance.requirement },
        { name: 'excessMargin', formula: 'marginEquity − maintenanceRequirement', value: excessMargin(risk) },
      ]
    },
  }
}

const SUMS: ReadonlySet<string> = new Set(['equity', 'marginEquity', 'maintenanceRequirement', 'excessMargin'])

function added(risk: Risk, terms: Terms): Risk {
  const side = (of: 'initial' | 'maintenance'): Risk['initial'] => ({
    marginEquity: risk[of].marginEquity,
    requirement: (risk[of].requirement + terms[of]) as Value,
  })
  return { equity: risk.equity, initial: side('initial'), maintenance: side('maintenance') }
}

function unknown(assessed: ScopeAssessment, missing: readonly MissingPrice[]): ScopeAssessment {
  return { ...assessed, status: 'unknown', risk: null, healthFactor: null, missing }
}

function isMissing(terms: Terms | readonly MissingPrice[] | null): terms is readonly MissingPrice[] {
  return Array.isArray(terms)
}

import { fail, suggestion } from '../../errors.js'
import type { Account, BrokerRulebook, FactorId, Position, Scope } from '../../model/index.js'
import {
  larger,
  type Quantity,
  type Rational,
  smaller,
  subtract,
  type Value,
  WAD,
  ZERO_VALUE,
} from '../../number/index.js'
import type { Family, RuleStep } from '../family.js'
import { holdingLeg, NO_WEIGHT } from '../holding-leg.js'
import type { Leg } from '../leg.js'
import { freeOfFees } from '../policies.js'
import { refuseLending } from '../simple/simple.js'
import { type Terms, type TermsInput, termsFamily } from '../terms-family.js'
import { concentrationKinks, concentrationTerms } from './concentration.js'
import { longDatedRelief } from './long-dated.js'
import { contractOf, optionKinks, optionTerms } from './option-terms.js'
import { securityOf, securitySchedules } from './securities.js'
import { softEdgeStatus } from './soft-edge.js'

/**
 * Securities long and short, and options, against signed cash: E = LMV − DR + CR − SMV. Each security keeps what its class asks of its
 * current value, shorts with per-share floors; options are paired into the cheapest strategies that the rules know. Options do not count
 * as margin equity (a bought one is paid for, a sold one's premium stands in its requirement), they do in equity.
 * Source: 12 CFR 220; FINRA Rule 4210 (read 2026-11).
 */
export const broker: Family<BrokerRulebook> = termsFamily<BrokerRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const scope of account.scopes.values())
      for (const position of scope.positions) refuseUnknown(position, account, book)
  },
  legsOf: (scope, _account, book) => [
    ...scope.holdings.map((holding) => {
      const base = { decimals: 18, currency: book.currency }
      if (holding.asset === book.currency) return holdingLeg(holding, base)
      const side = holding.stored >= 0n ? 'long' : 'short'
      const { initial, maintenance } = securitySchedules(securityOf(holding.asset, book), side, book)
      return holdingLeg(holding, { ...base, initial, maintenance })
    }),
    ...scope.positions.map(optionLeg),
  ],
  policies: (book) => ({
    ...freeOfFees(book, { lot: WAD as Quantity }),
    lotOf: (market) => book.options.get(market)?.multiplier ?? (WAD as Quantity),
  }),
  extraFactors: (scope, book) => underlyingsOf(scope, book),
  movesMaintenance: (scope, book) =>
    scope.positions.length > 0 ||
    (book.concentration.length > 0 &&
      scope.holdings.some(({ asset, stored }) => asset !== book.currency && stored > 0n)),
  terms,
  kinks: (input, factor): readonly Rational[] => [...optionKinks(input, factor), ...concentrationKinks(input, factor)],
  statusOf: softEdgeStatus,
})

function terms(input: TermsInput<BrokerRulebook>): Terms | null {
  const parts = [concentrationTerms(input), optionTerms(input), longDatedRelief(input)].filter((part) => part !== null)
  const sum = (side: 'initial' | 'maintenance'): Value => parts.reduce((total, part) => total + part[side], 0n) as Value
  const least = minimumEquity(input, sum('initial'))
  const marks = markedSteps(input)
  if (parts.length === 0 && least === ZERO_VALUE && marks.length === 0) return null
  return {
    initial: (sum('initial') + least) as Value,
    maintenance: sum('maintenance'),
    steps: [
      ...marks,
      ...parts.flatMap(({ steps }) => steps),
      ...(least === ZERO_VALUE
        ? []
        : [{ name: 'minimum equity', formula: 'added to the initial requirement', value: least }]),
    ],
    strategies: parts.flatMap(({ strategies }) => strategies),
  }
}

/**
 * What the minimum equity adds to the initial requirement: a short needs all of it, a long bought with credit at most its own value.
 */
function minimumEquity(input: TermsInput<BrokerRulebook>, ofTerms: Value): Value {
  const cash = input.legs.reduce((sum, { leg, worth }) => (leg.factor === null ? sum + worth : sum), 0n)
  const securities = input.legs.filter(({ leg }) => leg.factor !== null && leg.maintenance.by !== 'none')
  const isShort = securities.some(({ leg }) => leg.quantity < 0n)
  if (!isShort && cash >= 0n) return ZERO_VALUE
  const longValue = securities.reduce((sum, { notional }) => sum + notional, 0n) as Value
  const least = isShort ? input.book.minimumEquity : smaller(input.book.minimumEquity, longValue)
  const required = input.legs.reduce(
    (sum, { initialRequirement }) => sum + initialRequirement,
    ofTerms as bigint,
  ) as Value
  return larger(subtract(least, required), ZERO_VALUE)
}

/** Parameters behind this account's figures that were not read in their source. */
function markedSteps(input: TermsInput<BrokerRulebook>): readonly RuleStep[] {
  return input.legs.flatMap((figures): readonly RuleStep[] => {
    const { leg } = figures
    if (!('holding' in leg.of) || leg.maintenance.by === 'none') return []
    const { asset } = leg.of.holding
    const { parameter } = securitySchedules(
      securityOf(asset, input.book),
      leg.quantity < 0n ? 'short' : 'long',
      input.book,
    )
    const mark = input.book.marks.get(parameter)
    return mark === undefined
      ? []
      : [
          {
            name: `${asset} ${parameter}`,
            formula: 'the rate of its class, not re-read in the rule',
            value: figures.maintenanceRequirement,
            mark,
          },
        ]
  })
}

/** An option's leg: its worth is equity but not margin equity, and what it keeps is the strategies' to say. */
function optionLeg(position: Position): Leg {
  return {
    of: { position },
    factor: position.market,
    quantity: position.quantity,
    entryValue: ZERO_VALUE,
    initialWeight: NO_WEIGHT,
    maintenanceWeight: NO_WEIGHT,
    initial: { by: 'fixed', requirement: ZERO_VALUE },
    maintenance: { by: 'fixed', requirement: ZERO_VALUE },
  }
}

function underlyingsOf(scope: Scope, book: BrokerRulebook): readonly FactorId[] {
  return [...new Set(scope.positions.flatMap((position) => contractOf(position, book)?.underlying ?? []))]
}

function refuseUnknown(position: Position, account: Account, book: BrokerRulebook): void {
  const contract = contractOf(position, book)
  if (contract === undefined) {
    fail(
      'unknown_market',
      `${account.venue} has no option ${position.market}: shares go under "balances", options under "options".${suggestion(position.market, book.options.keys())}`,
    )
  }
  if (position.quantity % contract.multiplier !== 0n) {
    fail(
      'document_invalid',
      `${position.market} is not held in whole contracts of ${contract.multiplier / WAD} shares.`,
    )
  }
}

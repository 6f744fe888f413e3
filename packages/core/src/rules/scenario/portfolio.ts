import { fail, suggestion } from '../../errors.js'
import { type AssetId, compareText, type FactorId, type Position, type ScenarioRulebook } from '../../model/index.js'
import {
  divFloor,
  exact,
  larger,
  ONE_RATIO,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  type Rational,
  rational,
  subtract,
  sumOf,
  toRatioCeil,
  toRatioFloor,
  type Value,
  WAD,
  ZERO_VALUE,
} from '../../number/index.js'
import { securityOf } from '../broker/securities.js'
import type { Family, RuleStep } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import type { Leg, LegFigures, MissingPrice } from '../leg.js'
import { freeOfFees } from '../policies.js'
import { refuseLending } from '../simple/simple.js'
import { type Terms, type TermsInput, termsFamily } from '../terms-family.js'
import { SCALE } from './fixed-point.js'
import { impliedVolatility, type ModelOption, modelPrice } from './option-model.js'
import { contractMinimumCeil, movesOf, type PriceRange } from './portfolio-margin.js'
import { groupRequirement, type ScenarioHolding, scanArray } from './scan.js'

/**
 * Portfolio margin: stocks and options of one underlying are moved together over the points of its class, options re-priced by the model at
 * the volatility that their price implies; the worst point is the requirement, at least the minimum per contract. The same to open and to
 * keep; options count at their market value. Time is needed where there are options.
 * Source: FINRA Rule 4210(g) (read 2026-11).
 */
export const scenario: Family<ScenarioRulebook> = termsFamily<ScenarioRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const scope of account.scopes.values()) {
      for (const { asset } of scope.holdings) if (asset !== book.currency) rangeOf(asset, book)
      for (const { market } of scope.positions) {
        if (book.options.has(market)) continue
        fail(
          'unknown_market',
          `${account.venue} has no option ${market}: options go under "options".${suggestion(market, book.options.keys())}`,
        )
      }
    }
  },
  legsOf: (scope, _account, book) => [
    ...scope.holdings.map((holding) =>
      holdingLeg(holding, {
        decimals: 18,
        currency: book.currency,
        ...(holding.asset !== book.currency && { initial: BY_SCENARIO, maintenance: BY_SCENARIO }),
      }),
    ),
    ...scope.positions.map(optionLeg),
  ],
  policies: (book) => ({
    ...freeOfFees(book, { lot: WAD as Quantity }),
    lotOf: (market) => book.options.get(market)?.multiplier ?? (WAD as Quantity),
  }),
  extraFactors: (scope, book) => [
    ...new Set(scope.positions.flatMap(({ market }) => book.options.get(market)?.underlying ?? [])),
  ],
  movesMaintenance: (scope, book) =>
    scope.positions.length > 0 || scope.holdings.some(({ asset }) => asset !== book.currency),
  terms,
  kinks: (input, factor) => kinks(input, factor),
})

const BY_SCENARIO = { by: 'fixed', requirement: ZERO_VALUE } as const

function optionLeg(position: Position): Leg {
  return {
    of: { position },
    factor: position.market,
    quantity: position.quantity,
    entryValue: ZERO_VALUE,
    initialWeight: ONE_RATIO,
    maintenanceWeight: ONE_RATIO,
    initial: BY_SCENARIO,
    maintenance: BY_SCENARIO,
  }
}

function terms(input: TermsInput<ScenarioRulebook>): Terms | readonly MissingPrice[] | null {
  const { book, atMs } = input
  const classes = classesOf(input)
  if (classes.size === 0) return null
  if (atMs === null && input.legs.some(({ leg }) => 'position' in leg.of))
    return [{ factor: 'asOf', reason: 'missing' }]
  const found = [...classes].map(([underlying, legs]) => {
    const moves = movesOf(rangeOf(underlying, book))
    const price = input.prices.get(underlying) as Price
    const contracts = legs.reduce((sum, { leg }) => sum + contractsOf(leg, book), 0n) as Quantity
    return {
      ...groupRequirement({
        name: underlying,
        array: scanArray(legs.map((each) => gainsOf(each, price, moves, { book, atMs: atMs ?? 0 }))),
        minimum: contractMinimumCeil(contracts, book.perContract),
      }),
      moves,
    }
  })
  const total = found.reduce((sum, { requirement }) => sum + requirement, 0n) as Value
  const opening = larger(subtract(book.minimumEquity, total), ZERO_VALUE)
  const steps = found.map(({ name, requirement, binding, scenario: point, moves }): RuleStep => {
    const move = point === null ? undefined : moves[point]
    const at = move === undefined ? '' : ` at ${percentText(move)}`
    return {
      name: `${name} portfolio margin`,
      formula:
        binding === 'scan' ? `the largest loss over ${moves.length} points${at}` : 'contracts × minimum per contract',
      value: requirement,
    }
  })
  return {
    // The least equity of a portfolio margin account is asked to open, not to keep.
    initial: (total + opening) as Value,
    maintenance: total,
    steps: [...steps, ...marked(book, 'minimumEquity', opening)],
    strategies: [],
  }
}

function marked(book: ScenarioRulebook, parameter: string, value: Value): readonly RuleStep[] {
  const mark = book.marks.get(parameter)
  return value === 0n
    ? []
    : [
        {
          name: 'minimum equity',
          formula: 'added to the initial requirement',
          value,
          ...(mark !== undefined && { mark }),
        },
      ]
}

/** Legs by underlying, in the order of names. */
function classesOf(input: TermsInput<ScenarioRulebook>): ReadonlyMap<AssetId, readonly LegFigures[]> {
  const classes = new Map<AssetId, LegFigures[]>()
  for (const figures of input.legs) {
    const underlying = underlyingOf(figures.leg, input.book)
    if (underlying === null || figures.leg.quantity === 0n) continue
    classes.set(underlying, [...(classes.get(underlying) ?? []), figures])
  }
  return new Map([...classes].sort(([a], [b]) => compareText(a, b)))
}

function underlyingOf(leg: Leg, book: ScenarioRulebook): AssetId | null {
  if ('position' in leg.of) return book.options.get(leg.of.position.market)?.underlying ?? null
  return leg.factor === null ? null : leg.of.holding.asset
}

function contractsOf(leg: Leg, book: ScenarioRulebook): bigint {
  const contract = 'position' in leg.of ? book.options.get(leg.of.position.market) : undefined
  if (contract === undefined) return 0n
  const units = leg.quantity < 0n ? -leg.quantity : leg.quantity
  return divFloor(units * WAD, contract.multiplier)
}

/** What one unit of a leg gains at each move of its underlying. */
function gainsOf(
  { leg, price }: LegFigures,
  underlying: Price,
  moves: readonly Rational[],
  options: { readonly book: ScenarioRulebook; readonly atMs: number },
): ScenarioHolding {
  const contract = 'position' in leg.of ? options.book.options.get(leg.of.position.market) : undefined
  if (contract === undefined) {
    return { quantity: leg.quantity, array: moves.map((move) => productOf(exact(underlying), move)) }
  }
  const model: ModelOption = {
    right: contract.right,
    strike: wide(exact(contract.strike)),
    years: yearsTo(contract.expiry, options.atMs),
  }
  const today = wide(exact(underlying))
  const volatility = impliedVolatility(model, today, wide(exact(price)))
  // Gains are taken between two prices of the model, so that an error of the model's start price does not count as a move.
  const start = modelPrice(model, today, volatility)
  const array = moves.map((move) => {
    const moved = wide(productOf(exact(underlying), sumOf(rational(1n), move)))
    return rational(modelPrice(model, moved, volatility) - start, SCALE)
  })
  return { quantity: leg.quantity, array }
}

const YEAR_MS = 365 * 86_400_000

/** Years to the end of the expiry's day, ≥ 0, of 365 days. */
function yearsTo(expiry: string, atMs: number): bigint {
  const left = Date.parse(`${expiry}T00:00:00Z`) + 86_400_000 - atMs
  return left <= 0 ? 0n : divFloor(BigInt(left) * SCALE, BigInt(YEAR_MS))
}

function wide(number: Rational): bigint {
  return divFloor(number.numerator * SCALE, number.denominator)
}

function kinks(input: TermsInput<ScenarioRulebook>, factor: FactorId): readonly Rational[] {
  const today = input.prices.get(factor)
  if (today === undefined) return []
  const strikes = [...input.book.options.values()].flatMap((each) =>
    each.underlying === factor ? [exact(each.strike)] : [],
  )
  return [...strikes, quotientOf(exact(today), rational(2n)), exact(today)]
}

function rangeOf(asset: AssetId, book: ScenarioRulebook): PriceRange {
  const security = securityOf(asset, book)
  const range = book.ranges.get(security.class)
  if (range === undefined) {
    return fail(
      'unknown_asset',
      `${book.id} takes no ${security.class} (${asset}): ${[...book.ranges.keys()].join(', ')}.`,
    )
  }
  const factor = security.class === 'leveraged_fund' ? security.factor : ONE_RATIO
  const size = factor < 0n ? -factor : factor
  return {
    down: larger(toRatioFloor(productOf(exact(range.down), exact(size))), -ONE_RATIO as Ratio),
    up: toRatioCeil(productOf(exact(range.up), exact(size))),
  }
}

function percentText(move: Rational): string {
  return `${divFloor(move.numerator * 10_000n, move.denominator)} bps`
}

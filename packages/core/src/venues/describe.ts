import { unreachable } from '../errors.js'
import type { AssetRule, DerivativesRulebook, LinearRate, MarginShape, MarketRule, Rulebook } from '../model/index.js'
import { formatDecimal } from '../number/index.js'
import { brokerFormulas, brokerParameters, isBrokerBook } from './describe-brokers.js'

/** One line of the list of venues. */
export interface VenueSummary {
  readonly id: string
  readonly family: Rulebook['family']
  readonly version: string
  readonly validFrom: string | null
  readonly markets: readonly string[]
}

/** A rulebook in words and decimal strings: what a person would want to check it against its source. */
export interface VenueDescription extends VenueSummary {
  readonly currency: string
  readonly source: string
  /** What happens at exact equality. */
  readonly boundary: Rulebook['boundary']
  readonly formulas: readonly string[]
  readonly parameters: readonly VenueParameter[]
  readonly notSourced: readonly string[]
  /** The venue's page in the repository. */
  readonly page: string
}

export interface VenueParameter {
  readonly of: string
  readonly name: string
  readonly value: string
}

/** @example summarizeVenue(rulebookOf('binance-usdm')).markets // ['BTCUSDT', 'ETHUSDT'] */
export function summarizeVenue(book: Rulebook): VenueSummary {
  const { id, family, version, validFrom } = book
  return { id, family, version, validFrom, markets: book.family === 'derivatives' ? [...book.markets.keys()] : [] }
}

/** Everything that a rulebook says, its source and what no source showed. */
export function describeVenue(book: Rulebook): VenueDescription {
  return {
    ...summarizeVenue(book),
    currency: book.currency,
    source: book.source,
    boundary: book.boundary,
    formulas: [...formulasOf(book), LINE[book.boundary]],
    parameters: parametersOf(book),
    notSourced: notSourcedOf(book),
    page: `docs/venues/${book.id}.md`,
  }
}

const LINE: { readonly [B in Rulebook['boundary']]: string } = {
  safe: 'liquidatable when marginEquity < maintenance requirement; equality is safe',
  liquidates: 'liquidatable when marginEquity ≤ maintenance requirement; equality liquidates',
}

function parametersOf(book: Rulebook): readonly VenueParameter[] {
  if (isBrokerBook(book)) return brokerParameters(book)
  return book.family === 'derivatives' ? derivativesParameters(book) : []
}

function notSourcedOf(book: Rulebook): readonly string[] {
  if (isBrokerBook(book)) return [...book.marks].flatMap(([name, mark]) => (mark === 'to_check' ? [name] : []))
  return book.family === 'derivatives' ? (book.notSourced ?? []) : []
}

function formulasOf(book: Rulebook): readonly string[] {
  if (isBrokerBook(book)) return brokerFormulas(book)
  if (book.family !== 'derivatives') return []
  const kinds = new Set([...book.markets.values()].map(({ market }) => market.kind))
  const shapes = new Set([...book.markets.values()].map((rule) => rule.shape?.shape ?? 'marginal'))
  return [
    ...[...kinds].map((kind) => WORTH[kind]),
    ...[...shapes].map((shape) => RATE[shape]),
    `maintenance on the ${book.basis} price, initial on the ${book.initialBasis ?? 'mark'} price`,
  ]
}

const WORTH: { readonly [K in MarketRule['market']['kind']]: string } = {
  linear:
    'unrealizedPnl = quantity × multiplier × (markPrice − entryPrice), notional = |quantity| × multiplier × markPrice',
  inverse: 'unrealizedPnl = face × (1 ÷ entryPrice − 1 ÷ markPrice), notional = |face| ÷ markPrice, both in coin',
  quanto: 'unrealizedPnl = quantity × multiplier × (markPrice − entryPrice), paid in a third asset',
}

const RATE: { readonly [S in MarginShape['shape'] | 'marginal']: string } = {
  marginal: 'maintenance = notional × rate − deduction, deductionₙ = deductionₙ₋₁ + floorₙ × (rateₙ − rateₙ₋₁)',
  flat: 'maintenance = notional × rate of the band that the whole size stands in',
  linear: 'rate = base + increment × size in coins, on the whole position',
  square_root: 'rate = max(least, least × kept + factor × √size in coins)',
  steps: 'rate = base × (steps + 1), steps = ⌈(entry value − baseLimit) ÷ step⌉; initial rises by the same base a step',
  at_least: 'maintenance = max(amount, notional × rate)',
  unsourced: 'rates not sourced: positions are unknown',
}

function derivativesParameters(book: DerivativesRulebook): readonly VenueParameter[] {
  return [
    ...[...book.collateral].flatMap(([asset, rule]) => collateralParameters(asset, rule)),
    ...[...book.markets.values()].flatMap(marketParameters),
  ]
}

function collateralParameters(of: string, rule: AssetRule): readonly VenueParameter[] {
  return [
    { of, name: 'initialWeight', value: formatDecimal(rule.initialWeight) },
    { of, name: 'maintenanceWeight', value: formatDecimal(rule.maintenanceWeight) },
  ]
}

function marketParameters(rule: MarketRule): readonly VenueParameter[] {
  const of = rule.market.id
  const known = rule.knownUpTo
  return [
    { of, name: 'kind', value: rule.market.kind },
    ...(rule.market.multiplier === undefined
      ? []
      : [{ of, name: 'multiplier', value: formatDecimal(rule.market.multiplier) }]),
    ...rule.tiers.map((tier) => ({
      of,
      name: `from ${formatDecimal(tier.floor)}`,
      value: `maintenance ${formatDecimal(tier.maintenanceRate)}, deduction ${formatDecimal(tier.deduction)}, leverage ${formatDecimal(tier.leverageMax)}`,
    })),
    ...(rule.shape === undefined ? [] : shapeParameters(of, rule.shape)),
    ...(rule.closingFee === undefined
      ? []
      : [{ of, name: 'closing fee in maintenance', value: formatDecimal(rule.closingFee) }]),
    ...(rule.positionMarginMin === undefined
      ? []
      : [{ of, name: 'on top of every position', value: formatDecimal(rule.positionMarginMin) }]),
    { of, name: 'liquidation fee', value: formatDecimal(rule.liquidationFee) },
    ...(known === undefined
      ? []
      : [{ of, name: `known up to (${known.by.replace('_', ' ')})`, value: formatDecimal(known.most) }]),
  ]
}

function shapeParameters(of: string, shape: MarginShape): readonly VenueParameter[] {
  switch (shape.shape) {
    case 'flat':
      return shape.tiers.map((tier) => ({
        of,
        name: `from ${formatDecimal(tier.from)} (${shape.by})`,
        value: `initial ${formatDecimal(tier.initialRate)}, maintenance ${formatDecimal(tier.maintenanceRate)}`,
      }))
    case 'linear':
      return [
        { of, name: 'initial', value: linearText(shape.initial) },
        { of, name: 'maintenance', value: linearText(shape.maintenance) },
      ]
    case 'square_root':
      return (['initial', 'maintenance'] as const).map((name) => {
        const { least, kept, factor } = shape[name]
        return {
          of,
          name,
          value: `least ${formatDecimal(least)}, kept ${formatDecimal(kept)}, factor ${formatDecimal(factor)}`,
        }
      })
    case 'steps':
      return [
        { of, name: 'base limit', value: formatDecimal(shape.baseLimit) },
        { of, name: 'step', value: formatDecimal(shape.step) },
        { of, name: 'base initial', value: formatDecimal(shape.baseInitial) },
        { of, name: 'base maintenance', value: formatDecimal(shape.baseMaintenance) },
      ]
    case 'at_least':
      return [
        { of, name: 'at least', value: formatDecimal(shape.amount) },
        { of, name: 'initial', value: formatDecimal(shape.initial) },
        { of, name: 'maintenance', value: formatDecimal(shape.maintenance) },
      ]
    case 'unsourced':
      return [{ of, name: 'rates', value: 'not sourced' }]
    default:
      return unreachable(shape)
  }
}

function linearText({ base, increment }: LinearRate): string {
  return `${formatDecimal(base)} + ${formatDecimal(increment)} a coin`
}

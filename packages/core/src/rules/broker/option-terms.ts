import type { AssetId, BrokerRulebook, FactorId, MarketId, OptionContract, Position } from '../../model/index.js'
import { compareText } from '../../model/index.js'
import {
  divFloor,
  exact,
  type Price,
  productOf,
  type Quantity,
  quotientOf,
  type Ratio,
  type Rational,
  rational,
  toValueFloor,
  type Value,
  WAD,
} from '../../number/index.js'
import type { StrategyFigures } from '../family.js'
import type { LegFigures } from '../leg.js'
import { heightAt, linesOf, type Schedule } from '../schedule.js'
import type { Terms, TermsInput } from '../terms-family.js'
import { decompose } from './options/decompose.js'
import { type NakedRates, nakedKinks } from './options/naked.js'
import type { OptionLeg, StockCost, StrategyRules } from './options/strategies.js'
import { STOCK } from './options/strategies.js'
import { securityOf, securitySchedules } from './securities.js'

type Input = TermsInput<BrokerRulebook>

/** Options of one underlying and one multiplier, with the stock that may stand beside them. */
interface OptionGroup {
  readonly underlying: AssetId
  readonly multiplier: Quantity
  readonly options: readonly { readonly contract: OptionContract; readonly position: Position; readonly price: Price }[]
  /** Shares, signed; given to one group of an underlying only. */
  readonly shares: Quantity
}

/** The option positions of a scope, told by the rulebook's contracts. */
export function contractOf(
  position: Position,
  book: { readonly options: ReadonlyMap<MarketId, OptionContract> },
): OptionContract | undefined {
  return book.options.get(position.market)
}

/**
 * What options add to the sum over the legs: the cheapest pairing of each underlying's options and stock, less what the stock in it would
 * keep alone (that is in the sum already). `null` where there are no options.
 */
export function optionTerms(input: Input): Terms | null {
  const groups = groupsOf(input)
  if (groups.length === 0) return null
  const parts = groups.map((group) => termsOfGroup(group, input))
  const sum = (side: 'initial' | 'maintenance'): Value => parts.reduce((total, part) => total + part[side], 0n) as Value
  return {
    initial: sum('initial'),
    maintenance: sum('maintenance'),
    steps: parts.flatMap(({ steps }) => steps),
    strategies: parts.flatMap(({ strategies }) => strategies),
  }
}

function termsOfGroup(group: OptionGroup, input: Input): Terms {
  const underlying = input.prices.get(group.underlying) as Price
  const rules = strategyRules(group.underlying, underlying, input.book)
  const legs = group.options.map(
    ({ contract, position, price }): OptionLeg => ({
      id: contract.id,
      right: contract.right,
      strike: contract.strike,
      expiry: contract.expiry,
      contracts: (divFloor(position.quantity, contract.multiplier) * WAD) as Quantity,
      price,
    }),
  )
  const size = group.shares < 0n ? -group.shares : group.shares
  const units = divFloor(size, group.multiplier) * (group.shares < 0n ? -1n : 1n)
  const chosen = decompose(legs, units, { rules, multiplier: group.multiplier })
  const strategies = chosen.strategies.map(
    (each): StrategyFigures => ({
      name: each.name,
      legs: each.legs.map((leg) => (leg === STOCK ? group.underlying : leg)),
      units: each.units,
      initialRequirement: each.initial,
      maintenanceRequirement: each.maintenance,
      binding: each.binding,
    }),
  )
  // The stock that stands in a strategy is taken out of the sum over the legs, rounded down so that nothing is relieved twice.
  const inStrategies = chosen.strategies.reduce(
    (sum, each) => (each.legs.includes(STOCK) ? sum + each.units : sum),
    0n,
  ) as Quantity
  const alone = group.shares < 0n ? rules.stock.short(exact(underlying)) : rules.stock.long(exact(underlying))
  const shares = productOf(exact(inStrategies), exact(group.multiplier))
  const relief = (perShare: Rational): Value => toValueFloor(productOf(perShare, shares))
  return {
    initial: (chosen.initial - relief(alone.initial)) as Value,
    maintenance: (chosen.maintenance - relief(alone.maintenance)) as Value,
    strategies,
    steps: strategies.map((each) => ({
      name: `${group.underlying} ${each.name}`,
      formula: `${each.legs.join(' + ')}: ${each.binding}${chosen.isExhaustive ? '' : ' (paired in blocks)'}`,
      value: each.maintenanceRequirement,
    })),
  }
}

function groupsOf(input: Input): readonly OptionGroup[] {
  const groups = new Map<string, OptionGroup>()
  const holders = new Set<AssetId>()
  for (const figures of input.legs) {
    if (!('position' in figures.leg.of)) continue
    const { position } = figures.leg.of
    const contract = contractOf(position, input.book)
    if (contract === undefined || position.quantity === 0n) continue
    const key = `${contract.underlying} ${contract.multiplier}`
    const known = groups.get(key)
    const option = { contract, position, price: figures.price }
    const shares =
      known?.shares ??
      (holders.has(contract.underlying) ? (0n as Quantity) : sharesHeld(contract.underlying, input.legs))
    holders.add(contract.underlying)
    const { underlying, multiplier } = contract
    groups.set(key, { underlying, multiplier, shares, options: [...(known?.options ?? []), option] })
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, group]) => group)
}

function sharesHeld(asset: AssetId, legs: readonly LegFigures[]): Quantity {
  const held = legs.find(({ leg }) => 'holding' in leg.of && leg.of.holding.asset === asset)
  return held?.leg.quantity ?? (0n as Quantity)
}

function strategyRules(asset: AssetId, underlying: Price, book: BrokerRulebook): StrategyRules {
  const security = securityOf(asset, book)
  const cost = (side: 'long' | 'short') => {
    const schedules = securitySchedules(security, side, book)
    return (at: Rational): StockCost => ({
      maintenance: perShare(schedules.maintenance, at),
      initial: perShare(schedules.initial, at),
    })
  }
  return {
    underlying,
    naked: nakedRatesOf(asset, book),
    ofStrike: exact(book.optionRates.ofStrike),
    ofCallStrike: exact(book.optionRates.ofCallStrike),
    stock: { long: cost('long'), short: cost('short') },
  }
}

function nakedRatesOf(asset: AssetId, book: BrokerRulebook): NakedRates {
  const security = securityOf(asset, book)
  const factor = security.class === 'leveraged_fund' ? security.factor : (WAD as Ratio)
  return {
    rate: security.class === 'broad_index' ? book.optionRates.broadIndex : book.optionRates.equity,
    floorRate: book.optionRates.floor,
    leverage: (factor < 0n ? -factor : factor) as Ratio,
  }
}

/** What one share keeps at a price, exact: the line of its band. */
function perShare(schedule: Schedule, price: Rational): Rational {
  const scaled = { ...price, numerator: price.numerator * WAD }
  const line = linesOf(schedule, WAD as Quantity).findLast(
    ({ from }) => from.numerator * scaled.denominator <= scaled.numerator * from.denominator,
  )
  if (line === undefined) return rational(0n)
  const height = heightAt(line, scaled)
  return { numerator: height.numerator, denominator: height.denominator * WAD }
}

/** Prices of a factor where an option's requirement turns. */
export function optionKinks(input: Input, factor: FactorId): readonly Rational[] {
  return groupsOf(input).flatMap(({ underlying, options }) => {
    const price = input.prices.get(underlying)
    if (underlying === factor) {
      const rates = nakedRatesOf(underlying, input.book)
      const bands = stockKinks(underlying, input.book)
      return [
        ...options.flatMap(({ contract }) => nakedKinks(contract, rates)),
        ...bands,
        ...(price === undefined ? [] : [exact(price)]),
      ]
    }
    return options.some(({ contract }) => contract.id === factor) ? [exact(input.prices.get(factor) ?? 0n)] : []
  })
}

function stockKinks(asset: AssetId, book: BrokerRulebook): readonly Rational[] {
  const security = securityOf(asset, book)
  return (['long', 'short'] as const).flatMap((side) => {
    const { maintenance } = securitySchedules(security, side, book)
    return linesOf(maintenance, WAD as Quantity).map(({ from }) => quotientOf(from, rational(WAD)))
  })
}

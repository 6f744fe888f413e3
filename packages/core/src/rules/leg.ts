import type { FactorId, Holding, Position, Prices, QuoteFault, Risk } from '../model/index.js'
import { quoteOf } from '../model/index.js'
import {
  absolute,
  divFloor,
  notionalFloor,
  ONE_PRICE,
  type Price,
  portionFloor,
  type Quantity,
  type Ratio,
  type Rational,
  smaller,
  type Value,
  WAD,
} from '../number/index.js'
import { inverseFiguresOf, inverseRequirement, inverseWorth } from './inverse.js'
import { type Product, requirementCeil, requirementOfProduct, type Schedule } from './schedule.js'

/**
 * One thing of a scope that has a price: a position or a holding. Families say what legs a scope has; everything else
 * (the sum, the inverse, the bound, the steps) is the same for all families that are sums of legs.
 */
export interface Leg {
  readonly of: { readonly position: Position } | { readonly holding: Holding }
  /** The price that it moves with; `null` for the valuation currency, whose price is 1. */
  readonly factor: FactorId | null
  /** Signed. */
  readonly quantity: Quantity
  /** What is subtracted from quantity × price: a position's entry value; 0 for a holding. */
  readonly entryValue: Value
  /** Share of its worth that counts as marginEquity, by side; 0 for a debt that stands as the requirement. */
  readonly initialWeight: Ratio
  readonly maintenanceWeight: Ratio
  readonly initial: Schedule
  readonly maintenance: Schedule
  /** Only of an inverse contract: `quantity` is its face in quote, and its worth entryCoin − quantity ÷ price, in coin (10^−18, exact). */
  readonly entryCoin?: Rational
  /** Only where a profit counts less for opening: its share, and the most of it. */
  readonly profit?: { readonly initialWeight: Ratio; readonly initialMax: Value | null }
}

/** A leg at a price. */
export interface LegFigures {
  readonly leg: Leg
  readonly price: Price
  /** ± quantity × price − entryValue, floored: what it adds to equity. */
  readonly worth: Value
  /** ≥ 0, |quantity| × price, ceiled. */
  readonly notional: Value
  readonly initialEquity: Value
  readonly maintenanceEquity: Value
  readonly initialRequirement: Value
  readonly maintenanceRequirement: Value
}

/** ± worth × weight rounded down once, from the exact product. */
function weighted(leg: Leg, price: Price, weight: Ratio): Value {
  return divFloor((leg.quantity * price - leg.entryValue * WAD) * weight, WAD * WAD) as Value
}

export function figuresOf(leg: Leg, price: Price): LegFigures {
  if (leg.entryCoin !== undefined) return inverseFiguresOf(leg, leg.entryCoin, price)
  const size = absolute(leg.quantity)
  const product = size * price
  // One division for both roundings: a short is worth −⌈size × price⌉, which is ⌊quantity × price⌋.
  const floored = product / WAD // ≥ 0: floored
  const ceiled = floored * WAD === product ? floored : floored + 1n
  const of: Product = { product, floored, ceiled }
  const worth = ((leg.quantity >= 0n ? floored : -ceiled) - leg.entryValue) as Value
  return {
    leg,
    price,
    worth,
    notional: ceiled as Value,
    initialEquity:
      leg.profit !== undefined && worth > 0n
        ? countedProfit(worth, leg.profit)
        : leg.initialWeight === WAD
          ? worth
          : weighted(leg, price, leg.initialWeight),
    maintenanceEquity: leg.maintenanceWeight === WAD ? worth : weighted(leg, price, leg.maintenanceWeight),
    initialRequirement: required(leg.initial),
    maintenanceRequirement: required(leg.maintenance),
  }

  function required(schedule: Schedule): Value {
    return schedule.by === 'notional'
      ? requirementOfProduct(schedule.bands, of)
      : requirementCeil(schedule, size, price)
  }
}

/** What a leg adds to marginEquity − maintenance requirement at a price: the same figures, without the rest. */
export function maintenanceExcess(leg: Leg, price: Price): bigint {
  return maintenanceEquity(leg, price) - maintenanceRequirement(leg, price)
}

/** ± what a leg adds to marginEquity on the maintenance side at a price. */
function maintenanceEquity(leg: Leg, price: Price): bigint {
  if (leg.entryCoin !== undefined) return inverseWorth(leg, leg.entryCoin, price)
  return leg.maintenanceWeight === WAD
    ? notionalFloor(leg.quantity, price) - leg.entryValue
    : weighted(leg, price, leg.maintenanceWeight)
}

function maintenanceRequirement(leg: Leg, price: Price): bigint {
  if (leg.entryCoin !== undefined) return inverseRequirement(leg.maintenance, leg.quantity, price)
  return requirementCeil(leg.maintenance, absolute(leg.quantity), price)
}

/** What a leg adds to marginEquity − level × maintenance requirement at a price, in units of 10^−36. */
export function maintenanceDistance(leg: Leg, price: Price, level: Ratio): bigint {
  return maintenanceEquity(leg, price) * WAD - maintenanceRequirement(leg, price) * level
}

/** ± what a leg adds to equity at a price, floored. */
export function worthAt(leg: Leg, price: Price): Value {
  if (leg.entryCoin !== undefined) return inverseWorth(leg, leg.entryCoin, price)
  return (notionalFloor(leg.quantity, price) - leg.entryValue) as Value
}

/** ⌊profit × weight⌋, at most the limit. */
function countedProfit(profit: Value, rule: NonNullable<Leg['profit']>): Value {
  const counted = portionFloor(profit, rule.initialWeight)
  return rule.initialMax === null ? counted : smaller(counted, rule.initialMax)
}

/** A price that was needed and was not fit for the decision. */
export interface MissingPrice {
  readonly factor: FactorId
  readonly reason: QuoteFault
}

/** Every leg at today's prices; those without a usable price are listed as missing. A leg of quantity 0 needs none. */
export function priceLegs(
  legs: readonly Leg[],
  prices: Prices,
): { readonly figures: readonly LegFigures[]; readonly missing: readonly MissingPrice[] } {
  const figures: LegFigures[] = []
  const missing: MissingPrice[] = []
  for (const leg of legs) {
    if (leg.factor === null || leg.quantity === 0n) {
      figures.push(figuresOf(leg, ONE_PRICE))
      continue
    }
    const quote = quoteOf(prices, leg.factor)
    if (quote.status === 'ok') figures.push(figuresOf(leg, quote.price))
    else if (!missing.some(({ factor }) => factor === leg.factor)) {
      missing.push({ factor: leg.factor, reason: quote.status })
    }
  }
  return { figures, missing }
}

/** The sum over legs: equity at market, and both sides. */
export function sumLegs(figures: readonly LegFigures[]): Risk {
  let equity = 0n
  let initialEquity = 0n
  let initialRequirement = 0n
  let maintenanceEquity = 0n
  let maintenanceRequirement = 0n
  for (const each of figures) {
    equity += each.worth
    initialEquity += each.initialEquity
    initialRequirement += each.initialRequirement
    maintenanceEquity += each.maintenanceEquity
    maintenanceRequirement += each.maintenanceRequirement
  }
  return {
    equity: equity as Value,
    initial: { marginEquity: initialEquity as Value, requirement: initialRequirement as Value },
    maintenance: { marginEquity: maintenanceEquity as Value, requirement: maintenanceRequirement as Value },
  }
}

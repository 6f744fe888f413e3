import {
  absolute,
  divCeil,
  divFloor,
  type Price,
  type Quantity,
  type Rational,
  rational,
  type Value,
  WAD,
} from '../number/index.js'
import type { Leg, LegFigures } from './leg.js'
import { requirementOfNotional, type Schedule } from './schedule.js'

/**
 * An inverse leg at a price > 0, all figures in coin.
 *
 *   worth = ⌊entryCoin − face ÷ price⌋,  notional = |face| ÷ price,  requirement = ⌈schedule(notional)⌉
 *
 * A long gains at most entryCoin, however far the price rises, and a short loses at most as much: a short whose coin covers that has no
 * liquidation price. As the price falls to 0 a long's loss has no limit.
 */
export function inverseFiguresOf(leg: Leg, entryCoin: Rational, price: Price): LegFigures {
  const worth = inverseWorth(leg, entryCoin, price)
  return {
    leg,
    price,
    worth,
    notional: divCeil(absolute(leg.quantity) * WAD, price) as Value,
    initialEquity: worth,
    maintenanceEquity: worth,
    initialRequirement: inverseRequirement(leg.initial, leg.quantity, price),
    maintenanceRequirement: inverseRequirement(leg.maintenance, leg.quantity, price),
  }
}

/** ± floored; face ÷ price in units of 10^−18 is face × 10^18 ÷ price. */
export function inverseWorth(leg: Leg, entryCoin: Rational, price: Price): Value {
  const { numerator, denominator } = entryCoin
  return divFloor(numerator * price - leg.quantity * WAD * denominator, denominator * price) as Value
}

/** ≥ 0, ceiled: what the face (either sign) requires at a price. */
export function inverseRequirement(schedule: Schedule, face: Quantity, price: Price): Value {
  return requirementOfNotional(schedule, rational(absolute(face) * WAD, price))
}

import { absolute, divCeil, divFloor, type Price, type Rational, rational, type Value, WAD } from '../number/index.js'
import type { Leg, LegFigures } from './leg.js'
import { requirementOfNotional } from './schedule.js'

/**
 * An inverse leg at a price > 0, all figures in coin.
 *
 *   worth = ⌊entryCoin − face ÷ price⌋,  notional = |face| ÷ price,  requirement = ⌈schedule(notional)⌉
 *
 * A long gains at most entryCoin, however far the price rises, and a short loses at most as much: a short whose coin covers that has no
 * liquidation price. As the price falls to 0 a long's loss has no limit.
 */
export function inverseFiguresOf(leg: Leg, entryCoin: Rational, price: Price): LegFigures {
  const size = absolute(leg.quantity)
  // face ÷ price in units of 10^−18 is face × 10^18 ÷ price.
  const worth = divFloor(
    entryCoin.numerator * price - leg.quantity * WAD * entryCoin.denominator,
    entryCoin.denominator * price,
  ) as Value
  const notional = rational(size * WAD, price)
  return {
    leg,
    price,
    worth,
    notional: divCeil(size * WAD, price) as Value,
    initialEquity: worth,
    maintenanceEquity: worth,
    initialRequirement: requirementOfNotional(leg.initial, notional),
    maintenanceRequirement: requirementOfNotional(leg.maintenance, notional),
  }
}

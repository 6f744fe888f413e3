import type { FactorId } from '../model/index.js'
import { absolute, divCeil, divFloor, ONE_PRICE, type Price, type Value, WAD } from '../number/index.js'
import { type Leg, maintenanceExcess } from './leg.js'
import type { Schedule } from './schedule.js'

/** A range of prices for each factor, both ends included, 0 < low ≤ high. */
export type Box = ReadonlyMap<FactorId, Range>

interface Range {
  readonly low: Price
  readonly high: Price
}

/**
 * A value that the exact excess (marginEquity − maintenance requirement) is never below, at any point of the box, interior included.
 *
 * Legs of different factors add up, so the smallest sum is the sum of the smallest. Within one factor the legs are linear between the
 * edges of their bands, so on the grid of prices the minimum stands at an end of the range or beside an edge. Inverse contracts are linear in 1 ÷ price
 * (concave where their rate grows with their coins), which comes to the same prices. The forward rule rounds
 * each leg down by less than one unit on each side; two units a leg are taken off for what it rounds in between.
 *
 * `null` (unindexed) where the box lacks a factor of the legs.
 */
export function lowerBoundOfLegs(legs: readonly Leg[], box: Box): Value | null {
  let sum = -2n * BigInt(legs.length)
  const byFactor = new Map<FactorId, Leg[]>()
  for (const leg of legs) {
    if (leg.factor === null || leg.quantity === 0n) {
      sum += maintenanceExcess(leg, ONE_PRICE)
      continue
    }
    const shared = byFactor.get(leg.factor)
    if (shared === undefined) byFactor.set(leg.factor, [leg])
    else shared.push(leg)
  }
  for (const [factor, shared] of byFactor) {
    const range = box.get(factor)
    if (range === undefined) return null
    sum += lowestOf(shared, range)
  }
  return sum as Value
}

function lowestOf(legs: readonly Leg[], range: Range): bigint {
  let lowest = excessAt(legs, range.low)
  const consider = (price: Price): void => {
    const excess = excessAt(legs, price)
    if (excess < lowest) lowest = excess
  }
  consider(range.high)
  for (const leg of legs) forEachEdge(leg, range, consider)
  return lowest
}

function excessAt(legs: readonly Leg[], price: Price): bigint {
  let sum = 0n
  for (const leg of legs) sum += maintenanceExcess(leg, price)
  return sum
}

/** The prices on the grid beside every edge of a leg's bands inside the range: the last of one band and the first of the next. */
function forEachEdge(leg: Leg, range: Range, visit: (price: Price) => void): void {
  const size = absolute(leg.quantity)
  for (const { from: edge } of bandsOf(leg.maintenance)) {
    if (leg.entryCoin !== undefined && edge === 0n) continue
    const first = leg.maintenance.by === 'price' ? edge : firstOfBand(leg, size, edge)
    if (first <= range.low || first - 1n > range.high) continue
    visit((first - 1n) as Price)
    if (first <= range.high) visit(first as Price)
  }
}

/** The first price beyond an edge of notional: a linear contract enters the higher band there, an inverse one leaves it. */
function firstOfBand(leg: Leg, size: bigint, edge: bigint): bigint {
  return leg.entryCoin === undefined ? divCeil(edge * WAD, size) : divFloor(size * WAD, edge) + 1n
}

function bandsOf(schedule: Schedule): readonly { readonly from: bigint }[] {
  return schedule.by === 'notional' || schedule.by === 'price' ? schedule.bands : []
}

import { unreachable } from '../../errors.js'
import type { LinearRate, MarginShape, MarketRule, SquareRootRate } from '../../model/index.js'
import { greatest, ONE, plus, times } from '../../number/fraction.js'
import { divCeil, type Ratio, type Rational, rational, type Value, WAD } from '../../number/index.js'
import { flatRate, notionalBand, type Schedule } from '../schedule.js'
import { linearRate, riskLimitRates, squareRootRate } from './schedules.js'

/** A position as a shape sees it. */
export interface Sized {
  /** |quantity| in base coins (linear), or contracts. */
  readonly size: Rational
  /** |entry value| in the settlement asset. */
  readonly entryNotional: Rational
  readonly isInverse: boolean
}

export interface Schedules {
  readonly initial: Schedule
  readonly maintenance: Schedule
}

/**
 * What a market requires of a position, on both sides, with the closing fee and the fixed part in maintenance, and the chosen leverage on
 * the initial side. `null` where the rates are not sourced.
 */
export function schedulesOf(rule: MarketRule, position: Sized, chosen: Ratio | undefined): Schedules | null {
  if (!isShared(rule)) return composed(rule, position, chosen)
  let byLeverage = kept.get(rule)
  if (byLeverage === undefined) {
    byLeverage = new Map()
    kept.set(rule, byLeverage)
  }
  let schedules = byLeverage.get(chosen)
  if (schedules === undefined) {
    schedules = composed(rule, position, chosen)
    byLeverage.set(chosen, schedules)
  }
  return schedules
}

/** One pair for each market rule and leverage, where it depends on nothing else: thousands of positions share it. */
const kept = new WeakMap<MarketRule, Map<Ratio | undefined, Schedules | null>>()

function isShared({ shape }: MarketRule): boolean {
  return shape === undefined || shape.shape === 'at_least' || (shape.shape === 'flat' && shape.by === 'notional')
}

function composed(rule: MarketRule, position: Sized, chosen: Ratio | undefined): Schedules | null {
  const plain = plainSchedules(rule, position)
  if (plain === null) return null
  const fee = rule.closingFee ?? (0n as Ratio)
  const fixed = rule.positionMarginMin ?? (0n as Value)
  return {
    initial: chosen === undefined ? plain.initial : atLeastRate(plain.initial, rational(WAD, chosen)),
    maintenance: fee === 0n && fixed === 0n ? plain.maintenance : raised(plain.maintenance, ofRatio(fee), fixed),
  }
}

function plainSchedules(rule: MarketRule, position: Sized): Schedules | null {
  const shape: MarginShape | { readonly shape: 'marginal' } = rule.shape ?? { shape: 'marginal' }
  switch (shape.shape) {
    case 'marginal':
      return marginal(rule)
    case 'flat': {
      const initial = shape.tiers.map(({ from, initialRate }) => ({ from, rate: ofRatio(initialRate) }))
      const maintenance = shape.tiers.map(({ from, maintenanceRate }) => ({ from, rate: ofRatio(maintenanceRate) }))
      if (shape.by === 'notional') return { initial: flatBands(initial), maintenance: flatBands(maintenance) }
      return { initial: rateOfSize(initial, position.size), maintenance: rateOfSize(maintenance, position.size) }
    }
    case 'linear':
      return { initial: grown(shape.initial, position), maintenance: grown(shape.maintenance, position) }
    case 'square_root':
      return { initial: rooted(shape.initial, position), maintenance: rooted(shape.maintenance, position) }
    case 'steps': {
      const { initialRate, maintenanceRate } = riskLimitRates({
        value: position.entryNotional,
        baseLimit: ofRatio(shape.baseLimit),
        step: ofRatio(shape.step),
        baseInitial: ofRatio(shape.baseInitial),
        baseMaintenance: ofRatio(shape.baseMaintenance),
      })
      return { initial: flatRate(initialRate), maintenance: flatRate(maintenanceRate) }
    }
    case 'at_least':
      return { initial: floored(shape.initial, shape.amount), maintenance: floored(shape.maintenance, shape.amount) }
    case 'unsourced':
      return null
    default:
      return unreachable(shape)
  }
}

/** Tiers with their deductions; the initial rate is the inverse of the leverage. No tiers: not sourced. */
function marginal(rule: MarketRule): Schedules | null {
  if (rule.tiers.length === 0) return null
  const bands = rule.tiers.map(({ floor, maintenanceRate, deduction }) =>
    notionalBand({ from: floor, rate: ofRatio(maintenanceRate), deduction }),
  )
  const opening = rule.tiers.map(({ floor, leverageMax }) => ({ from: floor, rate: rational(WAD, leverageMax) }))
  return { initial: flatBands(opening), maintenance: { by: 'notional', bands } }
}

type Start = { readonly from: bigint; readonly rate: Rational }

function flatBands(starts: readonly Start[]): Schedule {
  return {
    by: 'notional',
    bands: starts.map(({ from, rate }) => notionalBand({ from: from as Value, rate, deduction: 0n as Value })),
  }
}

/** The size does not move with the price, so its band does not either. */
function rateOfSize(starts: readonly Start[], size: Rational): Schedule {
  let rate = starts[0]?.rate ?? ONE
  for (const start of starts) if (start.from * size.denominator <= size.numerator * WAD) rate = start.rate
  return flatRate(rate)
}

/** The coins of an inverse position are its notional, which moves with the price; those of a linear one are its size. */
function grown(rate: LinearRate, position: Sized): Schedule {
  const base = ofRatio(rate.base)
  const increment = ofRatio(rate.increment)
  if (position.isInverse) return { by: 'coins', base, increment }
  return flatRate(linearRate({ base, increment, size: position.size }))
}

function rooted(rate: SquareRootRate, position: Sized): Schedule {
  const least = ofRatio(rate.least)
  const bySize = squareRootRate({ factor: ofRatio(rate.factor), size: position.size })
  return flatRate(greatest(least, plus(times(least, ofRatio(rate.kept)), bySize)))
}

/** A rate from the notional on at which it reaches the amount; the amount itself below. */
function floored(rate: Ratio, amount: Value): Schedule {
  const bands = [
    notionalBand({ from: 0n as Value, rate: rational(0n), deduction: -amount as Value }),
    notionalBand({ from: divCeil(amount * WAD, rate) as Value, rate: ofRatio(rate), deduction: 0n as Value }),
  ]
  return { by: 'notional', bands }
}

/** The chosen leverage binds where it is less than the venue's: the larger of the two rates, band by band. */
function atLeastRate(schedule: Schedule, least: Rational): Schedule {
  switch (schedule.by) {
    case 'notional':
      return {
        ...schedule,
        bands: schedule.bands.map((band) => notionalBand({ ...band, rate: greatest(band.rate, least) })),
      }
    case 'coins':
      return { ...schedule, base: greatest(schedule.base, least) }
    default:
      return schedule
  }
}

function raised(schedule: Schedule, fee: Rational, fixed: Value): Schedule {
  switch (schedule.by) {
    case 'notional':
      return {
        ...schedule,
        bands: schedule.bands.map((band) =>
          notionalBand({
            from: band.from,
            rate: plus(band.rate, fee),
            deduction: (band.deduction - fixed) as Value,
          }),
        ),
      }
    case 'coins':
      return { ...schedule, base: plus(schedule.base, fee) }
    default:
      return schedule
  }
}

function ofRatio(scaled: bigint): Rational {
  return rational(scaled, WAD)
}

import type { ShareBand } from '../../model/index.js'
import {
  exact,
  isLess,
  ONE_QUANTITY,
  type Price,
  type Quantity,
  quotientOf,
  type Ratio,
  rational,
  sumOf,
  toPriceFloor,
  toQuantityCeil,
  toRatioCeil,
  UNIT,
  type Value,
  WAD,
} from '../../number/index.js'
import { requirementCeil, type Schedule } from '../schedule.js'

/** The bands of a rulebook as a schedule over the price of one share. */
export function shareSchedule(bands: readonly ShareBand[]): Schedule {
  return {
    by: 'price',
    bands: bands.map(({ from, rate, perShare }) => ({ from, rate: rational(rate, WAD), perShare })),
  }
}

/**
 * What a short stock requires of its current price: in FINRA's bands 2.50 a share up to 2.50, the price up to 5, 5.00 up to 16.67, then 30 %.
 *
 *   perShare = price × rate + perShare of the band; requirement = ⌈shares × that⌉; multipleOfValue = perShare ÷ price, up
 *
 * `multipleOfValue` is `null` at a price of 0. Source: FINRA Rule 4210(c)(2), (3) (read 2026-11).
 */
export function shortStockMaintenance(
  held: { readonly price: Price; readonly shares: Quantity },
  bands: readonly ShareBand[],
): { readonly perShare: Value; readonly requirement: Value; readonly multipleOfValue: Ratio | null } {
  const schedule = shareSchedule(bands)
  const perShare = requirementCeil(schedule, ONE_QUANTITY, held.price)
  return {
    perShare,
    requirement: requirementCeil(schedule, held.shares, held.price),
    multipleOfValue: held.price === 0n ? null : toRatioCeil(quotientOf(exact(perShare), exact(held.price))),
  }
}

/** Shares that a value stands for at a price > 0, up: for what is owed short. */
export function sharesOfValueCeil(value: Value, price: Price): Quantity {
  return toQuantityCeil(quotientOf(exact(value), exact(price)))
}

/**
 * Prices at which a short meets its maintenance band by band, in rising order, down: (credit ÷ shares − perShare) ÷ (1 + rate), kept only
 * inside its own band. Above the last one the short is under. Empty where no price does it, or for 0 shares.
 */
export function shortCallPrices(
  held: { readonly credit: Value; readonly shares: Quantity },
  bands: readonly ShareBand[],
): readonly Price[] {
  if (held.shares === 0n) return []
  const owned = quotientOf(exact(held.credit), exact(held.shares))
  return bands.flatMap((band, index) => {
    const next = bands[index + 1]
    const meets = quotientOf(sumOf(owned, exact(-band.perShare)), sumOf(UNIT, exact(band.rate)))
    const isInside = !isLess(meets, exact(band.from)) && (next === undefined || isLess(meets, exact(next.from)))
    return isInside && meets.numerator > 0n ? [toPriceFloor(meets)] : []
  })
}

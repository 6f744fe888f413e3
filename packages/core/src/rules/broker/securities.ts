import type { AssetId, BrokerRulebook, Security, ShareBand } from '../../model/index.js'
import {
  exact,
  larger,
  ONE_RATIO,
  type Price,
  portionCeil,
  quotientOf,
  type Ratio,
  rational,
  toPriceCeil,
  type Value,
  WAD,
} from '../../number/index.js'
import { flatRate, type Schedule } from '../schedule.js'
import { leveragedRate } from './fund-rates.js'
import { shareSchedule } from './short-stock.js'

/** What a security asks for on one side of the market. */
export interface SecuritySchedules {
  readonly initial: Schedule
  readonly maintenance: Schedule
  /** Name of the rulebook's parameter, under which its mark is kept. */
  readonly parameter: string
}

const STOCK: Security = { class: 'stock' }

/** What a rulebook knows of an asset; what it does not name is stock. */
export function securityOf(asset: AssetId, book: { readonly securities: ReadonlyMap<AssetId, Security> }): Security {
  return book.securities.get(asset) ?? STOCK
}

/**
 * Initial and maintenance of a security by its class and side, on its current value. Debt opens as it is kept: Regulation T leaves it to
 * good faith.
 */
export function securitySchedules(security: Security, side: 'long' | 'short', book: BrokerRulebook): SecuritySchedules {
  const isLong = side === 'long'
  const initialRate = isLong ? book.initialRateLong : book.initialRateShort
  switch (security.class) {
    case 'stock':
    case 'broad_index':
    case 'narrow_index':
      return {
        initial: flat(initialRate),
        maintenance: isLong ? flat(book.maintenanceRateLong) : shareSchedule(book.maintenanceShort),
        parameter: isLong ? 'maintenanceRateLong' : 'maintenanceShort',
      }
    case 'house_stock':
      return {
        initial: flat(security.initial),
        maintenance: houseSchedule(security.maintenance, side, book),
        parameter: 'house',
      }
    case 'non_marginable':
      return { initial: flat(ONE_RATIO), maintenance: houseSchedule(ONE_RATIO, side, book), parameter: 'nonMarginable' }
    case 'leveraged_fund': {
      const rate = leveragedRate(security.factor, isLong ? book.maintenanceRateLong : book.maintenanceRateShort)
      const initial = larger(rate, initialRate)
      return { initial: flat(initial), maintenance: houseSchedule(rate, side, book), parameter: 'leveragedFund' }
    }
    case 'treasury':
      return debt(treasuryRate(security.years, book), 'debt.treasury')
    case 'zero_coupon_treasury': {
      if (security.years < book.debt.zeroCoupon.fromYears)
        return debt(treasuryRate(security.years, book), 'debt.treasury')
      const perUnit = portionCeil(security.principal as bigint as Value, book.debt.zeroCoupon.ofPrincipal)
      const schedule: Schedule = {
        by: 'price',
        bands: [{ from: 0n as Price, rate: rational(0n), perShare: perUnit as bigint as Price }],
      }
      return { initial: schedule, maintenance: schedule, parameter: 'debt.zeroCoupon' }
    }
    case 'municipal':
      return debt(book.debt.municipal, 'debt.municipal')
    case 'investment_grade':
      return debt(book.debt.investmentGrade, 'debt.investmentGrade')
    case 'other_debt': {
      const { ofValue, ofPrincipal } = book.debt.other
      const perUnit = portionCeil(security.principal as bigint as Value, ofPrincipal) as bigint as Price
      const schedule = greaterOf(perUnit, ofValue)
      return { initial: schedule, maintenance: schedule, parameter: 'debt.other' }
    }
  }
}

/** A rate that replaces the last band; a short keeps at least what the per-share floors ask. */
function houseSchedule(rate: Ratio, side: 'long' | 'short', book: BrokerRulebook): Schedule {
  return side === 'long' ? flat(rate) : shareSchedule(bandsWithRate(book.maintenanceShort, rate))
}

/** The bands of a short with another rate at the end, which begins where it reaches the floor before it. */
function bandsWithRate(bands: readonly ShareBand[], rate: Ratio): readonly ShareBand[] {
  const floors = bands.filter(({ from, rate: own, perShare }) => perShare > 0n || own === WAD || from === 0n)
  const last = floors.at(-1)
  if (last === undefined || rate === 0n) return bands
  const reached = last.perShare > 0n ? toPriceCeil(quotientOf(exact(last.perShare), exact(rate))) : last.from
  return [...floors, { from: reached > last.from ? reached : last.from, rate, perShare: 0n as Price }].filter(
    (band, index, all) => all[index + 1]?.from !== band.from,
  )
}

/** Per unit max(perUnit, price × rate): a floor until the price reaches perUnit ÷ rate. */
function greaterOf(perUnit: Price, rate: Ratio): Schedule {
  return {
    by: 'price',
    bands: [
      { from: 0n as Price, rate: rational(0n), perShare: perUnit },
      { from: toPriceCeil(quotientOf(exact(perUnit), exact(rate))), rate: rational(rate, WAD), perShare: 0n as Price },
    ],
  }
}

function treasuryRate(years: number, book: BrokerRulebook): Ratio {
  const step = book.debt.treasury.find(({ belowYears }) => belowYears === null || years < belowYears)
  return step?.rate ?? ONE_RATIO
}

function debt(rate: Ratio, parameter: string): SecuritySchedules {
  return { initial: flat(rate), maintenance: flat(rate), parameter }
}

function flat(rate: Ratio): Schedule {
  return flatRate(rational(rate, WAD))
}

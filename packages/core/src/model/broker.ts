import type { Price, Quantity, Ratio, Value } from '../number/index.js'
import type { CallKind, OpenCall } from './account.js'
import type { BusinessCalendar } from './calendar.js'
import type { AssetId, MarketId } from './ids.js'

/** How well a parameter is known: read in its source, known but not re-read, or computed from others. It shows in an answer's `why`. */
export type RuleMark = 'sourced' | 'to_check' | 'derived'

/** What kind of security an asset is; what is not said is `stock`. */
export type Security =
  | { readonly class: 'stock' }
  /** A stock under a rate of the house's own. */
  | { readonly class: 'house_stock'; readonly initial: Ratio; readonly maintenance: Ratio }
  /** Equity that may not be carried on margin. */
  | { readonly class: 'non_marginable' }
  /** A fund that moves `factor` times its index; inverse funds have a negative one. */
  | { readonly class: 'leveraged_fund'; readonly factor: Ratio }
  /** Years to maturity. */
  | { readonly class: 'treasury'; readonly years: number }
  /** `principal`: face value of one unit. */
  | { readonly class: 'zero_coupon_treasury'; readonly years: number; readonly principal: Price }
  | { readonly class: 'municipal' }
  | { readonly class: 'investment_grade' }
  | { readonly class: 'other_debt'; readonly principal: Price }
  /** Not held itself: what index options are written on. */
  | { readonly class: 'broad_index' }
  | { readonly class: 'narrow_index' }

export type SecurityClass = Security['class']

export const SECURITY_CLASSES: readonly SecurityClass[] = [
  'stock',
  'house_stock',
  'non_marginable',
  'leveraged_fund',
  'treasury',
  'zero_coupon_treasury',
  'municipal',
  'investment_grade',
  'other_debt',
  'broad_index',
  'narrow_index',
]

/** A listed option. Its market price has the option's own name as its factor. */
export interface OptionContract {
  readonly id: MarketId
  readonly underlying: AssetId
  readonly right: 'call' | 'put'
  /** Per share. */
  readonly strike: Price
  /** Last day, `YYYY-MM-DD`. */
  readonly expiry: string
  /** Shares a contract stands for; a position's quantity is in shares. */
  readonly multiplier: Quantity
}

/** From a share price on: requirement of a short share = price × rate + perShare. */
export interface ShareBand {
  readonly from: Price
  readonly rate: Ratio
  readonly perShare: Price
}

/** Rates of debt securities: shares of the market value, and of the principal as a floor. */
export interface DebtRates {
  /** By years to maturity: the first row whose `belowYears` is above them; `null` is all the rest. */
  readonly treasury: readonly { readonly belowYears: number | null; readonly rate: Ratio }[]
  /** Zero-coupon Treasuries from so many years on: this share of the principal instead. */
  readonly zeroCoupon: { readonly fromYears: number; readonly ofPrincipal: Ratio }
  readonly municipal: Ratio
  readonly investmentGrade: Ratio
  readonly other: { readonly ofValue: Ratio; readonly ofPrincipal: Ratio }
}

/** What short options and hedged stock keep. */
export interface OptionRates {
  readonly equity: Ratio
  readonly broadIndex: Ratio
  readonly floor: Ratio
  /** Of a protecting option's strike. */
  readonly ofStrike: Ratio
  /** Of the call strike that caps a collar. */
  readonly ofCallStrike: Ratio
  /** Part of a long-dated listed option that must be paid; the rest may be lent. */
  readonly longDated: Ratio
  /** Months to expiry beyond which an option is long-dated. */
  readonly longDatedMonths: number
}

/** From this share of the account's long value on, a security keeps at least this rate; in rising order. */
export interface ConcentrationStep {
  readonly share: Ratio
  readonly rate: Ratio
}

/** How a call is made: what it is called, what it restores, and by when. */
export interface CallRule {
  readonly kind: CallKind
  readonly restoreTo: OpenCall['restoreTo']
  /** Business days after the day of the call, at the close; `null`: no day is named. */
  readonly businessDays: number | null
  readonly calendar: BusinessCalendar
}

/** A small deficit of a broker that liquidates at once may wait. */
export interface SoftEdge {
  /** Largest deficit, as a share of equity. */
  readonly share: Ratio
  /** Until this minute of the business day, market time. */
  readonly untilMinutes: number
}

/** A rule for trading within the day, with its dates. A broker may keep the one before until the end of the phase-in. */
export type DayTradingRegime =
  | {
      readonly kind: 'pattern_day_trader'
      readonly from: string
      readonly minimumEquity: Value
      readonly multiple: Ratio
      /** While a day-trading call is open. */
      readonly multipleInCall: Ratio
      readonly dayTradesMin: number
      readonly shareOfTrades: Ratio
      readonly cureBusinessDays: number
    }
  | {
      readonly kind: 'intraday_margin'
      readonly from: string
      /** Last day on which a broker may still use the regime before. */
      readonly phaseInTo: string
      readonly minorShare: Ratio
      readonly minorAmount: Value
      readonly cureBusinessDays: number
      /** A practice of late cures and a deficit unmet at the close of this day freeze the account … */
      readonly freezeAfterBusinessDays: number
      /** … for so many days. */
      readonly freezeDays: number
    }

/** From a day on, business days from trade to settlement, and those that Regulation T adds for payment. */
export interface PaymentCycle {
  readonly from: string
  readonly settlement: number
  readonly added: number
}

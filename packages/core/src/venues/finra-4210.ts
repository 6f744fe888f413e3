import type { BrokerRulebook, RuleMark } from '../model/index.js'
import { price, ratio, value } from '../number/index.js'

/**
 * The numbers of Regulation T and FINRA Rule 4210 that US brokers share. docs/venues/finra-reg-t.md has each with its source.
 *
 * Short maintenance a share: under $5 the greater of $2.50 and 100 %; from $5 the greater of $5.00 and 30 %. By price: 2.50 up to 2.50,
 * then the price up to 5, then 5.00 up to 16.666…, then 30 %. The last edge is where 0.3 × price reaches 5: both bands agree on it to
 * within the rounding, so the edge is rounded up.
 */
export const FINRA_4210: Pick<
  BrokerRulebook,
  | 'initialRateLong'
  | 'initialRateShort'
  | 'maintenanceRateLong'
  | 'maintenanceRateShort'
  | 'maintenanceShort'
  | 'minimumEquity'
  | 'debt'
  | 'optionRates'
  | 'dayTrading'
  | 'paymentCycles'
> = {
  initialRateLong: ratio('0.5'),
  initialRateShort: ratio('0.5'),
  maintenanceRateLong: ratio('0.25'),
  maintenanceRateShort: ratio('0.3'),
  maintenanceShort: [
    { from: price('0'), rate: ratio('0'), perShare: price('2.5') },
    { from: price('2.5'), rate: ratio('1'), perShare: price('0') },
    { from: price('5'), rate: ratio('0'), perShare: price('5') },
    { from: price('16.666666666666666667'), rate: ratio('0.3'), perShare: price('0') },
  ],
  minimumEquity: value('2000'),
  debt: {
    treasury: [
      { belowYears: 1, rate: ratio('0.01') },
      { belowYears: 3, rate: ratio('0.02') },
      { belowYears: 5, rate: ratio('0.03') },
      { belowYears: 10, rate: ratio('0.04') },
      { belowYears: 20, rate: ratio('0.05') },
      { belowYears: null, rate: ratio('0.06') },
    ],
    zeroCoupon: { fromYears: 5, ofPrincipal: ratio('0.03') },
    municipal: ratio('0.07'),
    investmentGrade: ratio('0.10'),
    other: { ofValue: ratio('0.20'), ofPrincipal: ratio('0.07') },
  },
  optionRates: {
    equity: ratio('0.20'),
    broadIndex: ratio('0.15'),
    floor: ratio('0.10'),
    ofStrike: ratio('0.10'),
    ofCallStrike: ratio('0.25'),
    longDated: ratio('0.75'),
    longDatedMonths: 9,
  },
  dayTrading: [
    {
      kind: 'pattern_day_trader',
      from: '2001-09-28',
      minimumEquity: value('25000'),
      multiple: ratio('4'),
      multipleInCall: ratio('2'),
      dayTradesMin: 4,
      shareOfTrades: ratio('0.06'),
      cureBusinessDays: 5,
    },
    {
      kind: 'intraday_margin',
      from: '2026-06-04',
      phaseInTo: '2027-10-20',
      minorShare: ratio('0.05'),
      minorAmount: value('1000'),
      cureBusinessDays: 15,
      freezeAfterBusinessDays: 5,
      freezeDays: 90,
    },
  ],
  paymentCycles: [
    { from: '2017-09-05', settlement: 2, added: 2 },
    { from: '2024-05-28', settlement: 1, added: 2 },
  ],
}

/** What of it is known but was not re-read in the rule's own text. */
export const FINRA_4210_MARKS: ReadonlyMap<string, RuleMark> = new Map([
  ['debt.treasury', 'to_check'],
  ['nonMarginable', 'to_check'],
  ['call.businessDays', 'to_check'],
  ['dayTrading.from', 'to_check'],
  ['paymentCycles', 'derived'],
])

import type {
  BrokerRulebook,
  CallRule,
  CfdRulebook,
  DayTradingRegime,
  FuturesRulebook,
  Rulebook,
  RuleMark,
  ScenarioRulebook,
} from '../model/index.js'
import { formatDecimal } from '../number/index.js'
import type { VenueParameter } from './describe.js'

/** The families whose rules brokers set. */
export type BrokerBook = BrokerRulebook | FuturesRulebook | CfdRulebook | ScenarioRulebook

export function isBrokerBook(book: Rulebook): book is BrokerBook {
  return book.family === 'broker' || book.family === 'futures' || book.family === 'cfd' || book.family === 'scenario'
}

/** A broker's formulas, in the glossary's names. */
export function brokerFormulas(book: BrokerBook): readonly string[] {
  switch (book.family) {
    case 'broker':
      return [
        'equity = long value − debit + credit − short value, options at market',
        'marginEquity = equity without options; maintenance = Σ value × rate of its class, shorts at least an amount a share',
        'options: the cheapest pairing into strategies; a short one keeps premium + max(rate × S − OTM, floor)',
      ]
    case 'futures':
      return ['maintenance = contracts × money per contract, whatever the price; a call restores initial']
    case 'cfd':
      return [
        'initial = used margin = notional × rate',
        'maintenance = used margin × stopOutLevel, so healthFactor = marginLevel ÷ stopOutLevel',
      ]
    case 'scenario':
      return ['maintenance = Σ over underlyings of max(largest loss over ten moves, contracts × perContract)']
  }
}

/** A broker's parameters; what was not read in its source says so behind its value. */
export function brokerParameters(book: BrokerBook): readonly VenueParameter[] {
  const say = (name: string, value: string): VenueParameter => ({
    of: book.id,
    name,
    value: value + markText(book, name),
  })
  switch (book.family) {
    case 'broker':
      return stockParameters(book, say)
    case 'futures':
      return callParameters(book.call, say)
    case 'cfd':
      return [
        say('stopOutLevel', formatDecimal(book.stopOutLevel)),
        say('boundary', book.boundary),
        say('basis', book.basis),
        say('hedged', book.hedged),
        say('negativeBalanceProtection', String(book.isNegativeBalanceProtected)),
        ...[...book.classes].map(([name, rate]) => say(`class ${name}`, formatDecimal(rate))),
      ]
    case 'scenario':
      return [
        ...[...book.ranges].map(([name, { down, up }]) =>
          say(`range ${name}`, `${formatDecimal(down)} to ${formatDecimal(up)}`),
        ),
        say('perContract', formatDecimal(book.perContract)),
        say('minimumEquity', formatDecimal(book.minimumEquity)),
        ...callParameters(book.call, say),
      ]
  }
}

type Say = (name: string, value: string) => VenueParameter

function stockParameters(book: BrokerRulebook, say: Say): readonly VenueParameter[] {
  const { debt, optionRates } = book
  return [
    say('initialRateLong', formatDecimal(book.initialRateLong)),
    say('initialRateShort', formatDecimal(book.initialRateShort)),
    say('maintenanceRateLong', formatDecimal(book.maintenanceRateLong)),
    say('maintenanceShort', book.maintenanceShort.map(bandText).join('; ')),
    say('leveragedFund', 'the rate × the fund’s factor, at most 1'),
    say('nonMarginable', '1'),
    say('minimumEquity', formatDecimal(book.minimumEquity)),
    say(
      'debt.treasury',
      debt.treasury
        .map(
          ({ belowYears, rate }) =>
            `${belowYears === null ? 'beyond' : `under ${belowYears} years`} ${formatDecimal(rate)}`,
        )
        .join('; '),
    ),
    say(
      'debt.zeroCoupon',
      `from ${debt.zeroCoupon.fromYears} years ${formatDecimal(debt.zeroCoupon.ofPrincipal)} of the principal`,
    ),
    say('debt.municipal', formatDecimal(debt.municipal)),
    say('debt.investmentGrade', formatDecimal(debt.investmentGrade)),
    say(
      'debt.other',
      `${formatDecimal(debt.other.ofValue)}, at least ${formatDecimal(debt.other.ofPrincipal)} of the principal`,
    ),
    say(
      'optionRates',
      `equity ${formatDecimal(optionRates.equity)}, broad index ${formatDecimal(optionRates.broadIndex)}, floor ${formatDecimal(optionRates.floor)}`,
    ),
    ...book.concentration.map(({ share, rate }) =>
      say(`concentration from ${formatDecimal(share)}`, formatDecimal(rate)),
    ),
    ...(book.softEdge === null
      ? []
      : [
          say('softEdge', `${formatDecimal(book.softEdge.share)} of equity until ${clock(book.softEdge.untilMinutes)}`),
        ]),
    ...callParameters(book.call, say),
    ...book.dayTrading.map((regime) => say('dayTrading', regimeText(regime))),
    ...book.paymentCycles.map(({ from, settlement, added }) =>
      say('paymentCycles', `from ${from} T + ${settlement} + ${added}`),
    ),
  ]
}

function callParameters(call: CallRule, say: Say): readonly VenueParameter[] {
  const days =
    call.businessDays === null ? 'no day is named' : `${call.businessDays} business days, ${call.calendar.id}`
  return [say('call', `${call.kind}, restores ${call.restoreTo}`), say('call.businessDays', days)]
}

function bandText({ from, rate, perShare }: BrokerRulebook['maintenanceShort'][number]): string {
  return `from ${formatDecimal(from)} ${rate === 0n ? `${formatDecimal(perShare)} a share` : formatDecimal(rate)}`
}

function regimeText(regime: DayTradingRegime): string {
  const until = regime.kind === 'intraday_margin' ? `, at every broker after ${regime.phaseInTo}` : ''
  return `${regime.kind} from ${regime.from}${until}`
}

function clock(minutes: number): string {
  return new Date(minutes * 60_000).toISOString().slice(11, 16)
}

const MARKS: { readonly [M in RuleMark]: string } = { sourced: '', to_check: ' (to be checked)', derived: ' (derived)' }

function markText(book: BrokerBook, name: string): string {
  return MARKS[book.marks.get(name) ?? 'sourced']
}

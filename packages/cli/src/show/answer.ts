import { styleText } from 'node:util'
import type { AbsenceReason, Answer, Status } from '@plimsoll/core'
import { bare, columns } from './columns.js'
import { fixed, human, money, percent } from './numbers.js'

/** An answer as a person reads it: where the account stands, at which prices it goes under, what would cure it. */
export function showAnswer(answer: Answer): string {
  return [
    headline(answer),
    figures(answer),
    positions(answer),
    holdings(answer),
    call(answer),
    cures(answer),
    missing(answer),
    why(answer),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function headline(answer: Answer): string {
  const health =
    answer.healthFactor === null ? absent(answer.healthFactorReason) : fixed(answer.healthFactor, { decimals: 3 })
  const asOf = answer.asOf === null ? '' : `  as of ${answer.asOf}`
  return `${coloured(answer.status)}  health factor ${health}  ${answer.venue} (${answer.ruleVersion})${asOf}`
}

function figures(answer: Answer): string {
  const row = (name: string, value: string | null, reason?: AbsenceReason): readonly string[] => [
    `  ${name}`,
    value ?? absent(reason),
  ]
  const amount = (decimal: string | null | undefined, rounding: 'floor' | 'ceil' = 'floor'): string | null =>
    decimal == null ? null : money(decimal, rounding)
  const share = (decimal: string | null, rounding: 'floor' | 'ceil' = 'floor'): string | null =>
    decimal === null ? null : percent(decimal, rounding)
  const exposure = answer.leverage === null ? null : `${fixed(answer.leverage, { decimals: 2, rounding: 'ceil' })} ×`
  const { native } = answer
  return bare([
    row('Equity', amount(answer.equity), answer.equityReason),
    row('Maintenance requirement', amount(answer.maintenance?.requirement, 'ceil'), answer.maintenanceReason),
    row('Excess margin', amount(answer.excessMargin), answer.excessMarginReason),
    row('Initial requirement', amount(answer.initial?.requirement, 'ceil'), answer.initialReason),
    row('Available margin', amount(answer.availableMargin), answer.availableMarginReason),
    row('Margin level', share(answer.marginLevel), answer.marginLevelReason),
    row('Leverage', exposure, answer.leverageReason),
    row('Loan to value', share(answer.loanToValue, 'ceil'), answer.loanToValueReason),
    ...(native === null
      ? []
      : [
          row(
            `${native.name} (the venue's)`,
            share(native.value, native.direction === 'up_is_danger' ? 'ceil' : 'floor'),
          ),
        ]),
  ])
}

function positions(answer: Answer): string {
  if (answer.positions.length === 0) return ''
  return columns(
    [
      { head: 'Position' },
      { head: 'Quantity', align: 'right' },
      { head: 'Entry', align: 'right' },
      { head: 'Mark', align: 'right' },
      { head: 'P&L', align: 'right' },
      { head: 'Maintenance', align: 'right' },
      { head: 'Goes under at', align: 'right' },
    ],
    answer.positions.map((each) => [
      `${each.market}${each.leg === 'net' ? '' : ` ${each.leg}`}${each.scope === 'cross' ? '' : ' (isolated)'}`,
      human(each.quantity, { decimals: 8 }),
      human(each.entryPrice, { decimals: 8 }),
      each.markPrice === null ? '—' : human(each.markPrice, { decimals: 8 }),
      each.unrealizedPnl === null ? '—' : money(each.unrealizedPnl),
      each.maintenanceRequirement === null ? '—' : money(each.maintenanceRequirement, 'ceil'),
      each.liquidationPrice === null
        ? absent(each.liquidationPriceReason)
        : linePrice(each.liquidationPrice, each.quantity),
    ]),
  )
}

function holdings(answer: Answer): string {
  return columns(
    [
      { head: 'Balance' },
      { head: 'Amount', align: 'right' },
      { head: 'Price', align: 'right' },
      { head: 'Value', align: 'right' },
      { head: 'Maintenance', align: 'right' },
      { head: 'Goes under at', align: 'right' },
    ],
    answer.holdings.map((each) => [
      `${each.asset}${each.kind === 'cash' ? '' : ` ${each.kind}`}${each.scope === 'cross' ? '' : ` (${each.scope})`}`,
      human(each.amount, { decimals: 8 }),
      each.price === null ? '—' : human(each.price, { decimals: 8 }),
      each.value === null ? '—' : money(each.value),
      each.maintenanceRequirement === undefined ? '' : money(each.maintenanceRequirement, 'ceil'),
      each.liquidationPrice !== null
        ? linePrice(each.liquidationPrice, each.kind === 'borrowed' ? '-' : each.amount)
        : each.liquidationPriceReason === 'no_price_solution'
          ? ''
          : absent(each.liquidationPriceReason),
    ]),
  )
}

function call(answer: Answer): string {
  if (answer.call === null) return ''
  const due = answer.call.dueAt === null ? 'no due date is known' : `due ${answer.call.dueAt}`
  return `Call (${answer.call.kind}): ${money(answer.call.amount, 'ceil')} restores ${answer.call.restoreTo}; ${due}.`
}

function cures(answer: Answer): string {
  if (answer.cures.length === 0) return ''
  return columns(
    [
      { head: 'Each of these alone is enough' },
      { head: 'Amount', align: 'right' },
      { head: 'Health factor', align: 'right' },
    ],
    answer.cures.map((cure) => [
      `${cure.kind} ${cure.market ?? cure.asset ?? ''}${cure.leg === undefined ? '' : ` ${cure.leg}`}${cure.scope === undefined ? '' : ` (${cure.scope})`}`,
      cure.amount,
      cure.healthFactor === null ? 'none required' : fixed(cure.healthFactor, { decimals: 3 }),
    ]),
  )
}

function missing(answer: Answer): string {
  return answer.missing
    .map(({ factor, reason }) =>
      factor.startsWith('tiers:')
        ? `Missing: the rates of ${factor.slice('tiers:'.length)} at this size stood in no source; plimsoll venues ${answer.venue} says what did.`
        : `Missing: the price of ${factor} is ${reason}.`,
    )
    .join('\n')
}

function why(answer: Answer): string {
  if (answer.why.length === 0) return ''
  return columns(
    [{ head: 'Why' }, { head: 'Formula' }, { head: 'Value', align: 'right' }],
    answer.why.map((step) => [
      `${step.scope === 'cross' ? '' : `${step.scope} `}${step.name}`,
      // A rule that nobody has read in its own text must not look like the others.
      step.mark === 'to_check' ? `${step.formula} (to be checked)` : step.formula,
      step.value,
    ]),
  )
}

const COLOURS: { readonly [S in Status]: Parameters<typeof styleText>[0] } = {
  healthy: 'bold',
  warned: 'yellow',
  called: 'yellowBright',
  unknown: 'dim',
  liquidatable: 'red',
  liquidating: 'red',
  bankrupt: 'magenta',
}

function coloured(status: Status): string {
  const isPlain = process.env.NO_COLOR !== undefined || process.stdout.isTTY !== true
  return isPlain ? status : styleText(COLOURS[status], status)
}

/** A price at the line, rounded to the side where the account still stands: up for what falls with the price, down for what rises. */
function linePrice(price: string, quantity: string): string {
  return fixed(price, { decimals: 4, rounding: quantity.startsWith('-') ? 'floor' : 'ceil' })
}

/** What does not exist says why; what is not known is a dash: the two never look alike. */
function absent(reason: AbsenceReason | undefined): string {
  return reason === undefined || reason === 'missing_price' ? '—' : `none (${reason.replaceAll('_', ' ')})`
}

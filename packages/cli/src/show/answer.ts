import { styleText } from 'node:util'
import type { Answer, Status } from '@plimsoll/core'
import { columns } from './columns.js'
import { human, money, percent } from './numbers.js'

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
    answer.healthFactor === null ? `none (${words(answer.healthFactorReason)})` : human(answer.healthFactor, 3)
  const asOf = answer.asOf === null ? '' : `  as of ${answer.asOf}`
  return `${coloured(answer.status)}  health factor ${health}  ${answer.venue} (${answer.ruleVersion})${asOf}`
}

function figures(answer: Answer): string {
  const row = (name: string, value: string | null, reason?: string): readonly string[] => [
    `  ${name}`,
    value === null ? `none (${words(reason)})` : value,
  ]
  const amount = (decimal: string | null | undefined): string | null => (decimal == null ? null : money(decimal))
  const share = (decimal: string | null): string | null => (decimal === null ? null : percent(decimal))
  return columns(
    [{ head: '' }, { head: '', align: 'right' }],
    [
      row('Equity', amount(answer.equity), answer.equityReason),
      row('Maintenance requirement', amount(answer.maintenance?.requirement), answer.maintenanceReason),
      row('Excess margin', amount(answer.excessMargin), answer.excessMarginReason),
      row('Initial requirement', amount(answer.initial?.requirement), answer.initialReason),
      row('Available margin', amount(answer.availableMargin), answer.availableMarginReason),
      row('Margin level', share(answer.marginLevel), answer.marginLevelReason),
      row('Leverage', answer.leverage === null ? null : `${human(answer.leverage, 2)}×`, answer.leverageReason),
      row('Loan to value', share(answer.loanToValue), answer.loanToValueReason),
      ...(answer.native === null ? [] : [row(`${answer.native.name} (the venue's)`, percent(answer.native.value))]),
    ],
  )
    .split('\n')
    .slice(1)
    .join('\n')
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
      human(each.quantity, 8),
      human(each.entryPrice, 8),
      each.markPrice === null ? '—' : human(each.markPrice, 8),
      each.unrealizedPnl === null ? '—' : money(each.unrealizedPnl),
      each.maintenanceRequirement === null ? '—' : money(each.maintenanceRequirement),
      each.liquidationPrice === null ? words(each.liquidationPriceReason) : human(each.liquidationPrice, 4),
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
      human(each.amount, 8),
      each.price === null ? '—' : human(each.price, 8),
      each.value === null ? '—' : money(each.value),
      each.maintenanceRequirement === undefined ? '' : money(each.maintenanceRequirement),
      each.liquidationPrice !== null
        ? human(each.liquidationPrice, 4)
        : each.liquidationPriceReason === 'no_price_solution'
          ? ''
          : words(each.liquidationPriceReason),
    ]),
  )
}

function call(answer: Answer): string {
  if (answer.call === null) return ''
  const due = answer.call.dueAt === null ? 'no due date is known' : `due ${answer.call.dueAt}`
  return `Call (${answer.call.kind}): ${money(answer.call.amount)} restores ${answer.call.restoreTo}; ${due}.`
}

function cures(answer: Answer): string {
  if (answer.cures.length === 0) return ''
  return columns(
    [
      { head: 'Any one of these restores it' },
      { head: 'Amount', align: 'right' },
      { head: 'Health factor', align: 'right' },
    ],
    answer.cures.map((cure) => [
      `${cure.kind} ${cure.market ?? cure.asset ?? ''}${cure.leg === undefined ? '' : ` ${cure.leg}`}${cure.scope === undefined ? '' : ` (${cure.scope})`}`,
      cure.amount,
      cure.healthFactor === null ? 'none required' : human(cure.healthFactor, 3),
    ]),
  )
}

function missing(answer: Answer): string {
  return answer.missing.map(({ factor, reason }) => `Missing: the price of ${factor} is ${reason}.`).join('\n')
}

function why(answer: Answer): string {
  if (answer.why.length === 0) return ''
  return columns(
    [{ head: 'Why' }, { head: 'Formula' }, { head: 'Value', align: 'right' }],
    answer.why.map((step) => [
      `${step.scope === 'cross' ? '' : `${step.scope} `}${step.name}`,
      step.formula,
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

/** A reason's code as words. */
function words(reason: string | undefined): string {
  return reason === undefined ? 'unknown' : reason.replaceAll('_', ' ')
}

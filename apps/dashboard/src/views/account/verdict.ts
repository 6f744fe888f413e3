import type { AnswerCall } from '../../data/wire.js'
import { absolute, isNegative, multiply, subtract } from '../../number/decimal.js'
import { formatEquity, formatNumber, formatRequirement } from '../../number/format.js'
import { formatDuration, formatTime } from '../../number/time.js'
import { nearestScope, type Shown } from './shown.js'

/** One sentence: the fact, its consequence, what is still possible. The middle part is the figure that matters. */
export interface Verdict {
  readonly lead: string
  readonly figure: string
  readonly rest: string
}

export interface VerdictInputs {
  readonly shown: Shown
  readonly currency: string
  /** `null` while the venue's level is not known. */
  readonly warningLevel: string | null
  readonly nowMs: number
}

const CALL_NAMES: { readonly [K in AnswerCall['kind']]: string } = {
  fed: 'Fed call',
  maintenance: 'Maintenance call',
  house: 'House call',
  day_trade: 'Day-trade call',
  intraday: 'Intraday call',
  portfolio: 'Portfolio call',
  futures: 'Futures call',
  stop_out: 'Stop-out',
}

export function verdictOf({ shown, currency, warningLevel, nowMs }: VerdictInputs): Verdict {
  if (shown.call !== null) return callText(shown.call, currency, nowMs)
  // Of the scope that decides: a sum over scopes would promise room that the nearest one does not have.
  const scope = nearestScope(shown)
  const maintenance = scope?.maintenance ?? null
  const excessMargin = maintenance === null ? null : subtract(maintenance.marginEquity, maintenance.requirement)
  const where = shown.scopes.length > 1 && scope !== null ? ` in ${scope.id}` : ''
  switch (shown.status) {
    case 'healthy': {
      if (maintenance === null || shown.healthFactor === null)
        return { lead: 'Nothing is required.', figure: '', rest: '' }
      const level = warningLevel ?? '1'
      const room = subtract(maintenance.marginEquity, multiply(maintenance.requirement, level))
      // The warning level may not be known to the page yet; then nothing is promised.
      if (isNegative(room)) return { lead: 'Nothing to do.', figure: '', rest: '' }
      const name = warningLevel === null ? 'the line' : `the warning level, ${formatNumber(level, { decimals: 2 })}`
      return { lead: 'Nothing to do.', figure: `${formatEquity(room)} ${currency}`, rest: `above ${name}${where}.` }
    }
    case 'warned':
      return {
        lead: 'No call.',
        figure: `${formatEquity(excessMargin ?? '0')} ${currency}`,
        rest: `above the line${where}.`,
      }
    case 'called':
    case 'liquidatable':
      return underText(excessMargin, `${currency}${where}`, 'Adding margin and reducing stay open.')
    case 'liquidating':
      return underText(excessMargin, `${currency}${where}`, 'A liquidation is in progress.')
    case 'bankrupt':
      return {
        lead: 'Equity is gone:',
        figure: `${formatRequirement(absolute(scope?.equity ?? shown.equity ?? '0'))} ${currency}${where}`,
        rest: 'is not covered.',
      }
    case 'unknown':
      return {
        lead: 'An input is missing:',
        figure: `${shown.missing.map(({ factor, reason }) => `${factor} ${reason}`).join(', ')}.`,
        rest: 'No decision is made from a guess; exits stay open.',
      }
  }
}

function underText(excessMargin: string | null, currency: string, rest: string): Verdict {
  if (excessMargin === null || !isNegative(excessMargin)) return { lead: 'Under the line.', figure: '', rest }
  return { lead: 'Under the line by', figure: `${formatRequirement(absolute(excessMargin))} ${currency}.`, rest }
}

function callText(call: AnswerCall, currency: string, nowMs: number): Verdict {
  const goal =
    call.restoreTo === 'level'
      ? 'its level'
      : call.restoreTo === 'initial'
        ? 'the initial requirement'
        : 'the maintenance requirement'
  const due =
    call.dueAt === null
      ? ''
      : ` Due ${formatTime(Date.parse(call.dueAt), nowMs)} UTC, ${Date.parse(call.dueAt) < nowMs ? 'passed' : `in ${formatDuration(Date.parse(call.dueAt) - nowMs)}`}.`
  return {
    lead: `${CALL_NAMES[call.kind]}:`,
    figure: `${formatRequirement(call.amount)} ${currency}`,
    rest: `restores ${goal}.${due}`,
  }
}

import { useResource } from '../../data/resource.js'
import { getJson } from '../../data/rest.js'
import type { LiquidationReply, WireEvent } from '../../data/wire.js'
import { isZero } from '../../number/decimal.js'
import { formatAsGiven, formatCount, formatEquity, formatMoney, formatRequirement } from '../../number/format.js'
import { formatClock } from '../../number/time.js'
import { Bar, Failed } from '../../parts/panel.js'

/** The course of one liquidation: every event from first to last, with its figures. */
export function Course({ id, lastSeq }: { readonly id: string; readonly lastSeq: number }) {
  const { state, retry } = useResource(`${id} ${lastSeq}`, (signal) =>
    getJson<LiquidationReply>(`v1/liquidations/${encodeURIComponent(id)}`, signal),
  )
  if (state.status === 'error') return <Failed what="The course" error={state.error} retry={retry} />
  if (state.status === 'loading') {
    return (
      <p class="course-wait">
        <Bar width="320px" />
      </p>
    )
  }
  return (
    <ol class="course">
      {state.value.course.map((event) => (
        <li key={event.seq}>
          <time class="dim">{formatClock(event.atMs, { withMs: true })}</time>
          <span class="dim">{formatCount(event.seq)}</span>
          <span>{sentence(event)}</span>
        </li>
      ))}
    </ol>
  )
}

function sentence(event: WireEvent): string {
  switch (event.type) {
    case 'liquidation.started': {
      const cause = event.cause === null ? 'time' : `${event.cause.factor} at ${formatAsGiven(event.cause.price)}`
      return `Started by ${cause}: margin equity ${formatEquity(event.marginEquity)} against ${formatRequirement(event.requirement)} required, notional ${formatMoney(event.notional)}`
    }
    case 'liquidation.ordered':
      return `Ordered ${formatAsGiven(event.quantity, { signed: true })} ${event.market}, mark ${formatAsGiven(event.markPrice)}`
    case 'liquidation.filled':
      return `Filled ${formatAsGiven(event.quantity, { signed: true })} ${event.market} at ${formatAsGiven(event.price)}, realized ${formatMoney(event.realizedPnl)}, fee ${formatMoney(event.fee)}`
    case 'shortfall.covered':
      return `Shortfall ${formatRequirement(event.shortfall)}: ${formatRequirement(event.fromFund)} from the insurance fund${isZero(event.badDebt) ? '' : `, ${formatRequirement(event.badDebt)} bad debt`}`
    case 'liquidation.completed':
      return event.outcome === 'restored' ? 'Completed: above the line again' : 'Completed: closed, nothing is left'
    default:
      return event.type
  }
}

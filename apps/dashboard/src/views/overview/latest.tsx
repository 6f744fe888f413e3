import { now, store } from '../../data/live.js'
import type { LiquidationRow } from '../../data/wire.js'
import { isZero } from '../../number/decimal.js'
import { formatCompact, formatCount } from '../../number/format.js'
import { formatTime } from '../../number/time.js'
import { Unit } from '../../parts/figure.js'
import { Bar, Empty, Panel } from '../../parts/panel.js'
import { Disc } from '../../parts/status.js'
import { shortId } from '../../parts/words.js'
import { addressOf } from '../../router.js'

/** The newest liquidations, as the stream names them. */
export function Latest() {
  const known = store.liquidations.value
  const rows = [...(known?.values() ?? [])].sort((a, b) => b.startedSeq - a.startedSeq)
  return (
    <Panel
      title="Latest liquidations"
      sub="every one, none sampled"
      controls={
        <a class="button ghost" href={addressOf('liquidations')}>
          All
        </a>
      }
    >
      {known === null ? (
        <ul class="feed">
          {[0, 1, 2].map((row) => (
            <li key={row}>
              <Bar width="56px" />
            </li>
          ))}
        </ul>
      ) : rows.length === 0 ? (
        <Empty>
          No liquidation yet. Weeks of nothing are normal. Every one will be listed here, none sampled, none removed.
        </Empty>
      ) : (
        <ul class="feed">
          {rows.map((row) => (
            <Item key={row.id} row={row} nowMs={now.value} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Item({ row, nowMs }: { readonly row: LiquidationRow; readonly nowMs: number }) {
  const [digits, unit] = formatCompact(row.notional)
  return (
    <li>
      <a class="row" href={addressOf('liquidations', { open: row.id })} data-liquidation={row.id}>
        <time dateTime={row.startedAt}>{formatTime(Date.parse(row.startedAt), nowMs)}</time>
        <Disc status={row.status === 'open' ? 'liquidating' : isZero(row.badDebt) ? 'healthy' : 'bankrupt'} />
        <span class="what">
          <span class="id">{shortId(row.account)}</span> <span class="dim">{wordsOf(row)}</span>
        </span>
        <span class="n" title={row.notional}>
          {digits}
          {unit !== '' && <Unit>{unit}</Unit>}
        </span>
      </a>
    </li>
  )
}

/** What has come of it, in a few words. */
export function wordsOf(row: LiquidationRow): string {
  if (row.status === 'open') return row.fills === 0 ? 'liquidating' : `liquidating, ${formatCount(row.fills)} filled`
  const end = row.outcome === 'restored' ? 'reduced, restored' : 'closed'
  if (!isZero(row.badDebt)) return `${end}, bad debt`
  return isZero(row.fromFund) ? end : `${end}, fund paid`
}

import { Fragment } from 'preact'
import type { LiquidationRow } from '../../data/wire.js'
import { isZero } from '../../number/decimal.js'
import { formatAsGiven, formatCount, formatEquity, formatMoney, formatRequirement } from '../../number/format.js'
import { formatTime } from '../../number/time.js'
import { Disc } from '../../parts/status.js'
import { shortId } from '../../parts/words.js'
import { accountAddress, addressOf, replaceAddress } from '../../router.js'
import { Course } from './course.js'

export const HEADS: readonly { readonly name: string; readonly isNumber?: boolean }[] = [
  { name: 'Started' },
  { name: 'Account' },
  { name: 'State' },
  { name: 'Cause' },
  { name: 'Margin equity', isNumber: true },
  { name: 'Requirement', isNumber: true },
  { name: 'Notional', isNumber: true },
  { name: 'Filled', isNumber: true },
  { name: 'Fees', isNumber: true },
  { name: 'Shortfall', isNumber: true },
  { name: 'Paid by' },
  { name: 'Course' },
]

export function LiquidationRows({
  rows,
  opened,
  nowMs,
}: {
  readonly rows: readonly LiquidationRow[]
  readonly opened: string | null
  readonly nowMs: number
}) {
  return (
    <>
      {rows.map((row) => {
        const isOpened = row.id === opened
        return (
          <Fragment key={row.id}>
            <tr data-liquidation={row.id} aria-selected={isOpened}>
              <td>
                <time dateTime={row.startedAt}>{formatTime(Date.parse(row.startedAt), nowMs, { withMs: true })}</time>
              </td>
              <td>
                <a class="id under" data-row href={accountAddress(row.account)} title={row.account}>
                  {shortId(row.account)}
                </a>
              </td>
              <td>
                <State row={row} />
              </td>
              <td class="mid">
                {row.cause === null ? 'time' : `${row.cause.factor} ${formatAsGiven(row.cause.price)}`}
              </td>
              <td class="n" title={row.marginEquity}>
                {formatEquity(row.marginEquity)}
              </td>
              <td class="n" title={row.requirement}>
                {formatRequirement(row.requirement)}
              </td>
              <td class="n" title={row.notional}>
                {formatMoney(row.notional)}
              </td>
              <td class="n" title={row.filledNotional}>
                {formatMoney(row.filledNotional)}
              </td>
              <td class="n" title={row.fees}>
                {formatMoney(row.fees)}
              </td>
              <td class="n" title={row.shortfall}>
                {formatRequirement(row.shortfall)}
              </td>
              <td>
                <PaidBy row={row} />
              </td>
              <td>
                <button
                  type="button"
                  class="button ghost small"
                  aria-expanded={isOpened}
                  aria-label={`Course of ${row.id}`}
                  onClick={() => replaceAddress(addressOf('liquidations', isOpened ? {} : { open: row.id }))}
                >
                  {isOpened ? 'Close' : 'Course'}
                </button>
              </td>
            </tr>
            {isOpened && (
              <tr class="course-row">
                <td colSpan={HEADS.length}>
                  <Course id={row.id} lastSeq={row.lastSeq} />
                </td>
              </tr>
            )}
          </Fragment>
        )
      })}
    </>
  )
}

function State({ row }: { readonly row: LiquidationRow }) {
  if (row.status === 'open') {
    return (
      <span class="status liquidating">
        <Disc status="liquidating" />
        {row.openOrder === null
          ? 'Started'
          : `Ordered ${formatAsGiven(row.openOrder.quantity, { signed: true })} ${row.openOrder.market}`}
      </span>
    )
  }
  return (
    <span class="status mid">
      <Disc status={isZero(row.badDebt) ? 'healthy' : 'bankrupt'} />
      {row.outcome === 'restored' ? 'Restored' : 'Closed'}, {formatCount(row.fills)}{' '}
      {row.fills === 1 ? 'fill' : 'fills'}
    </span>
  )
}

function PaidBy({ row }: { readonly row: LiquidationRow }) {
  if (isZero(row.shortfall)) return <span class="dim">none needed</span>
  if (isZero(row.badDebt)) return <span title={row.fromFund}>fund</span>
  return (
    <span class="liquidatable" title={`fund ${row.fromFund}, bad debt ${row.badDebt}`}>
      {isZero(row.fromFund) ? 'nobody' : 'fund in part'}, {formatRequirement(row.badDebt)} bad debt
    </span>
  )
}

import { store, useChannel } from '../../data/live.js'
import type { AccountRow } from '../../data/wire.js'
import { decimalsOf } from '../../number/decimal.js'
import {
  formatCount,
  formatEquity,
  formatHealthFactor,
  formatLinePrice,
  formatMoney,
  formatPercent,
} from '../../number/format.js'
import { Absence, Figure, Padded, Unit } from '../../parts/figure.js'
import { Bar, Empty, Panel, Scroller } from '../../parts/panel.js'
import { StatusWord } from '../../parts/status.js'
import { Strip } from '../../parts/strip.js'
import { useNarrow } from '../../parts/use-narrow.js'
import { AccountLink, SideWord } from '../../parts/words.js'
import { addressOf } from '../../router.js'

const HEADS = [
  'Account',
  'Status',
  'Health factor',
  'Line at 1.00',
  'Largest position',
  'Notional',
  'Move',
  'Liquidation price',
  'Excess margin',
] as const
const RIGHT = new Set<string>(['Health factor', 'Notional', 'Move', 'Liquidation price', 'Excess margin'])

/** Where panels stand one under another, the list leaves them room; all accounts are a press away. */
const ROWS_WHERE_MORE_FOLLOWS = 12

/** Next to go under: the accounts nearest to the line, smallest healthFactor first. */
export function Nearest() {
  useChannel('accounts')
  const overview = store.overview.value
  const isShort = useNarrow(1280)
  const rows = (overview?.worst ?? []).slice(0, isShort ? ROWS_WHERE_MORE_FOLLOWS : 50)
  const longest = Math.max(0, ...rows.map((row) => decimalsOf(row.nearestLiquidation?.markPrice ?? '0')))
  return (
    <Panel
      title="Next to go under"
      sub={
        overview === null
          ? 'smallest health factor first'
          : `${formatCount(rows.length)} of ${formatCount(overview.counts.total)}, smallest health factor first`
      }
      controls={
        <a class="button ghost" href={addressOf('accounts')}>
          All accounts
        </a>
      }
    >
      {overview !== null && rows.length === 0 ? (
        <Empty title="No accounts yet" command="plimsoll import accounts.yaml">
          The accounts nearest to the line appear here as soon as the engine holds one. Nothing here needs a wallet.
        </Empty>
      ) : (
        <Scroller label="Next to go under, table">
          <table class="nearest sticky">
            <thead>
              <tr>
                {HEADS.map((head) => (
                  <th key={head} class={RIGHT.has(head) ? 'n' : ''} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {overview === null
                ? Array.from({ length: 9 }, (_, index) => <SkeletonRow key={index} />)
                : rows.map((row) => <Row key={row.id} row={row} longest={longest} />)}
            </tbody>
          </table>
        </Scroller>
      )}
    </Panel>
  )
}

function Row({ row, longest }: { readonly row: AccountRow; readonly longest: number }) {
  const { largestPosition, nearestLiquidation } = row
  return (
    <tr class="opens">
      <td>
        <AccountLink id={row.id} />
      </td>
      <td>
        <StatusWord status={row.status} />
      </td>
      <td class="n strong">
        <Figure value={row.healthFactor} reason={row.healthFactorReason} format={formatHealthFactor} />
      </td>
      <td>
        <Strip healthFactor={row.healthFactor} status={row.status} />
      </td>
      <td>
        {largestPosition === null ? (
          <Absence reason="no_position" />
        ) : (
          <>
            <SideWord quantity={largestPosition.quantity} /> {largestPosition.market}
          </>
        )}
      </td>
      <td class="n">{formatMoney(row.notional)}</td>
      {nearestLiquidation === null ? (
        <td class="n dim" colSpan={2}>
          {isUnder(row) ? 'passed' : 'no line'}
        </td>
      ) : (
        <>
          <td class="n" title={nearestLiquidation.move}>
            {formatPercent(nearestLiquidation.move, { sign: 'always' })}
          </td>
          <td class="n">
            <Padded
              text={formatLinePrice(nearestLiquidation.liquidationPrice, {
                decimals: decimalsOf(nearestLiquidation.markPrice),
                falls: nearestLiquidation.move.startsWith('-'),
              })}
              to={longest}
              title={nearestLiquidation.liquidationPrice}
            />
            {nearestLiquidation.market !== largestPosition?.market && <Unit>{nearestLiquidation.market}</Unit>}
          </td>
        </>
      )}
      <td class="n">
        <Figure
          value={row.excessMargin}
          reason={row.excessMarginReason}
          format={(text) => formatEquity(text, { signed: true })}
        />
      </td>
    </tr>
  )
}

function isUnder(row: AccountRow): boolean {
  return (
    row.status === 'called' ||
    row.status === 'liquidatable' ||
    row.status === 'liquidating' ||
    row.status === 'bankrupt'
  )
}

function SkeletonRow() {
  return (
    <tr>
      {HEADS.map((head) => (
        <td key={head} class={RIGHT.has(head) ? 'n' : ''}>
          <Bar width="72px" />
        </td>
      ))}
    </tr>
  )
}

// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table element
import type { AccountRow } from '../../data/wire.js'
import { decimalsOf } from '../../number/decimal.js'
import {
  formatEquity,
  formatHealthFactor,
  formatLinePrice,
  formatNumber,
  formatPercent,
  formatRequirement,
} from '../../number/format.js'
import { Absence, Figure, Padded } from '../../parts/figure.js'
import { Bar } from '../../parts/panel.js'
import { StatusWord } from '../../parts/status.js'
import { Strip } from '../../parts/strip.js'
import { AccountLink, SideWord } from '../../parts/words.js'

/** One account of the list, prices padded to `longest` decimals; at phone width the cells marked `card` make a card of two lines. */
export function Row({ row, longest }: { readonly row: AccountRow; readonly longest: number }) {
  const { largestPosition, nearestLiquidation } = row
  return (
    <>
      <div class="cell card" role="cell">
        <StatusWord status={row.status} />
      </div>
      <div class="cell card name" role="cell">
        <AccountLink id={row.id} />
      </div>
      <div class="cell mid" role="cell" title={row.ruleVersion}>
        {row.venue}
      </div>
      <div class="cell card n strong" role="cell">
        <Figure value={row.healthFactor} reason={row.healthFactorReason} format={formatHealthFactor} />
      </div>
      <div class="cell" role="cell">
        <Strip healthFactor={row.healthFactor} status={row.status} width={104} />
      </div>
      <div class="cell n" role="cell">
        <Figure value={row.equity} reason={row.equityReason} format={(text) => formatEquity(text)} />
      </div>
      <div class="cell n" role="cell">
        <Figure
          value={row.maintenanceRequirement}
          reason={row.maintenanceRequirementReason}
          format={formatRequirement}
        />
      </div>
      <div class="cell card n" role="cell">
        <Figure
          value={row.excessMargin}
          reason={row.excessMarginReason}
          format={(text) => formatEquity(text, { signed: true })}
        />
      </div>
      <div class="cell n" role="cell">
        <Figure
          value={row.leverage}
          reason={row.leverageReason}
          format={(text) => formatNumber(text, { decimals: 1, rounding: 'ceil' })}
          unit="×"
        />
      </div>
      <div class="cell" role="cell">
        {largestPosition === null ? (
          <Absence reason="no_position" />
        ) : (
          <>
            <SideWord quantity={largestPosition.quantity} /> {largestPosition.market}
          </>
        )}
      </div>
      <div class="cell n" role="cell">
        {nearestLiquidation === null ? (
          <NoLine row={row} />
        ) : (
          <span title={`${nearestLiquidation.market} at ${nearestLiquidation.liquidationPrice}`}>
            <Padded
              text={formatLinePrice(nearestLiquidation.liquidationPrice, {
                decimals: decimalsOf(nearestLiquidation.markPrice),
                falls: nearestLiquidation.move.startsWith('-'),
              })}
              to={longest}
            />
            <span class="move">{formatPercent(nearestLiquidation.move, { sign: 'always' })}</span>
          </span>
        )}
      </div>
    </>
  )
}

function NoLine({ row }: { readonly row: AccountRow }) {
  const isUnder =
    row.status === 'called' ||
    row.status === 'liquidatable' ||
    row.status === 'liquidating' ||
    row.status === 'bankrupt'
  if (row.status === 'unknown') return <Absence reason="missing_price" />
  return <span class="dim">{isUnder ? 'under the line' : 'none'}</span>
}

/** Bars where the figures will stand, in the same places. */
export function RowToCome() {
  return (
    <>
      <div class="cell card" role="cell">
        <Bar width="72px" />
      </div>
      <div class="cell card name" role="cell">
        <Bar width="96px" />
      </div>
      <div class="cell" role="cell" />
      <div class="cell card n" role="cell">
        <Bar width="40px" />
      </div>
      <div class="cell" role="cell" />
      <div class="cell n" role="cell">
        <Bar width="64px" />
      </div>
      <div class="cell n" role="cell">
        <Bar width="64px" />
      </div>
      <div class="cell card n" role="cell">
        <Bar width="64px" />
      </div>
    </>
  )
}

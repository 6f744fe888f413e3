import type { AnswerPosition } from '../../data/wire.js'
import { decimalsOf, isNegative } from '../../number/decimal.js'
import {
  formatAsGiven,
  formatDistance,
  formatEquity,
  formatLinePrice,
  formatMoney,
  formatNumber,
  formatRequirement,
} from '../../number/format.js'
import { Absence, Figure, Padded, Unit } from '../../parts/figure.js'
import { Panel, Scroller } from '../../parts/panel.js'
import { SideWord } from '../../parts/words.js'
import type { Shown } from './shown.js'

const ENTRY_DECIMALS_MAX = 8

export function Positions({ shown }: { readonly shown: Shown }) {
  const { positions } = shown
  const hasScopes = shown.scopes.length > 1
  const longest = {
    quantity: Math.max(0, ...positions.map((position) => decimalsOf(position.quantity))),
    price: Math.max(0, ...positions.map((position) => Math.max(markDecimals(position), entryDecimals(position)))),
  }
  return (
    <Panel title="Positions" span="w12">
      <Scroller label="Positions, table">
        <table class="positions sticky">
          <thead>
            <tr>
              <th scope="col">Market</th>
              {hasScopes && <th scope="col">Scope</th>}
              <Numbers
                names={[
                  'Quantity',
                  'Entry price',
                  'Mark price',
                  'Notional',
                  'Unrealized P&L',
                  'Maintenance',
                  'Liquidation price',
                  'Distance',
                  'Bankruptcy price',
                ]}
              />
            </tr>
          </thead>
          <tbody>
            {positions.map((position) => (
              <Row
                key={`${position.scope} ${position.market} ${position.leg}`}
                position={position}
                hasScopes={hasScopes}
                longest={longest}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
    </Panel>
  )
}

function Row({
  position,
  hasScopes,
  longest,
}: {
  readonly position: AnswerPosition
  readonly hasScopes: boolean
  readonly longest: { readonly quantity: number; readonly price: number }
}) {
  const falls = !isNegative(position.quantity)
  const decimals = Math.max(markDecimals(position), 1)
  const price = (text: string): string =>
    formatNumber(text, { decimals: Math.min(entryDecimals(position), Math.max(decimals, decimalsOf(text))) })
  const line = (text: string) => (
    <Padded text={formatLinePrice(text, { decimals, falls })} to={longest.price} title={text} />
  )
  return (
    <tr>
      <td>
        <b>{position.market}</b> <SideWord quantity={position.quantity} />
        {position.leg !== 'net' && <Unit>hedge</Unit>}
      </td>
      {hasScopes && <td class="mid">{position.scope}</td>}
      <td class="n">
        <Padded
          text={formatAsGiven(position.quantity, { signed: true })}
          to={longest.quantity}
          title={position.quantity}
        />
      </td>
      <td class="n mid">
        <Padded text={price(position.entryPrice)} to={longest.price} title={position.entryPrice} />
      </td>
      <td class="n">
        {position.markPrice === null ? (
          <Absence reason={position.markPriceReason} />
        ) : (
          <Padded text={formatAsGiven(position.markPrice)} to={longest.price} title={position.markPrice} />
        )}
      </td>
      <td class="n">
        <Figure value={position.notional} reason={position.notionalReason} format={formatMoney} />
      </td>
      <td class="n">
        <Figure
          value={position.unrealizedPnl}
          reason={position.unrealizedPnlReason}
          format={(text) => formatEquity(text, { signed: true })}
        />
      </td>
      <td class="n">
        <Figure
          value={position.maintenanceRequirement}
          reason={position.maintenanceRequirementReason}
          format={formatRequirement}
        />
      </td>
      <td class="n strong" data-figure={`liquidationPrice ${position.market}`}>
        {position.liquidationPrice === null ? (
          <Absence reason={position.liquidationPriceReason} />
        ) : (
          line(position.liquidationPrice)
        )}
      </td>
      <td class="n">
        {position.liquidationPrice === null || position.markPrice === null
          ? ''
          : formatDistance(position.markPrice, position.liquidationPrice)}
      </td>
      <td class="n mid">
        {position.bankruptcyPrice === null ? (
          <Absence reason={position.bankruptcyPriceReason} />
        ) : (
          line(position.bankruptcyPrice)
        )}
      </td>
    </tr>
  )
}

export function Numbers({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name) => (
        <th key={name} scope="col" class="n">
          {name}
        </th>
      ))}
    </>
  )
}

function markDecimals({ markPrice }: AnswerPosition): number {
  return markPrice === null ? 0 : Math.max(1, decimalsOf(markPrice))
}

/** An average entry can have many digits; the exact one is in the tooltip. */
function entryDecimals(position: AnswerPosition): number {
  return Math.min(ENTRY_DECIMALS_MAX, Math.max(markDecimals(position), Math.min(2, decimalsOf(position.entryPrice))))
}

import type { AnswerHolding } from '../../data/wire.js'
import { decimalsOf, isNegative } from '../../number/decimal.js'
import { formatAsGiven, formatDistance, formatEquity, formatLinePrice, formatNumber } from '../../number/format.js'
import { Absence, Figure, Padded, Unit } from '../../parts/figure.js'
import { Empty, Panel, Scroller } from '../../parts/panel.js'
import { Numbers } from './positions.js'
import type { Shown } from './shown.js'

const AMOUNT_DECIMALS_MIN = 2

export function Balances({ shown }: { readonly shown: Shown }) {
  const { holdings } = shown
  const hasScopes = shown.scopes.length > 1
  const longest = {
    amount: Math.max(AMOUNT_DECIMALS_MIN, ...holdings.map((holding) => decimalsOf(holding.amount))),
    price: Math.max(0, ...holdings.map((holding) => decimalsOf(holding.price ?? '0'))),
  }
  return (
    <Panel title="Balances" span="w7">
      {holdings.length === 0 ? (
        <Empty>No balance.</Empty>
      ) : (
        <Scroller label="Balances, table">
          <table class="balances sticky">
            <thead>
              <tr>
                <th scope="col">Asset</th>
                {hasScopes && <th scope="col">Scope</th>}
                <Numbers names={['Amount', 'Price', 'Value', 'Weight', 'Liquidation price', 'Distance']} />
              </tr>
            </thead>
            <tbody>
              {holdings.map((holding) => (
                <Row
                  key={`${holding.scope} ${holding.asset} ${holding.kind}`}
                  holding={holding}
                  hasScopes={hasScopes}
                  longest={longest}
                />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </Panel>
  )
}

function Row({
  holding,
  hasScopes,
  longest,
}: {
  readonly holding: AnswerHolding
  readonly hasScopes: boolean
  readonly longest: { readonly amount: number; readonly price: number }
}) {
  const isOwed = holding.kind === 'borrowed' || isNegative(holding.amount)
  return (
    <tr>
      <td>
        <b>{holding.asset}</b> <span class="dim">{holding.kind}</span>
      </td>
      {hasScopes && <td class="mid">{holding.scope}</td>}
      <td class="n">
        <Padded
          text={formatAsGiven(holding.amount, { signed: true, atLeast: AMOUNT_DECIMALS_MIN })}
          to={longest.amount}
          title={holding.amount}
        />
      </td>
      <td class="n">
        {holding.price === null ? (
          <Absence reason={holding.priceReason} />
        ) : (
          <Padded text={formatAsGiven(holding.price)} to={longest.price} title={holding.price} />
        )}
      </td>
      <td class="n">
        <Figure value={holding.value} reason={holding.valueReason} format={formatEquity} />
      </td>
      <td class="n mid" title={`initial ${holding.initialWeight}, maintenance ${holding.maintenanceWeight}`}>
        {formatNumber(holding.maintenanceWeight, { decimals: 2, rounding: 'floor' })}
      </td>
      <td class="n strong">
        {holding.liquidationPrice === null ? (
          <Absence reason={holding.liquidationPriceReason} />
        ) : (
          <Padded
            text={formatLinePrice(holding.liquidationPrice, {
              decimals: Math.max(2, decimalsOf(holding.price ?? '0')),
              falls: !isOwed,
            })}
            to={Math.max(2, longest.price)}
            title={holding.liquidationPrice}
          />
        )}
      </td>
      <td class="n">
        {holding.liquidationPrice === null || holding.price === null
          ? ''
          : formatDistance(holding.price, holding.liquidationPrice)}
        {isOwed && holding.liquidationPrice !== null && <Unit>owed</Unit>}
      </td>
    </tr>
  )
}

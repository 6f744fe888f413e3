import { store } from '../../data/live.js'
import type { VenueStatus } from '../../data/wire.js'
import { isZero } from '../../number/decimal.js'
import { formatCount, formatMoney, formatRequirement } from '../../number/format.js'
import { Unit } from '../../parts/figure.js'
import { Bar } from '../../parts/panel.js'

const LABELS = ['Insurance fund', 'Bad debt', 'Liquidations', 'Forced notional', 'Fees', 'Shortfall'] as const

/** The fund over its liquidations, venue by venue: what it holds, what it paid, what nobody covered. */
export function Funds() {
  const system = store.system.value
  if (system === null) {
    return (
      <dl class="funds">
        {LABELS.map((label) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Bar width="72px" />
            </dd>
          </div>
        ))}
      </dl>
    )
  }
  return (
    <>
      {system.venues.map((venue) => (
        <Fund key={venue.id} venue={venue} isNamed={system.venues.length > 1} />
      ))}
    </>
  )
}

function Fund({ venue, isNamed }: { readonly venue: VenueStatus; readonly isNamed: boolean }) {
  const { totals, currency } = venue
  const name = isNamed ? ` ${venue.id}` : ''
  return (
    <dl class="funds" aria-label={`Insurance fund${name}`}>
      <div>
        <dt>Insurance fund{name}</dt>
        <dd data-fund={venue.id}>
          {venue.fund.length === 0 ? (
            <span class="dim">none</span>
          ) : (
            venue.fund.map(({ asset, amount }) => <Amount key={asset} amount={amount} of={asset} />)
          )}
        </dd>
      </div>
      <div>
        <dt>Bad debt</dt>
        <dd class={venue.badDebt.every(({ amount }) => isZero(amount)) ? '' : 'liquidatable'}>
          {venue.badDebt.length === 0
            ? '0.00'
            : venue.badDebt.map(({ asset, amount }) => <Amount key={asset} amount={amount} of={asset} />)}
        </dd>
      </div>
      <div>
        <dt>Liquidations</dt>
        <dd>
          {formatCount(totals.liquidations)}
          {venue.openLiquidations > 0 && <Unit>{formatCount(venue.openLiquidations)} open</Unit>}
        </dd>
      </div>
      <div>
        <dt>Forced notional</dt>
        <dd>
          <Amount amount={totals.forcedNotional} of={currency} />
        </dd>
      </div>
      <div>
        <dt>Fees</dt>
        <dd>
          <Amount amount={totals.fees} of={currency} />
        </dd>
      </div>
      <div>
        <dt>Shortfall, paid by the fund</dt>
        <dd>
          <span title={totals.shortfall}>
            {formatRequirement(totals.shortfall)}
            <Unit>{currency}</Unit>
          </span>
          <Unit>· {formatRequirement(totals.fromFund)} paid</Unit>
        </dd>
      </div>
    </dl>
  )
}

function Amount({ amount, of }: { readonly amount: string; readonly of: string }) {
  return (
    <span title={amount}>
      {formatMoney(amount)}
      <Unit>{of}</Unit>
    </span>
  )
}

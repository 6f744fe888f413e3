import { store } from '../../data/live.js'
import type { VenueStatus } from '../../data/wire.js'
import { formatCount, formatMoney, formatNumber } from '../../number/format.js'
import { Unit } from '../../parts/figure.js'
import { Empty, Scroller } from '../../parts/panel.js'
import { Numbers } from '../account/positions.js'

/** By whose rules: each venue's rulebook, where its line lies and what happens there. */
export function Venues() {
  const system = store.system.value
  return (
    <>
      <header class="view-head">
        <h1>Venues</h1>
        <p class="sub">the rules in force: which rulebook decides, what happens at its line</p>
      </header>
      <section class="panel" aria-label="Venues">
        {system === null ? null : system.venues.length === 0 ? (
          <Empty>A venue appears here with the first account that names it.</Empty>
        ) : (
          <Scroller label="Venues, table">
            <table class="venues-table sticky">
              <thead>
                <tr>
                  <th scope="col">Venue</th>
                  <th scope="col">Family</th>
                  <th scope="col">Rules</th>
                  <th scope="col">At exactly 1.00</th>
                  <th scope="col">Under the line</th>
                  <Numbers names={['Warned under', 'Restores to', 'Accounts', 'Equity', 'Requirement', 'Notional']} />
                </tr>
              </thead>
              <tbody>
                {system.venues.map((venue) => (
                  <Row key={venue.id} venue={venue} />
                ))}
              </tbody>
            </table>
          </Scroller>
        )}
      </section>
    </>
  )
}

function Row({ venue }: { readonly venue: VenueStatus }) {
  const { currency } = venue
  return (
    <tr>
      <td>
        <b>{venue.id}</b>
      </td>
      <td class="mid">{venue.family}</td>
      <td class="id" title={venue.source}>
        {venue.ruleVersion}
        {venue.validFrom !== null && <Unit>from {venue.validFrom.slice(0, 10)}</Unit>}
      </td>
      <td>{venue.boundary === 'safe' ? 'safe' : 'under'}</td>
      <td>{venue.breach === 'call' ? 'called, then liquidated' : 'liquidated at once'}</td>
      <td class="n">{formatNumber(venue.warningLevel, { decimals: 2 })}</td>
      <td class="n">{formatNumber(venue.targetHealthFactor, { decimals: 2 })}</td>
      <td class="n">{formatCount(venue.accounts.total)}</td>
      {[venue.equity, venue.maintenanceRequirement, venue.notional].map((amount, index) => (
        <td class="n" key={index} title={amount}>
          {formatMoney(amount)}
          <Unit>{currency}</Unit>
        </td>
      ))}
    </tr>
  )
}

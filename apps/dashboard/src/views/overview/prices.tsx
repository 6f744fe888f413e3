import { now, store } from '../../data/live.js'
import { decimalsOf } from '../../number/decimal.js'
import { formatAsGiven, formatDistance, UNKNOWN } from '../../number/format.js'
import { formatAge } from '../../number/time.js'
import { Padded } from '../../parts/figure.js'
import { Bar, Empty, Panel } from '../../parts/panel.js'
import { Spark } from './spark.js'

/** Live marks, one row a market; a row chooses the market of the chart. */
export function Prices({
  chosen,
  choose,
}: {
  readonly chosen: string | null
  readonly choose: (market: string) => void
}) {
  const prices = store.prices.value
  const lines = store.priceLines.value
  const sinceMs = Math.max(0, now.value - store.pricesAtMs.value)
  const rows = [...(prices?.values() ?? [])].sort((a, b) => (a.market < b.market ? -1 : 1))
  const longest = Math.max(0, ...rows.map((row) => (row.price === null ? 0 : decimalsOf(row.price))))
  return (
    <Panel title="Prices" sub="mark, and its move since this page was opened">
      <div class="prices-space">
        {prices !== null && rows.length === 0 ? (
          <Empty>Prices appear here as soon as the engine is told one.</Empty>
        ) : (
          <table class="prices">
            <thead>
              <tr>
                <th>Market</th>
                <th class="n">Mark</th>
                <th class="n">Move</th>
                <th>
                  <span class="hidden">Line</span>
                </th>
                <th class="n">Age</th>
              </tr>
            </thead>
            <tbody>
              {prices === null && [0, 1].map((row) => <SkeletonRow key={row} />)}
              {rows.map((row) => {
                const points = lines.get(row.market) ?? []
                const first = points[0]
                return (
                  <tr key={row.market} class="opens" aria-selected={row.market === chosen}>
                    <td>
                      <button
                        type="button"
                        class="cover"
                        aria-pressed={row.market === chosen}
                        onClick={() => choose(row.market)}
                      >
                        {row.market}
                      </button>
                    </td>
                    <td class="n" data-price={row.market}>
                      {row.price === null ? (
                        <span class="dim" title={`the mark is ${row.status}`}>
                          {row.status === 'missing' ? UNKNOWN : row.status}
                        </span>
                      ) : (
                        <Padded text={formatAsGiven(row.price)} to={longest} title={row.price} />
                      )}
                    </td>
                    <td class="n">
                      {row.price === null || first === undefined ? UNKNOWN : formatDistance(first.price, row.price)}
                    </td>
                    <td>
                      <Spark points={points} />
                    </td>
                    <td class="n dim">{row.ageMs === null ? UNKNOWN : formatAge(row.ageMs + sinceMs)}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        )}
      </div>
    </Panel>
  )
}

function SkeletonRow() {
  return (
    <tr>
      <td>
        <Bar width="72px" />
      </td>
      <td class="n">
        <Bar width="64px" />
      </td>
      <td />
      <td />
      <td />
    </tr>
  )
}

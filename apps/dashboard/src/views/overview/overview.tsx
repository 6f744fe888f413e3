import { useRef, useState } from 'preact/hooks'
import { store } from '../../data/live.js'
import type { LiquidationRow } from '../../data/wire.js'
import { Empty, Panel } from '../../parts/panel.js'
import { Heads } from './heads.js'
import { Latest } from './latest.js'
import { Nearest } from './nearest.js'
import { PriceChart } from './price-chart.js'
import { Prices } from './prices.js'

export function Overview() {
  const [picked, setPicked] = useState<string | null>(null)
  const first = useRef<string | null>(null)
  const markets = [...(store.prices.value?.keys() ?? [])].sort((a, b) => (a < b ? -1 : 1))
  if (first.current === null && store.liquidations.value !== null)
    first.current = busiest(markets, [...store.liquidations.value.values()])
  const chosen =
    [picked, first.current].find((market) => market !== null && markets.includes(market)) ?? markets[0] ?? null
  return (
    <>
      <h1 class="hidden">Overview</h1>
      <Heads />
      <div class="grid overview">
        <div class="column">
          <Panel
            title={chosen ?? 'Mark'}
            sub="mark since this page was opened, UTC"
            controls={
              markets.length > 1 && (
                <>
                  <label class="hidden" for="chart-market">
                    Market of the chart
                  </label>
                  <select
                    id="chart-market"
                    value={chosen ?? ''}
                    onChange={(event) => setPicked(event.currentTarget.value)}
                  >
                    {markets.map((market) => (
                      <option key={market} value={market}>
                        {market}
                      </option>
                    ))}
                  </select>
                </>
              )
            }
          >
            {chosen === null ? (
              <div class="chart-space">
                {store.prices.value !== null && (
                  <Empty>The mark is drawn here from the first price on, in steps, never smoothed.</Empty>
                )}
              </div>
            ) : (
              <PriceChart market={chosen} />
            )}
          </Panel>
          <Nearest />
        </div>
        <div class="column side">
          <Prices chosen={chosen} choose={setPicked} />
          <Latest />
        </div>
      </div>
    </>
  )
}

/** The market that put most accounts under lately; the first by name where none has. */
function busiest(markets: readonly string[], rows: readonly LiquidationRow[]): string | null {
  const count = (market: string): number => rows.filter((row) => row.cause?.factor === market).length
  return [...markets].sort((a, b) => count(b) - count(a))[0] ?? null
}

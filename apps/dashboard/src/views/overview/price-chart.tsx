import { now, store } from '../../data/live.js'
import type { PricePoint } from '../../data/price-history.js'
import type { LiquidationRow } from '../../data/wire.js'
import { formatAsGiven, formatCount, formatDistance } from '../../number/format.js'
import { tickLabel, ticksBetween } from '../../number/scale.js'
import { formatClock } from '../../number/time.js'
import { useWidth } from '../../parts/use-width.js'

const HEIGHT = 220
const MARGIN = { left: 16, right: 84, top: 16, bottom: 22 }
/** Before there is more, the axis spans this much. */
const SPAN_MS_MIN = 10_000

/** The mark since this page was opened: steps, never smoothed; a disc where a liquidation started on it. */
export function PriceChart({ market }: { readonly market: string }) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const points = store.priceLines.value.get(market) ?? []
  const starts = [...(store.liquidations.value?.values() ?? [])].filter((row) => row.cause?.factor === market)
  return (
    <div class="chart" ref={ref} style={{ height: `${HEIGHT}px` }}>
      {width > 0 && points.length > 0 && (
        <Plot market={market} width={width} points={points} starts={starts} nowMs={now.value} />
      )}
    </div>
  )
}

function Plot({
  market,
  width,
  points,
  starts,
  nowMs,
}: {
  readonly market: string
  readonly width: number
  readonly points: readonly PricePoint[]
  readonly starts: readonly LiquidationRow[]
  readonly nowMs: number
}) {
  const first = points[0] as PricePoint
  const last = points.at(-1) as PricePoint
  const toMs = Math.max(nowMs, last.atMs)
  const fromMs = Math.min(first.atMs, toMs - SPAN_MS_MIN)
  const ys = points.map((point) => point.y)
  const low = Math.min(...ys)
  const high = Math.max(...ys)
  const room = high > low ? (high - low) * 0.12 : Math.abs(high) * 0.001 || 1
  const x = (atMs: number): number =>
    MARGIN.left + ((atMs - fromMs) / (toMs - fromMs)) * (width - MARGIN.left - MARGIN.right)
  const y = (value: number): number =>
    MARGIN.top + ((high + room - value) / (high - low + 2 * room)) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const ticks = ticksBetween({ from: low - room, to: high + room, count: 4 })
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0) || 1
  const line = points.map((point, index) =>
    index === 0 ? `M${f(x(point.atMs))} ${f(y(point.y))}` : `H${f(x(point.atMs))}V${f(y(point.y))}`,
  )
  const right = width - MARGIN.right
  const label = `${market} mark since ${formatClock(first.atMs)} UTC: from ${formatAsGiven(first.price)} to ${formatAsGiven(last.price)}, ${formatDistance(first.price, last.price)}; ${formatCount(starts.length)} liquidations started on it`
  return (
    <svg
      class="chart-svg"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${MARGIN.left} ${f(y(tick))}H${right}`} stroke="var(--grid)" />
          {Math.abs(y(tick) - y(last.y)) > 13 && (
            <text class="axis" x={right + 10} y={y(tick) + 4}>
              {tickLabel(tick, step)}
            </text>
          )}
        </g>
      ))}
      {timeTicks(fromMs, toMs, width < 600 ? 3 : 6).map((atMs) => (
        <text
          key={atMs}
          class="axis"
          x={x(atMs)}
          y={HEIGHT - 5}
          text-anchor={x(atMs) < 40 ? 'start' : x(atMs) > right - 20 ? 'end' : 'middle'}
        >
          {formatClock(atMs)}
        </text>
      ))}
      <path d={`${line.join('')}H${f(right)}`} fill="none" stroke="var(--ink)" stroke-width="1.5" />
      {starts.map((row) => {
        const at = standing(points, Date.parse(row.startedAt))
        return at === null ? null : (
          <circle
            key={row.id}
            class="liquidating"
            cx={x(Date.parse(row.startedAt))}
            cy={y(at)}
            r="3"
            fill="currentColor"
          />
        )
      })}
      <path d={`M${right} ${f(y(last.y))}h6`} stroke="var(--ink)" stroke-width="1.5" />
      <text class="strong" x={right + 10} y={y(last.y) + 4}>
        {formatAsGiven(last.price)}
      </text>
    </svg>
  )
}

/** The price that stood at a time; `null` before the line begins. */
function standing(points: readonly PricePoint[], atMs: number): number | null {
  let found: number | null = null
  for (const point of points) {
    if (point.atMs > atMs) break
    found = point.y
  }
  return found
}

const STEPS_MS = [
  2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000,
  21_600_000,
] as const

function timeTicks(fromMs: number, toMs: number, count: number): number[] {
  const step = STEPS_MS.find((ms) => ms >= (toMs - fromMs) / count) ?? 43_200_000
  const ticks: number[] = []
  for (let at = Math.ceil(fromMs / step) * step; at <= toMs; at += step) ticks.push(at)
  return ticks
}

function f(value: number): string {
  return value.toFixed(1)
}

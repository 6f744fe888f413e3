import type { PricePoint } from '../../data/price-history.js'

/** A price since the page was opened, small: steps without axes, beside the figures that say the same. */
export function Spark({ points, width = 84 }: { readonly points: readonly PricePoint[]; readonly width?: number }) {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return <svg width={width} height="18" aria-hidden="true" />
  const ys = points.map((point) => point.y)
  const low = Math.min(...ys)
  const high = Math.max(...ys)
  const span = Math.max(1, last.atMs - first.atMs)
  const x = (point: PricePoint): string => (((point.atMs - first.atMs) / span) * width).toFixed(1)
  const y = (point: PricePoint): string => (high > low ? 2 + ((high - point.y) / (high - low)) * 14 : 9).toFixed(1)
  const line = points.map((point, index) => (index === 0 ? `M0 ${y(point)}` : `H${x(point)}V${y(point)}`)).join('')
  return (
    <svg class="chart-svg" width={width} height="18" viewBox={`0 0 ${width} 18`} aria-hidden="true">
      <path d={`${line}H${width}`} fill="none" stroke="var(--ink2)" stroke-width="1.25" />
    </svg>
  )
}

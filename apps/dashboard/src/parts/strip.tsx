import type { Status } from '../data/wire.js'
import { pixels } from '../number/decimal.js'
import { formatHealthFactor } from '../number/format.js'
import { stripPosition } from '../number/scale.js'

/** The scale in a table's cell: water to 1.00, the line, the warning level, a diamond where the account stands. */
export function Strip({
  healthFactor,
  status,
  before,
  width = 112,
}: {
  readonly healthFactor: string | null
  readonly status: Status
  /** A dashed tick: where it stood. */
  readonly before?: string | null
  readonly width?: number
}) {
  const x = (value: number): number => 1 + stripPosition(value) * (width - 6)
  const at = healthFactor === null ? null : x(pixels(healthFactor))
  const was = before === undefined || before === null ? null : x(pixels(before))
  return (
    <svg class={`strip ${status}`} width={width} height="16" viewBox={`0 0 ${width} 16`} aria-hidden="true">
      <rect x="0" y="5.5" width={x(1)} height="5" fill="var(--sea-fill)" />
      <path d={`M${x(1)} 8H${width}`} stroke="var(--ctl)" />
      <path d={`M${x(1.25)} 5.5v5`} stroke="var(--ink3)" />
      <path d={`M${x(1)} 2v12`} stroke="var(--ink)" stroke-width="1.5" />
      {was !== null && <path d={`M${was} 3v10`} stroke="var(--ink3)" stroke-dasharray="2 1.5" />}
      {was !== null && at !== null && <path d={`M${was} 8H${at}`} stroke="currentColor" stroke-width="1.5" />}
      {at !== null && <path d={`M${at} 3.5l4 4.5l-4 4.5l-4-4.5Z`} fill="currentColor" />}
    </svg>
  )
}

const LABELS = [
  [0.9, '0.90'],
  [1, '1.00'],
  [1.25, '1.25'],
  [2, '2'],
  [5, '5'],
  [20, '20'],
] as const

/** The same scale with its figures, at the head of an account's page. */
export function ScaleStrip({
  healthFactor,
  status,
  before,
  width,
}: {
  readonly healthFactor: string | null
  readonly status: Status
  readonly before: string | null
  readonly width: number
}) {
  const x = (value: number): number => 2 + stripPosition(value) * (width - 10)
  const at = healthFactor === null ? null : x(pixels(healthFactor))
  const was = before === null ? null : x(pixels(before))
  const label =
    healthFactor === null
      ? 'The load line scale; this account has no healthFactor'
      : `healthFactor ${formatHealthFactor(healthFactor)} on the load line scale`
  return (
    <svg
      class={`chart-svg strip ${status}`}
      width={width}
      height="40"
      viewBox={`0 0 ${width} 40`}
      role="img"
      aria-label={label}
    >
      <rect x="0" y="11" width={x(1)} height="8" fill="var(--sea-fill)" />
      <path d={`M${x(1)} 15H${width}`} stroke="var(--ctl)" />
      {LABELS.map(([value, text]) => (
        <g key={text}>
          <path
            d={value === 1 ? `M${x(value)} 4v22` : `M${x(value)} 11v8`}
            stroke={value === 1 ? 'var(--ink)' : 'var(--ink3)'}
            stroke-width={value === 1 ? 2 : 1}
          />
          <text class="axis" x={value === 20 ? width : x(value)} y="37" text-anchor={value === 20 ? 'end' : 'middle'}>
            {text}
          </text>
        </g>
      ))}
      {was !== null && at !== null && (
        <>
          <path d={`M${was} 15H${at}`} stroke="currentColor" stroke-width="2" />
          <circle cx={was} cy="15" r="3.5" fill="var(--panel)" stroke="var(--ink2)" />
        </>
      )}
      {at !== null && <path d={`M${at} 7l6 8l-6 8l-6-8Z`} fill="currentColor" />}
    </svg>
  )
}

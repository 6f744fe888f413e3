import type { ComponentChildren } from 'preact'
import { pixels, subtract } from '../../number/decimal.js'
import { formatEquity, formatNumber, formatRequirement } from '../../number/format.js'
import { ticksBetween } from '../../number/scale.js'
import { useWidth } from '../../parts/use-width.js'
import type { VesselFigures } from './shown.js'
import { type Geometry, geometryOf } from './vessel-geometry.js'

const HEIGHT = 300

/** Equity against requirement: the deck is marginEquity, the water is the maintenance requirement, the line is where they meet. */
export function Vessel({
  figures,
  before,
}: {
  readonly figures: VesselFigures
  readonly before: VesselFigures | null
}) {
  const { ref, width } = useWidth<HTMLDivElement>()
  return (
    <div class="chart vessel" ref={ref} style={{ height: `${HEIGHT}px` }}>
      {width > 0 && <Drawing figures={figures} before={before} width={width} />}
    </div>
  )
}

function Drawing({
  figures,
  before,
  width,
}: {
  readonly figures: VesselFigures
  readonly before: VesselFigures | null
  readonly width: number
}) {
  const g = geometryOf(figures, before, { width, height: HEIGHT })
  const freeboard = subtract(figures.marginEquity, figures.requirement)
  const label = `marginEquity ${formatEquity(figures.marginEquity)} is the deck; the maintenance requirement ${formatRequirement(figures.requirement)} is the water; freeboard ${formatEquity(freeboard, { signed: true })}`
  return (
    <svg
      class="chart-svg"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      {ticksBetween({ from: 0, to: g.top, count: 5 }).map((tick) => (
        <g key={tick}>
          <path d={`M${g.left} ${g.y(tick)}H${g.right}`} stroke="var(--grid)" />
          <text class="axis" x={g.left - 8} y={g.y(tick) + 4} text-anchor="end">
            {compactTick(tick)}
          </text>
        </g>
      ))}
      <rect
        x={g.left}
        y={g.waterY}
        width={g.right - g.left}
        height={Math.max(0, g.keelY - g.waterY)}
        fill="var(--sea-deep)"
      />
      {g.marginEquity > 0 && <path d={g.hullPath} fill="var(--raise)" stroke="var(--ink2)" stroke-width="1.5" />}
      <Hull figures={figures} g={g} />
      <rect
        x={g.left}
        y={g.waterY}
        width={g.right - g.left}
        height={Math.max(0, g.keelY - g.waterY)}
        fill="var(--sea)"
        opacity="0.17"
      />
      <Water figures={figures} g={g} width={width} />
      <Lost figures={figures} g={g} />
      <path d={`M${g.left} ${g.initialY}H${g.right}`} stroke="var(--ink3)" stroke-dasharray="6 4" />
      {Math.abs(g.initialY - g.waterY) > 15 && (
        <>
          <Text x={g.right + 8} y={g.initialY + 4}>
            initial
          </Text>
          <Text x={width - 16} y={g.initialY + 4} end>
            {whole(figures.initialRequirement, 'ceil')}
          </Text>
        </>
      )}
      <path d={`M${g.left} ${g.waterY}H${width - 8}`} stroke="var(--ink)" stroke-width="1.75" />
      <circle cx={g.middle} cy={g.waterY} r="8.5" fill="var(--panel)" stroke="var(--ink)" stroke-width="2" />
      <path d={`M${g.middle - 15} ${g.waterY}h30`} stroke="var(--ink)" stroke-width="2" />
      <Freeboard figures={figures} freeboard={freeboard} g={g} />
      {g.beforeY !== null && (
        <>
          <path
            d={`M${g.sternX - 8} ${g.beforeY}h24M${g.bowX - 16} ${g.beforeY}h24`}
            stroke="var(--ink2)"
            stroke-width="1.5"
            stroke-dasharray="3 2"
          />
          <Text x={g.bowX + 10} y={g.beforeY + (g.isClear(g.beforeY + 4) ? 4 : 14)}>
            now
          </Text>
        </>
      )}
    </svg>
  )
}

/** Balances × weight from the keel up; a label gives way to a line that would cross it. */
function Hull({ figures, g }: { readonly figures: VesselFigures; readonly g: Geometry }) {
  let under = 0
  return (
    <>
      {figures.hull.map(({ name, amount }) => {
        const from = under
        under = Math.min(g.marginEquity, under + pixels(amount))
        const tall = g.y(from) - g.y(under)
        const places =
          tall > 60 ? [(g.y(from) + g.y(under)) / 2 + 4, g.y(from) - 8] : [(g.y(from) + g.y(under)) / 2 + 4]
        const at = places.find(g.isClear)
        return (
          <g key={name}>
            {from > 0 && tall > 0 && (
              <path d={`M${g.stern(from)} ${g.y(from)}L${g.bow(from)} ${g.y(from)}`} stroke="var(--ctl)" />
            )}
            {tall > 14 && at !== undefined && (
              <>
                <text class="label" x={g.stern(from) + 14} y={at}>
                  {name}
                </text>
                <text class="label" x={g.bow(from) - 14} y={at} text-anchor="end">
                  {whole(amount, 'floor')}
                </text>
              </>
            )}
          </g>
        )
      })}
    </>
  )
}

/** Requirements by position, the largest at the bottom. */
function Water({
  figures,
  g,
  width,
}: {
  readonly figures: VesselFigures
  readonly g: Geometry
  readonly width: number
}) {
  let under = 0
  return (
    <>
      <path d={`M${g.right} ${g.waterY}V${g.keelY}`} stroke="var(--sea)" />
      {figures.water.map(({ name, amount }) => {
        const from = under
        under += pixels(amount)
        const middle = (g.y(from) + g.y(under)) / 2 + 4
        return (
          <g key={name}>
            {from > 0 && <path d={`M${g.right - 14} ${g.y(from)}H${g.right}`} stroke="var(--sea)" />}
            {g.y(from) - g.y(under) > 12 && middle - g.waterY > 12 && (
              <>
                <text class="label in-sea" x={g.right + 8} y={middle}>
                  {name.length > g.nameLength ? `${name.slice(0, g.nameLength - 1)}…` : name}
                </text>
                <text class="label" x={width - 16} y={middle} text-anchor="end">
                  {whole(amount, 'ceil')}
                </text>
              </>
            )}
          </g>
        )
      })}
    </>
  )
}

/** A loss and a debt stand above the deck as a dashed ghost: the hull that would be there without them. */
function Lost({ figures, g }: { readonly figures: VesselFigures; readonly g: Geometry }) {
  if (g.ghostY === null) return null
  const y = g.ghostY
  const at = [y + 14, g.deckY - 6].find(g.isClear)
  const words = [
    figures.unrealizedPnl.startsWith('-')
      ? `${g.isNarrow ? '' : 'lost to '}unrealized P&L ${signedWhole(figures.unrealizedPnl)}`
      : '',
    figures.owed === '0' ? '' : `owed ${signedWhole(figures.owed)}`,
  ].filter((word) => word !== '')
  return (
    <>
      <path
        d={`M${g.sternX + 4} ${g.deckY}L${g.sternX} ${y}H${g.bowX + 5}L${g.bowX} ${g.deckY}`}
        fill="none"
        stroke="var(--ink3)"
        stroke-dasharray="3 3"
      />
      {g.deckY - y > 18 && at !== undefined && (
        <text class="axis halo" x={g.sternX + 12} y={at}>
          {words.join(', ')}
        </text>
      )}
    </>
  )
}

/** The dimension line from the water to the deck, in the colour of the status. */
function Freeboard({
  figures,
  freeboard,
  g,
}: {
  readonly figures: VesselFigures
  readonly freeboard: string
  readonly g: Geometry
}) {
  const x = g.middle + (g.isNarrow ? 24 : 36)
  const isWide = Math.abs(g.deckY - g.waterY) > 18
  const isUp = !freeboard.startsWith('-')
  return (
    <g class={`health ${figures.status}`}>
      <path
        d={`M${x} ${g.waterY}V${g.deckY}M${x - 5} ${g.deckY}h10M${x - 5} ${g.waterY}h10`}
        stroke="currentColor"
        stroke-width="1.75"
      />
      <text
        class="strong halo coloured"
        x={x + 10}
        y={isWide ? (g.deckY + g.waterY) / 2 + 4 : Math.max(14, Math.min(g.deckY, g.waterY) - 8)}
      >
        {g.isNarrow ? '' : isUp ? 'freeboard ' : 'submerged '}
        {formatNumber(freeboard, { decimals: 0, rounding: 'floor', sign: 'always' })}
      </text>
    </g>
  )
}

function Text({
  x,
  y,
  end = false,
  children,
}: {
  readonly x: number
  readonly y: number
  readonly end?: boolean
  readonly children: ComponentChildren
}) {
  return (
    <text class="axis" x={x} y={y} text-anchor={end ? 'end' : 'start'}>
      {children}
    </text>
  )
}

function signedWhole(amount: string): string {
  return formatNumber(amount, { decimals: 0, rounding: 'floor', sign: 'always' })
}

/** Whole units on charts. */
function whole(amount: string, rounding: 'floor' | 'ceil'): string {
  return formatNumber(amount, { decimals: 0, rounding })
}

/** 400,000 is `400 k` on an axis. */
function compactTick(value: number): string {
  for (const [size, unit] of [
    [1e9, ' B'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const) {
    if (value >= size) return `${(value / size).toLocaleString('en-US', { maximumFractionDigits: 2 })}${unit}`
  }
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}

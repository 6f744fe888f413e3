import { pixels } from '../../number/decimal.js'
import type { VesselFigures } from './shown.js'

/** Where everything of the drawing stands, in pixels. */
export interface Geometry {
  readonly isNarrow: boolean
  /** Letters of a position's name that fit at the side. */
  readonly nameLength: number
  readonly left: number
  readonly right: number
  /** The largest amount of the axis. */
  readonly top: number
  readonly marginEquity: number
  readonly y: (amount: number) => number
  /** The hull's sides at an amount above the keel. */
  readonly bow: (amount: number) => number
  readonly stern: (amount: number) => number
  readonly sternX: number
  readonly bowX: number
  readonly middle: number
  readonly keelY: number
  readonly waterY: number
  readonly deckY: number
  readonly initialY: number
  /** The deck of before, in a preview. */
  readonly beforeY: number | null
  /** The top of the hull without its loss and its debts; `null` where there are none. */
  readonly ghostY: number | null
  readonly hullPath: string
  /** Whether a label at this baseline is clear of every line, by 9 pixels. */
  readonly isClear: (baseline: number) => boolean
}

export function geometryOf(
  figures: VesselFigures,
  before: VesselFigures | null,
  size: { readonly width: number; readonly height: number },
): Geometry {
  const isNarrow = size.width < 420
  const left = isNarrow ? 52 : 64
  const right = size.width - (isNarrow ? 112 : 148)
  const bottom = size.height - 20
  const marginEquity = pixels(figures.marginEquity)
  const requirement = pixels(figures.requirement)
  const initial = pixels(figures.initialRequirement)
  const beforeEquity = before === null ? null : pixels(before.marginEquity)
  const ghost = marginEquity - Math.min(0, pixels(figures.unrealizedPnl)) - Math.min(0, pixels(figures.owed))
  const tallest = Math.max(marginEquity, requirement, initial, beforeEquity ?? 0, 1)
  // A ghost far above everything else stays open at the top: it may not press the rest flat.
  const top = Math.max(tallest, Math.min(ghost, tallest * 1.4)) * 1.1
  const y = (amount: number): number => Math.round((bottom - (Math.max(0, amount) / top) * (bottom - 18)) * 10) / 10
  const sternX = left + 16
  const bowX = right - 24
  const part = (amount: number): number => 1 - Math.min(1, Math.max(0, amount) / Math.max(1e-9, marginEquity))
  const stern = (amount: number): number => sternX + 14 * part(amount) ** 2
  const bow = (amount: number): number => bowX - 26 * part(amount) - 16 * part(amount) ** 2
  const deckY = y(marginEquity)
  const waterY = y(requirement)
  const initialY = y(initial)
  const beforeY = beforeEquity === null ? null : y(beforeEquity)
  const half = marginEquity / 2
  const lines = [deckY, waterY, initialY, ...(beforeY === null ? [] : [beforeY])]
  return {
    isNarrow,
    nameLength: isNarrow ? 7 : 12,
    left,
    right,
    top,
    marginEquity,
    y,
    bow,
    stern,
    sternX,
    bowX,
    middle: (sternX + bowX) / 2,
    keelY: bottom,
    waterY,
    deckY,
    initialY,
    beforeY,
    ghostY: marginEquity > 0 && ghost > marginEquity ? Math.max(6, y(ghost)) : null,
    hullPath: `M${sternX} ${deckY}L${bowX} ${deckY}Q${bow(half)} ${y(half)} ${bow(0)} ${bottom}L${stern(0)} ${bottom}Q${stern(half)} ${y(half)} ${sternX} ${deckY}Z`,
    isClear: (baseline) => lines.every((line) => Math.abs(line - (baseline - 4)) > 9),
  }
}

/** Pixels only: one scale of healthFactor everywhere, wide around the line. Design, §5. */
export const STRIP_FROM = 0.8
export const STRIP_TO = 20

const bent = (healthFactor: number): number => Math.asinh((healthFactor - 1) / 0.1)
const FROM = bent(STRIP_FROM)
const SPAN = bent(STRIP_TO) - FROM

/** 0 … 1 along a strip from 0.8 to 20; beyond it stays at the end. */
export function stripPosition(healthFactor: number): number {
  return Math.min(1, Math.max(0, (bent(healthFactor) - FROM) / SPAN))
}

/** About `count` ticks between two values, at 1, 2, 2.5 or 5 × 10ⁿ. */
export function ticksBetween({
  from,
  to,
  count,
}: {
  readonly from: number
  readonly to: number
  readonly count: number
}): number[] {
  if (!(to > from)) return [from]
  const raw = (to - from) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 2.5, 5, 10].map((k) => k * power).find((k) => k >= raw * (1 - 1e-9)) ?? 10 * power
  const ticks: number[] = []
  for (let tick = Math.ceil(from / step - 1e-9) * step; tick <= to + step * 1e-6; tick += step) {
    ticks.push(Math.abs(tick) < step * 1e-6 ? 0 : tick)
  }
  return ticks
}

/** A tick's label with the digits that it needs: 2.5, not 3. Axis text only. */
export function tickLabel(value: number, step: number): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (needsOneMore(step) ? 1 : 0))
  const text = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return value < 0 ? `−${text}` : text
}

/** 2.5 × 10ⁿ has a digit more than its power of ten. */
function needsOneMore(step: number): boolean {
  const mantissa = step / 10 ** Math.floor(Math.log10(step) + 1e-9)
  return Math.abs(mantissa - 2.5) < 1e-6
}

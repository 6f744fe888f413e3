import {
  absolute,
  compare,
  decimalsOf,
  exact,
  isNegative,
  isZero,
  moveBetween,
  type Rounding,
  unitsAt,
} from './decimal.js'

/** How figures are written: U+2212, groups by comma, a thin space before %, never through a float. Design, §4. */
export const MINUS = '\u2212'
export const THIN = '\u2009'
/** Unknown: it is somewhere, we do not have it. */
export const UNKNOWN = '—'
/** There is no such number, for a reason. */
export const NONE = 'none'

export interface NumberStyle {
  readonly decimals: number
  readonly rounding?: Rounding
  /** `always` for excess, P&L, moves, quantities and differences. */
  readonly sign?: 'negative' | 'always'
}

/** "−1234.5" → "−1,234.50". Zero carries no sign. */
export function formatNumber(text: string, { decimals, rounding = 'nearest', sign = 'negative' }: NumberStyle): string {
  const units = unitsAt(exact(text), decimals, rounding)
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`
  const prefix = units < 0n ? MINUS : units > 0n && sign === 'always' ? '+' : ''
  return prefix + grouped(whole) + fraction
}

/** An integer count: 48213906 → "48,213,906". */
export function formatCount(count: number): string {
  return count < 0 ? MINUS + grouped(String(-count)) : grouped(String(count))
}

/** What an account owns or has over: equity, marginEquity, excess. Rounds down, toward danger. */
export function formatEquity(text: string, style: { readonly signed?: boolean } = {}): string {
  return formatNumber(text, { decimals: 2, rounding: 'floor', sign: style.signed === true ? 'always' : 'negative' })
}

/** What an account must hold or pay: requirements, calls, cures. Rounds up, toward danger. */
export function formatRequirement(text: string): string {
  return formatNumber(text, { decimals: 2, rounding: 'ceil' })
}

/** Neutral money: notional, cash, fees. */
export function formatMoney(text: string): string {
  return formatNumber(text, { decimals: 2 })
}

/** < 10 three decimals, 10–100 one, then `≥ 100`; below zero `< 0`. Rounds down: 1.0999 reads 1.099. */
export function formatHealthFactor(text: string): string {
  if (isNegative(text)) return '< 0'
  if (compare(text, '100') >= 0) return '≥ 100'
  return formatNumber(text, { decimals: compare(text, '10') >= 0 ? 1 : 3, rounding: 'floor' })
}

/** "0.0289" → "2.89 %"; moves and distances are signed and round toward zero. */
export function formatPercent(ratio: string, style: Partial<NumberStyle> = {}): string {
  const { decimals = 2, rounding = 'trunc', sign = 'negative' } = style
  const { units, scale } = exact(ratio)
  const hundredfold = scale >= 2 ? { units, scale: scale - 2 } : { units: units * 100n, scale }
  const text = rawText(hundredfold)
  return `${formatNumber(text, { decimals, rounding, sign })}${THIN}%`
}

/** From the mark to the line: "−2.89 %". */
export function formatDistance(markPrice: string, linePrice: string): string {
  return formatPercent(moveBetween(markPrice, linePrice), { sign: 'always' })
}

/** A headline amount with one unit of its own: ["48.21", "M"]; below 1,000 the unit is ''. */
export function formatCompact(text: string): readonly [digits: string, unit: string] {
  const size = absolute(text)
  for (const [power, unit] of [
    [9, 'B'],
    [6, 'M'],
    [3, 'k'],
  ] as const) {
    if (compare(size, `1${'0'.repeat(power)}`) < 0) continue
    const { units, scale } = exact(text)
    return [formatNumber(rawText({ units, scale: scale + power }), { decimals: 2, rounding: 'trunc' }), unit]
  }
  return [formatNumber(text, { decimals: 2 }), '']
}

/** A price or a quantity with all of its digits: those are the market's own tick or step. */
export function formatAsGiven(
  text: string,
  style: { readonly signed?: boolean; readonly atLeast?: number } = {},
): string {
  const decimals = Math.max(decimalsOf(text), style.atLeast ?? 0)
  return formatNumber(text, { decimals, sign: style.signed === true ? 'always' : 'negative' })
}

/** A computed price at its market's decimals. A long's line rounds up, a short's down: both toward danger. */
export function formatLinePrice(
  text: string,
  { decimals, falls }: { readonly decimals: number; readonly falls: boolean },
): string {
  return formatNumber(text, { decimals, rounding: falls ? 'ceil' : 'floor' })
}

/** Invisible digits that bring `text` to the longest of its column, so that the points stand under each other. */
export function padding(text: string, longest: number): string {
  const own = decimalsOf(text)
  if (own >= longest) return ''
  return `${own === 0 ? '.' : ''}${'0'.repeat(longest - own)}`
}

/** Whether a signed figure shows anything but zero. */
export function isShown(text: string | null): text is string {
  return text !== null && !isZero(text)
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',')
}

function rawText({ units, scale }: { readonly units: bigint; readonly scale: number }): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : `.${digits.slice(digits.length - scale)}`
  return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction}`
}

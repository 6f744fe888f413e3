/**
 * Decimal strings as they come over the wire, exactly: nothing here goes through a float.
 * A value is `units` at `scale` decimals: "−12.5" is { units: −125n, scale: 1 }.
 */
export interface Exact {
  readonly units: bigint
  readonly scale: number
}

/** Which way a shown digit goes: `floor` and `ceil` by the number line, `trunc` toward zero, `nearest` half away from zero. */
export type Rounding = 'floor' | 'ceil' | 'trunc' | 'nearest'

const PATTERN = /^(-?)(\d+)(?:\.(\d+))?$/

/** Throws on anything that is not a plain decimal: a malformed figure must not look like a number. */
export function exact(text: string): Exact {
  const match = PATTERN.exec(text)
  if (match === null) throw new TypeError(`not a decimal: ${JSON.stringify(text)}`)
  const [, sign = '', whole = '0', fraction = ''] = match
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** The units of `value` at `scale` decimals, rounded as told. */
export function unitsAt({ units, scale }: Exact, to: number, rounding: Rounding): bigint {
  if (to >= scale) return units * 10n ** BigInt(to - scale)
  const divisor = 10n ** BigInt(scale - to)
  const quotient = units / divisor
  const rest = units % divisor
  if (rest === 0n) return quotient
  const away = units < 0n ? -1n : 1n
  if (rounding === 'floor') return units < 0n ? quotient - 1n : quotient
  if (rounding === 'ceil') return units < 0n ? quotient : quotient + 1n
  if (rounding === 'nearest') return 2n * (rest < 0n ? -rest : rest) >= divisor ? quotient + away : quotient
  return quotient
}

/** −1, 0 or 1. */
export function compare(left: string, right: string): number {
  const a = exact(left)
  const b = exact(right)
  const scale = Math.max(a.scale, b.scale)
  const difference = unitsAt(a, scale, 'trunc') - unitsAt(b, scale, 'trunc')
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

export function add(left: string, right: string): string {
  const a = exact(left)
  const b = exact(right)
  const scale = Math.max(a.scale, b.scale)
  return decimalText(unitsAt(a, scale, 'trunc') + unitsAt(b, scale, 'trunc'), scale)
}

export function subtract(left: string, right: string): string {
  return add(left, negate(right))
}

export function multiply(left: string, right: string): string {
  const a = exact(left)
  const b = exact(right)
  return decimalText(a.units * b.units, a.scale + b.scale)
}

export function negate(text: string): string {
  return text.startsWith('-') ? text.slice(1) : isZero(text) ? text : `-${text}`
}

export function absolute(text: string): string {
  return text.startsWith('-') ? text.slice(1) : text
}

export function isZero(text: string): boolean {
  return exact(text).units === 0n
}

export function isNegative(text: string): boolean {
  return exact(text).units < 0n
}

/** (to − from) ÷ from at 6 decimals, toward zero; `from` > 0. A move is shown at 2 decimals of a percent, so 6 are enough. */
export function moveBetween(from: string, to: string): string {
  const a = exact(from)
  const b = exact(to)
  const scale = Math.max(a.scale, b.scale)
  const base = unitsAt(a, scale, 'trunc')
  return decimalText(((unitsAt(b, scale, 'trunc') - base) * 1_000_000n) / base, 6)
}

/** How many decimals a decimal string shows. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? 0 : text.length - point - 1
}

/** For pixels only. */
export function pixels(text: string): number {
  return Number.parseFloat(text)
}

/** units at scale as a decimal string without trailing zeros. */
export function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

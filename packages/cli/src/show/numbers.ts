import { formatDecimal } from '@plimsoll/core'

/**
 * A decimal string for people: groups of three, at most `decimals` digits behind the point. Cut toward zero by digits, never through a
 * float; the exact figure is in `--json`.
 * @example human('56140.350877192982456141', 2) // '56,140.35'
 */
export function human(decimal: string, decimals: number): string {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const cut = fraction.slice(0, decimals).replace(/0+$/, '')
  const isZero = /^0*$/.test(whole) && cut === ''
  return `${decimal.startsWith('-') && !isZero ? '−' : ''}${grouped}${cut === '' ? '' : `.${cut}`}`
}

/** An amount of money: two digits, always. */
export function money(decimal: string): string {
  const text = human(decimal, 2)
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}

/** A share as percent. */
export function percent(decimal: string, decimals = 2): string {
  const negative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const digits = `${whole}${fraction.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  return `${human(`${negative ? '-' : ''}${digits}.${fraction.slice(2)}`, decimals)} %`
}

/** A wad as money. */
export function moneyOf(scaled: bigint): string {
  return money(formatDecimal(scaled))
}

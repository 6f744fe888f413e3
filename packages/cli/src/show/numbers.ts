import { type DecimalRounding, formatDecimal, parseDecimal } from '@plimsoll/core'

/**
 * A decimal string for people: groups of three, at most `decimals` digits behind the point, rounded toward danger by whoever calls:
 * down for what says how safe, up for what says how exposed. Exact integers all the way; the whole figure is in `--json`.
 * @example human('56140.350877192982456141', { decimals: 2, rounding: 'ceil' }) // '56,140.36'
 */
export function human(
  decimal: string,
  options: { decimals: number; rounding?: Exclude<DecimalRounding, 'exact'> },
): string {
  const { decimals, rounding = 'floor' } = options
  const text = formatDecimal(parseDecimal(decimal, { decimals, rounding }), decimals)
  const [whole = '0', fraction] = text.replace('-', '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${text.startsWith('-') ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** With exactly `decimals` digits behind the point, so that a column aligns. */
export function fixed(decimal: string, options: Parameters<typeof human>[1]): string {
  const [whole = '', fraction = ''] = human(decimal, options).split('.')
  return options.decimals === 0 ? whole : `${whole}.${fraction.padEnd(options.decimals, '0')}`
}

/** An amount of money: two digits, down unless it is a requirement or a charge. */
export function money(decimal: string, rounding: 'floor' | 'ceil' = 'floor'): string {
  return fixed(decimal, { decimals: 2, rounding })
}

/** A share as percent, two digits. */
export function percent(decimal: string, rounding: 'floor' | 'ceil' = 'floor'): string {
  const tenThousandths = parseDecimal(decimal, { decimals: 4, rounding })
  return `${fixed(formatDecimal(tenThousandths, 2), { decimals: 2 })} %`
}

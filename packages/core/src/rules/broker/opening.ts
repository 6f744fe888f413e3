import { larger, portionCeil, type Ratio, smaller, subtract, type Value } from '../../number/index.js'

/**
 * What a purchase on margin asks for on the day of the trade.
 *
 *   deposit = ⌈value × rate⌉, for a first purchase min(value, max(⌈value × rate⌉, minimumEquity)); debit = value − deposit
 *
 * Nobody pays more than the purchase costs. Source: 12 CFR 220.12(a); FINRA Rule 4210(b) (read 2026-11).
 * @example openLong({ value: value('3000'), rate: ratio('0.5'), minimumEquity: value('2000'), isFirst: true }).deposit // 2,000
 */
export function openLong(purchase: {
  readonly value: Value
  readonly rate: Ratio
  /** The least equity of a margin account; it binds on the first purchase. */
  readonly minimumEquity: Value
  readonly isFirst: boolean
}): { readonly deposit: Value; readonly debit: Value } {
  const { value } = purchase
  const own = portionCeil(value, purchase.rate)
  const deposit = purchase.isFirst ? smaller(value, larger(own, purchase.minimumEquity)) : own
  return { deposit, debit: subtract(value, deposit) }
}

/**
 * What a short sale asks for: own money beside the proceeds, which the broker keeps.
 *
 *   deposit = ⌈value × rate⌉; credit = value + deposit + priorCredit
 *
 * Regulation T's 150 % is this credit: 100 % are the proceeds. Source: 12 CFR 220.12(c) (read 2026-11).
 */
export function openShort(sale: {
  readonly value: Value
  readonly rate: Ratio
  /** Credit balance before the sale, ≥ 0. */
  readonly priorCredit: Value
}): { readonly deposit: Value; readonly credit: Value } {
  const deposit = portionCeil(sale.value, sale.rate)
  return { deposit, credit: (sale.value + deposit + sale.priorCredit) as Value }
}

import { divCeil, divFloor } from './divide.js'
import { type Kind, type Price, type Quantity, type Ratio, type Value, WAD } from './kinds.js'

/**
 * Sum of two numbers of one kind.
 * @example add(value('1'), value('2')) // value('3')
 */
export function add<K extends string>(a: Kind<K>, b: NoInfer<Kind<K>>): Kind<K> {
  return (a + b) as Kind<K>
}

/** Difference of two numbers of one kind. */
export function subtract<K extends string>(a: Kind<K>, b: NoInfer<Kind<K>>): Kind<K> {
  return (a - b) as Kind<K>
}

export function negate<K extends string>(a: Kind<K>): Kind<K> {
  return -a as Kind<K>
}

export function absolute<K extends string>(a: Kind<K>): Kind<K> {
  return (a < 0n ? -a : a) as Kind<K>
}

export function smaller<K extends string>(a: Kind<K>, b: NoInfer<Kind<K>>): Kind<K> {
  return a < b ? a : b
}

export function larger<K extends string>(a: Kind<K>, b: NoInfer<Kind<K>>): Kind<K> {
  return a > b ? a : b
}

/** −1, 0 or 1: for `sort`, and where a brand must not be compared with another. */
export function compare<K extends string>(a: Kind<K>, b: NoInfer<Kind<K>>): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Quantity × Price → Value, toward −∞ for either sign: a long is worth a little less, a short owes a little more.
 * @example notionalFloor(quantity('-1.5'), price('58000')) // value('-87000')
 */
export function notionalFloor(quantity: Quantity, price: Price): Value {
  return divFloor(quantity * price, WAD) as Value
}

/** Quantity × Price → Value, toward +∞: for requirements and charges. */
export function notionalCeil(quantity: Quantity, price: Price): Value {
  return divCeil(quantity * price, WAD) as Value
}

/** Value × Ratio → Value, toward −∞: for collateral that counts. */
export function portionFloor(value: Value, ratio: Ratio): Value {
  return divFloor(value * ratio, WAD) as Value
}

/** Value × Ratio → Value, toward +∞: for requirements and charges. */
export function portionCeil(value: Value, ratio: Ratio): Value {
  return divCeil(value * ratio, WAD) as Value
}

/** Value ÷ Value → Ratio, toward −∞: for ratios that say how safe. The denominator is not 0. */
export function ratioFloor(numerator: Value, denominator: Value): Ratio {
  return divFloor(numerator * WAD, denominator) as Ratio
}

/** Value ÷ Value → Ratio, toward +∞: for ratios that say how exposed. The denominator is not 0. */
export function ratioCeil(numerator: Value, denominator: Value): Ratio {
  return divCeil(numerator * WAD, denominator) as Ratio
}

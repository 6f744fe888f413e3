import { DECIMALS, divFloor, notionalCeil, type Price, type Quantity, type Value } from '@plimsoll/core'
import { readNumber } from '../number.js'
import type { Fields, Model } from '../registry.js'

/** The models of this format, from a table of their names. */
export function brokerModels(table: Readonly<Record<string, (inputs: Fields) => Fields>>): readonly Model[] {
  return Object.entries(table).map(([name, run]) => ({ format: 'broker', name, run }))
}

/**
 * A number of the inputs at the scale of core's kinds, or `fallback` where it is left out. A fraction that does not end (1/3) is floored
 * at 18 decimals, far beyond every tolerance.
 */
export function numberAt<K extends bigint>(inputs: Fields, key: string, fallback?: string): K {
  const number = readNumber(inputs[key] ?? fallback)
  if (number === null) throw new Error(`the input ${key} is no number`)
  return divFloor(number.numerator * 10n ** BigInt(DECIMALS), number.denominator) as K
}

export function isGiven(inputs: Fields, key: string): boolean {
  return inputs[key] !== undefined
}

/** Flags are the words "true" and "false"; left out, false. */
export function flagAt(inputs: Fields, key: string): boolean {
  return inputs[key] === 'true' || inputs[key] === true
}

/** A whole number of the inputs: days. */
export function wholeAt(inputs: Fields, key: string): number {
  const number = readNumber(inputs[key])
  if (number === null || number.numerator % number.denominator !== 0n) throw new Error(`the input ${key} is not whole`)
  return Number(number.numerator / number.denominator)
}

/** One of a few words. */
export function wordAt<const W extends string>(inputs: Fields, key: string, words: readonly W[], fallback?: W): W {
  const given = inputs[key] ?? fallback
  const word = words.find((each) => each === given)
  if (word === undefined) throw new Error(`the input ${key} is none of ${words.join(', ')}`)
  return word
}

/** A list of numbers. */
export function numbersAt<K extends bigint>(inputs: Fields, key: string): readonly K[] {
  const list = inputs[key]
  if (!Array.isArray(list)) throw new Error(`the input ${key} is no list`)
  return list.map((each, index) => numberAt<K>({ [`${key}[${index}]`]: each }, `${key}[${index}]`))
}

/** Vectors give a value, or a price and a number of shares; the value wins. */
export function valueAt(inputs: Fields): Value {
  if (isGiven(inputs, 'value')) return numberAt<Value>(inputs, 'value')
  return notionalCeil(numberAt<Quantity>(inputs, 'shares'), numberAt<Price>(inputs, 'price'))
}

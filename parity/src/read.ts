import { DECIMALS, type Rational } from '@plimsoll/core'
import { readNumber } from './number.js'
import { type Fields, isRecord } from './registry.js'

/** A number of the inputs, exactly. */
export function numberAt(inputs: Fields, key: string): Rational {
  const number = readNumber(inputs[key])
  if (number === null) throw new Error(`the input ${key} is no number`)
  return number
}

/** A number of the inputs at the scale of core's kinds. An input that has more decimals is refused, never rounded. */
export function wadAt<K extends bigint>(inputs: Fields, key: string): K {
  const { numerator, denominator } = numberAt(inputs, key)
  const scaled = numerator * 10n ** BigInt(DECIMALS)
  if (scaled % denominator !== 0n) throw new Error(`the input ${key} has more than ${DECIMALS} decimals`)
  return (scaled / denominator) as K
}

/** A list of objects among the inputs. */
export function listAt(inputs: Fields, key: string): readonly Fields[] {
  const list = inputs[key]
  if (!Array.isArray(list) || !list.every(isRecord)) throw new Error(`the input ${key} is no list of objects`)
  return list
}

/** A number of the inputs that the venue holds as an integer. */
export function integerAt(inputs: Fields, key: string): bigint {
  const { numerator, denominator } = numberAt(inputs, key)
  if (numerator % denominator !== 0n) throw new Error(`the input ${key} is no integer`)
  return numerator / denominator
}

/** A flag of the inputs: "true" or "false", in words or as JSON has them. */
export function flagAt(inputs: Fields, key: string): boolean {
  const flag = String(inputs[key])
  if (flag !== 'true' && flag !== 'false') throw new Error(`the input ${key} is neither true nor false`)
  return flag === 'true'
}

/** An object among the inputs. */
export function recordAt(inputs: Fields, key: string): Fields {
  const record = inputs[key]
  if (!isRecord(record)) throw new Error(`the input ${key} is no object`)
  return record
}

/** A list of numbers among the inputs. */
export function numbersAt(inputs: Fields, key: string): readonly Rational[] {
  const list = inputs[key]
  if (!Array.isArray(list)) throw new Error(`the input ${key} is no list`)
  return list.map((_, index) => numberAt(Object.fromEntries(list.entries()), String(index)))
}

/** A name of the inputs, whether written as text or as a number. */
export function nameAt(inputs: Fields, key: string): string {
  const name = inputs[key]
  if (typeof name !== 'string' && typeof name !== 'number') throw new Error(`the input ${key} is no name`)
  return String(name)
}

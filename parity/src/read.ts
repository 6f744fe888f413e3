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

import { multiplyRational, type Rational } from '@plimsoll/core'
import { numberAt } from '../read.js'
import type { Fields, Model } from '../registry.js'

/** A model of the exchange vectors. */
export function model(name: string, run: (inputs: Fields) => Fields): Model {
  return { format: 'perpetuals', name, run }
}

/** Vectors give a size > 0 and a side; the library takes one signed quantity. */
export function signedAt(inputs: Fields, key: string): Rational {
  return multiplyRational(numberAt(inputs, 'side'), numberAt(inputs, key))
}

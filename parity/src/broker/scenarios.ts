import {
  contractMinimumCeil,
  futureArray,
  linearRequirementCeil,
  type Quantity,
  type Ratio,
  type Rational,
  scanArray,
  scanPointsFloor,
  scanRequirementCeil,
  type Value,
} from '@plimsoll/core'
import { readNumber } from '../number.js'
import type { Fields, Model } from '../registry.js'
import { brokerModels, numberAt, numbersAt, valueAt } from './inputs.js'
import { shown } from './shown.js'

/** Margin by scenarios: portfolio margin and SPAN. */
export const scenarioModels: readonly Model[] = brokerModels({
  'pm.linear': (inputs) =>
    shown({
      requirement: linearRequirementCeil(valueAt(inputs), {
        down: numberAt<Ratio>(inputs, 'down'),
        up: numberAt<Ratio>(inputs, 'up'),
      }),
    }),
  'pm.minimum': (inputs) =>
    shown({
      minimum: contractMinimumCeil(
        numberAt<Quantity>(inputs, 'contracts'),
        numberAt<Value>(inputs, 'perContract', '37.50'),
      ),
    }),
  'span.futureArray': (inputs) =>
    scanned(
      futureArray({ priceScan: numberAt<Value>(inputs, 'priceScan'), extreme: numberAt<Value>(inputs, 'extreme') }),
    ),
  'span.portfolio': (inputs) => {
    const quantities = numbersAt<Quantity>(inputs, 'quantities')
    return scanned(
      scanArray(arraysAt(inputs).map((array, index) => ({ array, quantity: quantityAt(quantities, index) }))),
    )
  },
  'span.scanPoints': (inputs) =>
    shown({ points: scanPointsFloor(numberAt<Value>(inputs, 'priceScan'), numberAt<Quantity>(inputs, 'multiplier')) }),
})

function scanned(array: readonly Rational[]): Fields {
  return { array, ...shown({ requirement: scanRequirementCeil(array) }) }
}

function arraysAt(inputs: Fields): readonly (readonly Rational[])[] {
  const { arrays } = inputs
  if (!Array.isArray(arrays)) throw new Error('the input arrays is no list')
  return arrays.map((array: readonly unknown[]) =>
    array.map((each) => {
      const number = readNumber(each)
      if (number === null) throw new Error('an array holds something that is no number')
      return number
    }),
  )
}

function quantityAt(quantities: readonly Quantity[], index: number): Quantity {
  const quantity = quantities[index]
  if (quantity === undefined) throw new Error('there are more arrays than quantities')
  return quantity
}

import { differenceOf, productOf, quotientOf, type Rational, rational, sumOf } from '@plimsoll/core'
import { brokerModels, flagAt, wordAt } from '../broker/inputs.js'
import { readNumber } from '../number.js'
import type { Fields, Model } from '../registry.js'

const ONE = rational(1n)

/** How other open engines count. No venue rule stands behind these; they are here to be compared with, not to be relied on. */
export const engineModels: readonly Model[] = [
  ...brokerModels({
    'ntl.margin': (inputs) => {
      const quantity = at(inputs, 'quantity')
      const notional = flagAt(inputs, 'inverse')
        ? quotientOf(quantity, at(inputs, 'price'))
        : productOf(quantity, at(inputs, 'price'), at(inputs, 'multiplier', '1'))
      const isLeveraged = wordAt(inputs, 'model', ['standard', 'leveraged']) === 'leveraged'
      const leverage = isLeveraged ? at(inputs, 'leverage', '1') : ONE
      return { margin: productOf(quotientOf(notional, leverage), at(inputs, 'rate')) }
    },
    'lean.margin': (inputs) => ({
      margin: quotientOf(productOf(at(inputs, 'price'), at(inputs, 'shares')), at(inputs, 'leverage')),
    }),
    'lean.marginCall': (inputs) => {
      const price = at(inputs, 'price')
      const held = productOf(price, at(inputs, 'shares'))
      const portfolioValue = sumOf(held, at(inputs, 'cash'))
      const size = held.numerator < 0n ? { ...held, numerator: -held.numerator } : held
      const marginUsed = quotientOf(size, at(inputs, 'leverage'))
      const missing = differenceOf(marginUsed, portfolioValue)
      return {
        portfolioValue,
        marginUsed,
        reduceShares: quotientOf(productOf(missing, at(inputs, 'leverage')), price),
      }
    },
    'bt.futures': (inputs) => {
      const move = differenceOf(at(inputs, 'newPrice'), at(inputs, 'price'))
      return {
        operationCost: productOf(at(inputs, 'size'), at(inputs, 'margin')),
        cashAdjust: productOf(at(inputs, 'size'), move, at(inputs, 'mult')),
      }
    },
    'option.sum': (inputs) => {
      if (!Array.isArray(inputs.parts)) throw new Error('the input parts is no list')
      const total = inputs.parts.reduce(
        (sum: Rational, _part, index) => sumOf(sum, partAt(inputs, index)),
        rational(0n),
      )
      return { margin: productOf(total, at(inputs, 'scale', '1')) }
    },
  }),
]

function at(inputs: Fields, key: string, fallback?: string): Rational {
  const number = readNumber(inputs[key] ?? fallback)
  if (number === null) throw new Error(`the input ${key} is no number`)
  return number
}

function partAt(inputs: Fields, index: number): Rational {
  const part = readNumber((inputs.parts as readonly unknown[])[index])
  if (part === null) throw new Error('a part is no number')
  return part
}

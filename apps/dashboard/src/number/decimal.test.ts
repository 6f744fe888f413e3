import { expect, test } from 'vitest'
import { add, compare, exact, moveBetween, multiply, negate, subtract, unitsAt } from './decimal.js'

test.each([
  { text: '2.5', floor: 2n, ceil: 3n, trunc: 2n, nearest: 3n },
  { text: '-2.5', floor: -3n, ceil: -2n, trunc: -2n, nearest: -3n },
  { text: '2.4', floor: 2n, ceil: 3n, trunc: 2n, nearest: 2n },
  { text: '-2.4', floor: -3n, ceil: -2n, trunc: -2n, nearest: -2n },
  { text: '3', floor: 3n, ceil: 3n, trunc: 3n, nearest: 3n },
])('$text at no decimals, each way', ({ text, ...ways }) => {
  for (const way of ['floor', 'ceil', 'trunc', 'nearest'] as const)
    expect(unitsAt(exact(text), 0, way), way).toBe(ways[way])
})

test('sums, differences and products are exact', () => {
  expect(add('0.1', '0.2')).toBe('0.3')
  expect(subtract('1', '0.000000000000000001')).toBe('0.999999999999999999')
  expect(multiply('-1.5', '0.95')).toBe('-1.425')
  expect(add('1.5', '-1.5')).toBe('0')
})

test('order does not depend on how many digits are written', () => {
  expect(compare('1.10', '1.1')).toBe(0)
  expect(compare('-2', '-1.999')).toBe(-1)
  expect(compare('9007199254740993', '9007199254740992')).toBe(1)
})

test('zero has no sign', () => {
  expect(negate('0')).toBe('0')
  expect(negate('1.5')).toBe('-1.5')
  expect(negate('-1.5')).toBe('1.5')
})

test('a move is cut at six decimals, toward zero', () => {
  expect(moveBetween('3', '4')).toBe('0.333333')
  expect(moveBetween('3', '2')).toBe('-0.333333')
})

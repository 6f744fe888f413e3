import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusal } from '../testing/refusal.js'
import {
  add,
  ceilRational,
  compareRational,
  divCeil,
  divFloor,
  divideRational,
  floorRational,
  formatDecimal,
  notionalCeil,
  notionalFloor,
  type Price,
  parseDecimal,
  portionCeil,
  portionFloor,
  price,
  type Quantity,
  quantity,
  type Ratio,
  ratio,
  ratioCeil,
  ratioFloor,
  rational,
  subtract,
  type Value,
  value,
} from './index.js'

describe('division says its direction', () => {
  test.each([
    { a: 7n, b: 2n, floor: 3n, ceil: 4n },
    { a: -7n, b: 2n, floor: -4n, ceil: -3n },
    { a: 7n, b: -2n, floor: -4n, ceil: -3n },
    { a: -7n, b: -2n, floor: 3n, ceil: 4n },
    { a: 6n, b: 2n, floor: 3n, ceil: 3n },
    { a: -6n, b: 2n, floor: -3n, ceil: -3n },
    { a: 6n, b: -2n, floor: -3n, ceil: -3n },
    { a: -6n, b: -2n, floor: 3n, ceil: 3n },
    { a: 0n, b: 5n, floor: 0n, ceil: 0n },
    { a: 0n, b: -5n, floor: 0n, ceil: 0n },
    { a: 1n, b: 10n ** 40n, floor: 0n, ceil: 1n },
    { a: -1n, b: 10n ** 40n, floor: -1n, ceil: 0n },
  ])('$a ÷ $b is $floor down and $ceil up', ({ a, b, floor, ceil }) => {
    expect([divFloor(a, b), divCeil(a, b)]).toEqual([floor, ceil])
  })

  test('floor is the largest integer not above, ceil the smallest not below, for every sign', () => {
    const any = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
    fc.assert(
      fc.property(
        any,
        any.filter((b) => b !== 0n),
        (a, b) => {
          const [top, bottom] = b > 0n ? [a, b] : [-a, -b]
          const floor = divFloor(a, b)
          expect(floor * bottom <= top && (floor + 1n) * bottom > top).toBe(true)
          expect(divCeil(a, b)).toBe(-divFloor(-a, b))
        },
      ),
    )
  })

  test.each([divFloor, divCeil])('a zero denominator is our own fault: %o', (divide) => {
    expect(refusal(() => divide(1n, 0n)).code).toBe('invariant_violated')
  })
})

describe('products and quotients of the kinds round as they say', () => {
  const unit = 1n
  test.each([
    { product: notionalFloor(unit as Quantity, unit as Price), is: 0n },
    { product: notionalCeil(unit as Quantity, unit as Price), is: 1n },
    { product: notionalFloor(-unit as Quantity, unit as Price), is: -1n },
    { product: notionalCeil(-unit as Quantity, unit as Price), is: 0n },
    { product: portionFloor(-unit as Value, unit as Ratio), is: -1n },
    { product: portionCeil(-unit as Value, unit as Ratio), is: 0n },
    { product: ratioFloor(value('1'), value('3')), is: 333_333_333_333_333_333n },
    { product: ratioCeil(value('1'), value('3')), is: 333_333_333_333_333_334n },
    { product: ratioFloor(value('-1'), value('3')), is: -333_333_333_333_333_334n },
    { product: ratioCeil(value('-1'), value('3')), is: -333_333_333_333_333_333n },
  ])('case %#: $is', ({ product, is }) => {
    expect(product).toBe(is)
  })

  test('an exact fraction rounds both ways around itself', () => {
    const third = divideRational(rational(1n), rational(-3n))
    expect(third.denominator > 0n).toBe(true)
    expect([floorRational(third), ceilRational(third)]).toEqual([-1n, 0n])
    expect(compareRational(rational(1n, -3n), rational(-1n, 3n))).toBe(0)
  })
})

describe('a decimal string', () => {
  test.each([
    { text: '1.5', decimals: 2, is: 150n },
    { text: '-1.5', decimals: 2, is: -150n },
    { text: '0', decimals: 18, is: 0n },
    { text: '-0', decimals: 18, is: 0n },
    { text: '-0.000', decimals: 18, is: 0n },
    { text: '007', decimals: 0, is: 7n },
    { text: '5.0', decimals: 0, is: 5n },
    { text: '1.500000000000000000000', decimals: 18, is: 15n * 10n ** 17n },
  ])('"$text" at $decimals decimals is $is', ({ text, decimals, is }) => {
    expect(parseDecimal(text, { decimals })).toBe(is)
  })

  test.each([
    '',
    ' ',
    '-',
    '+1',
    '--1',
    '1.',
    '.5',
    '1.2.3',
    '1e3',
    '1E-3',
    '0x10',
    '1_000',
    '1,000',
    ' 1',
    '1 ',
    '1\n',
    '٣',
    '３',
    '१.५',
    '∞',
    'NaN',
    'Infinity',
    '−1',
  ])('%j is no decimal number', (text) => {
    const { code, message } = refusal(() => parseDecimal(text, { decimals: 18 }))
    expect(code).toBe('number_invalid')
    expect(message).toContain('write digits')
  })

  test.each([5, null, undefined, {}, true, 5n])('%s is not even a string', (input) => {
    expect(refusal(() => parseDecimal(input as unknown as string, { decimals: 18 })).code).toBe('number_invalid')
  })

  test.each([
    { text: '9'.repeat(59), code: null },
    { text: '9'.repeat(60), code: null },
    { text: `-${'9'.repeat(42)}.${'9'.repeat(18)}`, code: null },
    { text: '9'.repeat(61), code: 'number_too_long' },
    { text: '9'.repeat(62), code: 'number_too_long' },
    { text: `${'9'.repeat(43)}.${'9'.repeat(18)}`, code: 'number_too_long' },
    { text: '9'.repeat(10_000_000), code: 'number_too_long' },
    { text: 'x'.repeat(63), code: 'number_too_long' },
  ])('case %#: more than 60 digits are refused before they are read', ({ text, code }) => {
    if (code === null) expect(formatDecimal(parseDecimal(text, { decimals: 18 }))).toBe(text)
    else expect(refusal(() => parseDecimal(text, { decimals: 18 })).code).toBe(code)
  })

  test.each([
    { text: '0.1', exact: null, floor: 0n, ceil: 1n },
    { text: '-0.1', exact: null, floor: -1n, ceil: 0n },
    { text: '1.0', exact: 1n, floor: 1n, ceil: 1n },
    { text: '-1.0', exact: -1n, floor: -1n, ceil: -1n },
    { text: '1.9', exact: null, floor: 1n, ceil: 2n },
    { text: '-1.9', exact: null, floor: -2n, ceil: -1n },
  ])('"$text" without decimals: refused, or $floor down, or $ceil up', ({ text, exact, floor, ceil }) => {
    expect(parseDecimal(text, { decimals: 0, rounding: 'floor' })).toBe(floor)
    expect(parseDecimal(text, { decimals: 0, rounding: 'ceil' })).toBe(ceil)
    if (exact === null) expect(refusal(() => parseDecimal(text, { decimals: 0 })).code).toBe('precision_loss')
    else expect(parseDecimal(text, { decimals: 0 })).toBe(exact)
  })

  test('comes back as it was written, for every integer and every scale', () => {
    const integer = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n })
    fc.assert(
      fc.property(integer, fc.integer({ min: 0, max: 18 }), (scaled, decimals) => {
        const text = formatDecimal(scaled, decimals)
        expect(text).toMatch(/^(-?(0|[1-9]\d*)(\.\d*[1-9])?)$/)
        expect(text).not.toBe('-0')
        expect(parseDecimal(text, { decimals })).toBe(scaled)
      }),
    )
  })
})

test('a price cannot stand where a value is meant: the compiler says so', () => {
  const p = price('2')
  const v = value('3')
  expect(add(v, v)).toBe(value('6'))
  // @ts-expect-error a price is no value
  expect(add(v, p)).toBe(value('5'))
  // @ts-expect-error a ratio is no value
  expect(subtract(v, ratio('1'))).toBe(value('2'))
  // @ts-expect-error price and quantity are exchanged
  expect(notionalFloor(p, quantity('1'))).toBe(value('2'))
  // @ts-expect-error a bare product has lost its kind
  const product: Value = v * v
  expect(product).toBe(9n * 10n ** 36n)
})

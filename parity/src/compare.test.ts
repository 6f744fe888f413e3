import { describe, expect, test } from 'vitest'
import { EXACT, firstMiss, type Tolerance } from './compare.js'
import { readNumber } from './number.js'
import { readBrokerTolerance, readTolerance } from './tolerance.js'

const holds = (expected: unknown, got: unknown, tolerance: Tolerance = EXACT) =>
  firstMiss({ field: expected }, { field: got }, tolerance) === null

describe('numbers', () => {
  test.each([
    ['1.5', 3n, 2n],
    ['-0.25', -25n, 100n],
    ['495/1', 495n, 1n],
    ['372/-125', -372n, 125n],
    [7, 7n, 1n],
    [1e-7, 1n, 10_000_000n],
    [1e21, 10n ** 21n, 1n],
    [5n, 5n, 1n],
    [{ div: ['1', '3'] }, 1n, 3n],
    [{ div: [1, { div: ['1', 2] }] }, 2n, 1n],
    [{ numerator: 1n, denominator: 6n }, 1n, 6n],
  ])('%o is %d/%d', (written, numerator, denominator) => {
    const read = readNumber(written)
    expect(read).not.toBeNull()
    expect((read?.numerator ?? 0n) * denominator).toBe(numerator * (read?.denominator ?? 0n))
  })

  test.each([
    '',
    'A',
    '1e5',
    '+1',
    ' 1',
    '.5',
    '1/0',
    '2020-03-11',
    'true',
    null,
    undefined,
    true,
    Number.NaN,
    {},
    { div: ['1'] },
  ])('%o is none', (written) => {
    expect(readNumber(written)).toBeNull()
  })
})

describe('comparison', () => {
  test.each<{ expected: unknown; got: unknown }>([
    { expected: '5.590', got: '5.59' },
    { expected: '495/1', got: 495n },
    { expected: { div: ['1', '3'] }, got: { numerator: 2n, denominator: 6n } },
    { expected: 'true', got: true },
    { expected: true, got: 'true' },
    { expected: true, got: true },
    { expected: null, got: null },
    { expected: 'A', got: 'A' },
    { expected: ['1', '2'], got: [1n, '2.0'] },
    { expected: { a: '1' }, got: { a: '1', b: '2' } },
    { expected: { a: '1' }, got: new Map([['a', 1n]]) },
    { expected: [{ id: 'x', share: '0.5' }], got: [{ id: 'x', share: 0.5 }] },
  ])('$expected holds for $got', ({ expected, got }) => {
    expect(holds(expected, got)).toBe(true)
  })

  test.each<{ expected: unknown; got: unknown }>([
    { expected: '5.59', got: '5.591' },
    { expected: '0', got: null },
    { expected: '0', got: undefined },
    { expected: '0', got: false },
    { expected: '1', got: 'A' },
    { expected: 'true', got: false },
    { expected: true, got: 1n },
    { expected: null, got: '0' },
    { expected: null, got: undefined },
    { expected: 'A', got: 'a' },
    { expected: ['1', '2'], got: ['1'] },
    { expected: ['1'], got: ['1', '2'] },
    { expected: ['1', '2'], got: ['2', '1'] },
    { expected: ['1'], got: '1' },
    { expected: { a: '1' }, got: {} },
    { expected: { a: '1' }, got: '1' },
    { expected: { toString: '1' }, got: {} },
  ])('$expected misses $got', ({ expected, got }) => {
    expect(holds(expected, got)).toBe(false)
  })

  test('a miss names its field, down to the entry', () => {
    const expected = { curve: [{ drop: '0' }, { drop: '1' }] }
    const miss = firstMiss(expected, { curve: [{ drop: '0' }, { drop: '2' }] }, EXACT)
    expect(miss).toEqual({ field: 'curve[1].drop', expected: '1', got: '2' })
  })
})

describe('tolerances', () => {
  const abs = readTolerance({ mode: 'abs', value: '0.5', why: '' })
  const rel = readTolerance({ mode: 'rel', value: '0.01', why: '' })

  test.each([
    { name: 'absolute', tolerance: abs, expected: '-100', in: '-100.5', out: '-100.500000000000000001' },
    { name: 'absolute', tolerance: abs, expected: '100', in: '99.5', out: '99.499999999999999999' },
    { name: 'relative', tolerance: rel, expected: '-200', in: '-202', out: '-202.000000000000000001' },
    { name: 'relative to 0', tolerance: rel, expected: '0', in: '0', out: '0.000000000000000001' },
    { name: 'bare', tolerance: readBrokerTolerance('0.5'), expected: '1', in: '1.5', out: '1.51' },
    { name: 'rel:', tolerance: readBrokerTolerance('rel:0.02'), expected: '100', in: '98', out: '97.99' },
    { name: 'exact', tolerance: readBrokerTolerance('0'), expected: '1', in: '1.0', out: '1.000000000000000001' },
  ])('$name: of $expected, $in is inside and $out outside', ({ tolerance, expected, in: inside, out }) => {
    expect(holds(expected, inside, tolerance)).toBe(true)
    expect(holds(expected, out, tolerance)).toBe(false)
  })

  test('a field has its own tolerance where one is given, at any depth, and the others keep theirs', () => {
    const tolerance = readTolerance({ mode: 'exact', fields: { loose: { mode: 'abs', value: '1' } } })
    expect(holds({ list: [{ loose: '5', strict: '5' }] }, { list: [{ loose: '6', strict: '5' }] }, tolerance)).toBe(
      true,
    )
    expect(holds({ list: [{ loose: '5', strict: '5' }] }, { list: [{ loose: '5', strict: '6' }] }, tolerance)).toBe(
      false,
    )
    expect(holds({ loose: ['5'] }, { loose: ['6.1'] }, tolerance)).toBe(false)
  })

  test.each([undefined, { mode: 'near' }, { mode: 'abs' }, { mode: 'abs', value: '-1' }])('%o is none', (written) => {
    expect(() => readTolerance(written)).toThrow()
  })
})

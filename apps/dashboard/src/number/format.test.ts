import { describe, expect, it, test } from 'vitest'
import {
  formatAsGiven,
  formatCompact,
  formatCount,
  formatDistance,
  formatEquity,
  formatHealthFactor,
  formatLinePrice,
  formatMoney,
  formatNumber,
  formatPercent,
  formatRequirement,
  padding,
} from './format.js'

const THIN = '\u2009'

test.each([
  { text: '0', shown: '0.00' },
  { text: '1234567.891', shown: '1,234,567.89' },
  { text: '-1234.5', shown: '−1,234.50' },
  { text: '999.995', shown: '1,000.00' },
  { text: '-0.004', shown: '0.00' },
  { text: '123456789012345678901234.000000000000000001', shown: '123,456,789,012,345,678,901,234.00' },
])('money $text reads $shown', ({ text, shown }) => {
  expect(formatMoney(text)).toBe(shown)
})

test.each([
  { text: '1.0999', shown: '1.099' },
  { text: '1', shown: '1.000' },
  { text: '0.999999999999999999', shown: '0.999' },
  { text: '9.9999', shown: '9.999' },
  { text: '10', shown: '10.0' },
  { text: '99.99', shown: '99.9' },
  { text: '100', shown: '≥ 100' },
  { text: '-0.000000000000000001', shown: '< 0' },
  { text: '0', shown: '0.000' },
])('healthFactor $text reads $shown: it rounds down, toward danger', ({ text, shown }) => {
  expect(formatHealthFactor(text)).toBe(shown)
})

describe('toward danger', () => {
  it('what an account owns rounds down, on either side of zero', () => {
    expect(formatEquity('544.689')).toBe('544.68')
    expect(formatEquity('-0.001')).toBe('−0.01')
    expect(formatEquity('26373.02', { signed: true })).toBe('+26,373.02')
  })

  it('what it must hold rounds up', () => {
    expect(formatRequirement('316223.2501')).toBe('316,223.26')
    expect(formatRequirement('0.000000000000000001')).toBe('0.01')
  })

  it('the line of a long rounds up, of a short down', () => {
    expect(formatLinePrice('56140.350877192982456141', { decimals: 1, falls: true })).toBe('56,140.4')
    expect(formatLinePrice('56140.350877192982456141', { decimals: 1, falls: false })).toBe('56,140.3')
  })

  it('a distance rounds toward zero and carries its sign', () => {
    expect(formatDistance('96412.5', '93626.1')).toBe(`−2.89${THIN}%`)
    expect(formatDistance('3418.2', '3561.78')).toBe(`+4.20${THIN}%`)
    expect(formatDistance('100', '99.999')).toBe(`0.00${THIN}%`)
  })
})

test.each([
  { text: '0.804597701149425287', style: { decimals: 1, rounding: 'floor' as const }, shown: `80.4${THIN}%` },
  { text: '1', style: {}, shown: `100.00${THIN}%` },
  { text: '0.5', style: { sign: 'always' as const }, shown: `+50.00${THIN}%` },
  { text: '-0.0289', style: {}, shown: `−2.89${THIN}%` },
])('the ratio $text reads $shown', ({ text, style, shown }) => {
  expect(formatPercent(text, style)).toBe(shown)
})

test.each([
  { text: '999.99', shown: ['999.99', ''] },
  { text: '1000', shown: ['1.00', 'k'] },
  { text: '48210000', shown: ['48.21', 'M'] },
  { text: '1480000000', shown: ['1.48', 'B'] },
  { text: '-6200000', shown: ['−6.20', 'M'] },
])('as a headline $text reads $shown', ({ text, shown }) => {
  expect(formatCompact(text)).toEqual(shown)
})

test('prices and quantities keep the digits they were given', () => {
  expect(formatAsGiven('96412.5')).toBe('96,412.5')
  expect(formatAsGiven('0.21884')).toBe('0.21884')
  expect(formatAsGiven('9.25', { signed: true })).toBe('+9.25')
  expect(formatAsGiven('-164', { signed: true })).toBe('−164')
})

test('points align: a shorter figure is padded by what it lacks', () => {
  expect(padding('1,128.4', 3)).toBe('00')
  expect(padding('49', 3)).toBe('.000')
  expect(padding('103.177', 3)).toBe('')
})

test('a count is grouped', () => {
  expect(formatCount(48_213_906)).toBe('48,213,906')
  expect(formatCount(999)).toBe('999')
})

test('what is not a plain decimal never looks like a number', () => {
  for (const text of ['', '1e3', 'NaN', '1,000', '.5', '--1', 'Infinity']) {
    expect(() => formatNumber(text, { decimals: 2 }), text).toThrow('not a decimal')
  }
})

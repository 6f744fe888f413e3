import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatDecimal, ratio, tierAt, value } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { refusal } from './testing/refusal.js'
import { sharedData } from './testing/sharedData.js'
import { marketOf, parseTiers, readTiers, tierKeyOf } from './tiers.js'

const fixture = fileURLToPath(new URL('./fixtures/leverage-tiers.json', import.meta.url))
const real = sharedData('binance-leverage-tiers.json')

describe("a file in ccxt's leverage-tier form", () => {
  const tables = readTiers(fixture)

  test('keeps its keys whole, date and settlement included', () => {
    expect([...tables.keys()]).toEqual(['BTC/USDT:USDT', 'BTC/USDT:USDT-241227', 'ETH/USDT:USDT'])
  })

  test('gives the exact figures of the strings under info', () => {
    expect(tables.get('BTC/USDT:USDT')?.[2]).toEqual({
      floor: value('600000'),
      cap: value('3000000'),
      maintenanceRate: ratio('0.0065'),
      leverageMax: ratio('75'),
      deduction: value('950'),
    })
  })

  test('ignores the floats beside them', () => {
    const wrongFloats = edited((tier) => Object.assign(tier, { maintenanceMarginRate: 9, minNotional: -1 }))
    expect(parseTiers(wrongFloats, { file: 't.json' })).toEqual(tables)
  })

  // The whole of Binance where it is at hand, else the three markets of the fixture: the same check.
  test('recomputes every deduction exactly', () => {
    const file = real ?? fixture
    const stated = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, { info: { cum: string } }[]>)
    const read = readTiers(file)
    let count = 0
    for (const [key, tiers] of stated) {
      for (const [index, { info }] of tiers.entries()) {
        expect(formatDecimal(read.get(key)?.[index]?.deduction ?? -1n)).toBe(info.cum.replace(/\.0$/, ''))
        count++
      }
    }
    expect([read.size, count]).toEqual(real === null ? [3, 32] : [349, 2805])
  })

  test('puts a notional on a floor into the higher tier', () => {
    const btc = tables.get('BTC/USDT:USDT') ?? []
    expect([-1n, 0n, 1n].map((unit) => btc.indexOf(tierAt(btc, (value('600000') + unit) as never)))).toEqual([1, 2, 2])
  })
})

describe('a file is refused', () => {
  test.each(['950.000000000000000001', '949.999999999999999999'])(
    'where cum is %s for 950, with key, tier and both figures',
    (cum) => {
      const error = refusal(() =>
        parseTiers(
          edited((tier) => Object.assign(tier.info, { cum }), 2),
          { file: 't.json' },
        ),
      )
      expect(error.code).toBe('tiers_invalid')
      expect(error.place).toEqual({ file: 't.json', path: 'BTC/USDT:USDT' })
      expect(error.details).toEqual({ key: 'BTC/USDT:USDT', tier: '3', cum, deduction: '950' })
      expect(error.message).toContain(`BTC/USDT:USDT, tier 3: the file's cum is ${cum}, its floors and rates make 950`)
    },
  )

  test('where core refuses the table, with the key before its words', () => {
    const error = refusal(() =>
      parseTiers(
        edited((tier) => Object.assign(tier.info, { notionalFloor: '50001' }), 1),
        { file: 't.json' },
      ),
    )
    expect(error.code).toBe('tiers_invalid')
    expect(error.message).toMatch(/^BTC\/USDT:USDT: Tier 1: cap 50000 is not the next floor, 50001/)
    expect(error.details).toEqual({ key: 'BTC/USDT:USDT', tier: '1' })
  })

  test.each([
    { fault: 'a number for a string', info: { notionalCap: 50000 }, says: 'info.notionalCap is not a string' },
    { fault: 'a figure left out', info: { cum: undefined }, says: 'info.cum is missing' },
    { fault: 'an exponent', info: { maintMarginRatio: '4e-3' }, says: 'info.maintMarginRatio "4e-3" is not a decimal' },
  ])('for $fault', ({ info, says }) => {
    const error = refusal(() =>
      parseTiers(
        edited((tier) => Object.assign(tier.info, info)),
        { file: 't.json' },
      ),
    )
    expect(error.code).toBe('tiers_invalid')
    expect(error.message).toContain(`BTC/USDT:USDT, tier 1: ${says}`)
  })

  test.each([
    { text: '{ "BTC/USDT:USDT": [\n {]', code: 'document_invalid', line: 2 },
    { text: '{ "BTC/USDT:USDT": [\n\n', code: 'document_invalid', line: 1 },
    { text: '[]', code: 'document_invalid' },
    { text: '{}', code: 'document_invalid' },
    { text: '{ "BTCUSDT": [] }', code: 'document_invalid' },
    { text: '{ "BTC/USDT:USDT": {} }', code: 'document_invalid' },
    { text: '{ "BTC/USDT:USDT": [] }', code: 'tiers_invalid' },
    { text: '{ "BTC/USDT:USDT": [{ "tier": 1 }] }', code: 'tiers_invalid' },
  ])('that holds $text', ({ text, code, line }) => {
    const error = refusal(() => parseTiers(text, { file: 't.json' }))
    expect(error.code).toBe(code)
    expect(error.place.file).toBe('t.json')
    expect(error.place.line).toBe(line)
  })
})

describe("a market's name", () => {
  const keys = ['BTC/USDT:USDT', 'BTC/USDT:USDT-241227', 'BTC/USDC:USDC', 'ETH/BTC:BTC', 'BTC/USD:BTC']

  test.each([
    ['BTCUSDT', 'BTC/USDT:USDT'],
    ['BTCUSDT-241227', 'BTC/USDT:USDT-241227'],
    ['BTCUSDC', 'BTC/USDC:USDC'],
    ['ETHBTC', 'ETH/BTC:BTC'],
    ['BTC/USDT:USDT-241227', 'BTC/USDT:USDT-241227'],
  ])('%s means %s', (name, key) => {
    expect(tierKeyOf(name, keys)).toBe(key)
  })

  test('that is unknown is refused with the nearest', () => {
    const error = refusal(() => tierKeyOf('BTTCUSDT', keys))
    expect(error.code).toBe('unknown_market')
    expect(error.message).toBe('No tiers are known for the market "BTTCUSDT". Did you mean "BTCUSDT"?')
  })

  test('with a date that is not there does not fall back to the one without', () => {
    expect(refusal(() => tierKeyOf('BTCUSDT-250328', keys)).code).toBe('unknown_market')
  })

  test('that two keys share is refused with both', () => {
    const error = refusal(() => tierKeyOf('BTCUSD', [...keys, 'BTC/USD:USD']))
    expect(error.message).toContain('may be BTC/USD:BTC or BTC/USD:USD')
  })

  test.each(['BTCUSDT', 'BTC/USDT', 'BTC/USDT:USDT-2412', 'BTC/USD:BTC-241227-50000-C', ''])('is not in %j', (key) => {
    expect(marketOf(key)).toBeNull()
  })
})

/** The fixture with one tier of its first market changed. */
function edited(change: (tier: { info: object }) => void, index = 0): string {
  const content = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, { info: object }[]>
  change(content['BTC/USDT:USDT']?.[index] as { info: object })
  return JSON.stringify(content)
}

import { createHash } from 'node:crypto'
import {
  absolute,
  divCeil,
  notionalCeil,
  notionalFloor,
  price,
  quantity,
  ratio,
  subtract,
  tierAt,
  tierTable,
  value,
  WAD,
} from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { parseAccounts } from './accounts.js'
import { type GeneratedAccount, generateAccounts } from './generate.js'
import { marchMarkets } from './testing/population.js'
import { refusal } from './testing/refusal.js'

const markets = marchMarkets()
const drawn = [...generateAccounts({ count: 3000, seed: 7, markets })]
const linesOf = (accounts: Iterable<GeneratedAccount>): string =>
  [...accounts].map((account) => JSON.stringify(account)).join('\n')

describe('generated accounts', () => {
  test('are the same for the same seed, in every version and engine', () => {
    const hash = createHash('sha256').update(linesOf(drawn)).digest('hex')
    expect(hash).toBe('9890e074d7ad8b97a87fbdf36208c5ba748bd85ae21ae88425379cb42a6aca2a')
  })

  test('are others for another seed', () => {
    expect(linesOf(generateAccounts({ count: 20, seed: 8, markets }))).not.toBe(linesOf(drawn.slice(0, 20)))
  })

  test('of a larger count begin with those of a smaller one', () => {
    expect([...generateAccounts({ count: 50, seed: 7, markets })]).toEqual(drawn.slice(0, 50))
  })

  test('have ids that sort as they count', () => {
    expect([drawn[0]?.id, drawn[2999]?.id]).toEqual(['a-000001', 'a-003000'])
    expect(generateAccounts({ count: 1_000_000, seed: 7, markets }).next().value?.id).toBe('a-0000001')
  })

  test('are read back as they were made', () => {
    const read = parseAccounts(JSON.stringify(drawn), { file: 'a.json' })
    expect(read.map(({ document }) => document)).toEqual(drawn)
  })

  test('stand on tick, lot and the grid of their asset', () => {
    for (const account of drawn) {
      const amounts = [...Object.values(account.balances), ...account.positions.flatMap((p) => p.isolatedMargin ?? [])]
      for (const amount of amounts) {
        expect(value(amount) % 10n ** 10n).toBe(0n)
        expect(value(amount) >= 0n).toBe(true)
      }
      for (const position of account.positions) {
        const market = markets.find(({ market }) => market === position.market)
        if (market === undefined) throw new Error(`no market ${position.market}`)
        expect(quantity(position.quantity) % market.lot).toBe(0n)
        expect(absolute(quantity(position.quantity)) >= market.lot).toBe(true)
        expect(price(position.entryPrice) % market.tick).toBe(0n)
        const away = absolute(subtract(price(position.entryPrice), market.price))
        expect(away * 1000n <= market.price * 2n + 1000n * market.tick).toBe(true) // two per mille, from the nearest tick below
      }
    }
  })

  test('hold 102 to 130 percent of their initial requirement at the start price', () => {
    for (const account of drawn) {
      const [cash = '0'] = Object.values(account.balances)
      const [isolated] = account.positions.flatMap((position) => position.isolatedMargin ?? [])
      let equity: bigint = value(isolated ?? cash)
      let requirement = 0n
      for (const position of account.positions) {
        const market = markets.find(({ market }) => market === position.market)
        if (market === undefined) throw new Error(`no market ${position.market}`)
        const held = quantity(position.quantity)
        equity += notionalFloor(held, subtract(market.price, price(position.entryPrice)))
        const leverage = BigInt(account.settings.leverage[position.market] ?? '0')
        requirement += divCeil(notionalCeil(absolute(held), market.price), leverage)
      }
      const unit = 10n ** 10n
      expect(equity * 100n >= requirement * 102n).toBe(true)
      expect((equity - 2n * unit) * 100n <= requirement * 130n).toBe(true)
      if (isolated !== undefined) expect(value(cash) <= value(isolated)).toBe(true)
    }
  })

  test('have no more leverage than the tier of their notional allows', () => {
    let capped = 0
    for (const account of drawn) {
      for (const position of account.positions) {
        const market = markets.find(({ market }) => market === position.market)
        const leverage = BigInt(account.settings.leverage[position.market] ?? '0') * WAD
        const size = absolute(quantity(position.quantity))
        for (const at of [market?.price ?? price('0'), price(position.entryPrice)]) {
          const { leverageMax } = tierAt(market?.tiers ?? [], notionalCeil(size, at))
          expect(leverage <= leverageMax && leverage >= WAD).toBe(true)
          if (leverage === leverageMax) capped++
        }
      }
    }
    expect(capped).toBeGreaterThan(0)
  })

  test('have the legs and scopes of their kind', () => {
    const legs = drawn.filter(({ positions }) => positions.some(({ leg }) => leg !== undefined))
    for (const { positions } of legs) {
      expect(new Set(positions.map(({ market }) => market)).size).toBe(1)
      expect(positions.map(({ leg }) => leg).sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))).toEqual([
        'long',
        'short',
      ])
      for (const { leg, quantity: held } of positions) expect(quantity(held) > 0n).toBe(leg === 'long')
    }
    const isolated = drawn.filter(({ positions }) =>
      positions.some((position) => position.isolatedMargin !== undefined),
    )
    expect(isolated.every(({ positions }) => positions.length === 1)).toBe(true)
    const pairs = drawn.filter(({ positions }) => new Set(positions.map(({ market }) => market)).size === 2)
    expect([legs.length, isolated.length, pairs.length].every((count) => count > 0)).toBe(true)
  })
})

describe('the edges of a market', () => {
  const tiny = {
    market: 'XUSDT',
    price: price('50000'),
    tick: price('0.1'),
    lot: quantity('1'),
    tiers: tierTable([
      { floor: value('0'), cap: value('100000'), maintenanceRate: ratio('0.01'), leverageMax: ratio('4.5') },
    ]),
  }
  const accounts = [...generateAccounts({ count: 200, seed: 1, markets: [tiny], asset: 'USDC' })]

  test('a notional below one lot becomes one lot, and one above the last cap becomes the cap', () => {
    const sizes = accounts.flatMap(({ positions }) => positions.map((position) => position.quantity.replace('-', '')))
    expect([...new Set(sizes)].sort((a, b) => (a < b ? -1 : 1))).toEqual(['1', '2'])
  })

  test('a maximum that is not whole is taken down to a whole leverage', () => {
    const leverages = new Set(accounts.map(({ settings }) => settings.leverage.XUSDT))
    expect([...leverages].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))).toEqual(['1', '2', '3', '4'])
  })

  test('a tier that only the entry price reaches caps the leverage too', () => {
    const tiers = tierTable([
      { floor: value('0'), cap: value('50001'), maintenanceRate: ratio('0.01'), leverageMax: ratio('50') },
      { floor: value('50001'), cap: null, maintenanceRate: ratio('0.5'), leverageMax: ratio('1') },
    ])
    const oneLot = [...generateAccounts({ count: 200, seed: 1, markets: [{ ...tiny, tiers }] })].filter(
      ({ positions }) => positions.length === 1 && positions[0]?.quantity.replace('-', '') === '1',
    )
    const [above, below] = [true, false].map((isAbove) =>
      oneLot.filter(({ positions }) => price(positions[0]?.entryPrice ?? '0') >= price('50001') === isAbove),
    )
    expect(new Set(above?.map(({ settings }) => settings.leverage.XUSDT))).toEqual(new Set(['1']))
    expect(below?.some(({ settings }) => Number(settings.leverage.XUSDT) > 1)).toBe(true)
  })

  test('a pair with one market alone is a single position', () => {
    expect(accounts.every(({ positions }) => positions.length === 1 || positions[0]?.leg !== undefined)).toBe(true)
  })

  test('balances are in the asset that is asked for', () => {
    expect(Object.keys(accounts[0]?.balances ?? {})).toEqual(['USDC'])
  })

  test.each([
    { fault: 'a count below 0', options: { count: -1 } },
    { fault: 'a part of an account', options: { count: 1.5 } },
    { fault: 'a seed below 0', options: { seed: -1 } },
    { fault: 'a seed over 32 bits', options: { seed: 2 ** 32 } },
    { fault: 'no market', options: { markets: [] } },
    { fault: 'no tiers', options: { markets: [{ ...tiny, tiers: [] }] } },
    { fault: 'a price below the tick', options: { markets: [{ ...tiny, price: price('0.09') }] } },
    { fault: 'a lot of 0', options: { markets: [{ ...tiny, lot: quantity('0') }] } },
  ])('$fault is refused at once', ({ options }) => {
    expect(refusal(() => generateAccounts({ count: 1, seed: 1, markets: [tiny], ...options })).code).toBe(
      'option_invalid',
    )
  })

  test('a count of 0 is no account', () => {
    expect([...generateAccounts({ count: 0, seed: 1, markets: [tiny] })]).toEqual([])
  })
})

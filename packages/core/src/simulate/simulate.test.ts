import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../answers/index.js'
import { createEngine, type Engine } from '../engine/index.js'
import type { DerivativesRulebook, Json, Rulebook } from '../model/index.js'
import { absolute, type Price, price, type Quantity, quantity, value } from '../number/index.js'
import { quotes } from '../testing/accounts.js'
import { createTriggers } from '../triggers/index.js'
import { rulebookOf, withTiers } from '../venues/index.js'
import { createDepthMarket, fillPrice, settle } from './index.js'

const depth = { perPercent: value('1000000') }
const tick = price('0.01')

describe('the price of a forced order', () => {
  test.each([
    { size: '0.001', mark: '60000', at: '59999.98', why: 'a tick and a half of impact, to the next tick down' },
    { size: '10', mark: '60000', at: '59820', why: '600,000 moves the market by 0.6 %, half of it on average' },
    { size: '100', mark: '60000', at: '58200', why: '6,000,000: 6 % at the end, 3 % on average' },
    { size: '833.334', mark: '60000', at: '45000', why: 'at the cap: a quarter' },
    { size: '1000000', mark: '60000', at: '45000', why: 'far beyond the cap' },
    { size: '1', mark: '0.01', at: '0.01', why: 'one tick is the least' },
    { size: '1000000000000', mark: '0.01', at: '0.01', why: 'one tick is the least, at the cap too' },
  ])('of a sale of $size at $mark is $at: $why', ({ size, mark, at }) => {
    expect(fillPrice({ quantity: quantity(`-${size}`) }, { mark: price(mark), tick, depth })).toBe(price(at))
  })

  test.each([
    { size: '10', mark: '60000', at: '60180' },
    { size: '1000000', mark: '60000', at: '75000' },
    { size: '0.001', mark: '0.01', at: '0.02' },
  ])('of a purchase of $size at $mark is $at', ({ size, mark, at }) => {
    expect(fillPrice({ quantity: quantity(size) }, { mark: price(mark), tick, depth })).toBe(price(at))
  })

  test('is on the tick, never better than the mark, never worse for a smaller order, and at most a quarter away', () => {
    const size = fc.bigInt({ min: 1n, max: 10n ** 30n })
    const mark = fc.bigInt({ min: 1n, max: 10n ** 26n })
    fc.assert(
      fc.property(size, size, mark, fc.constantFrom(1n, -1n), (a, b, mark, side) => {
        const [small, large] = a < b ? [a, b] : [b, a]
        const market = { mark: mark as Price, tick, depth }
        const of = (units: bigint): Price => fillPrice({ quantity: (units * side) as Quantity }, market)
        const [near, far] = [of(small), of(large)]
        for (const each of [near, far]) {
          expect([each % tick, each > 0n]).toEqual([0n, true])
          const onTick = side > 0n ? each >= mark : each <= mark || each === tick
          expect(onTick).toBe(true)
          expect(absolute((each - mark) as Price) * 4n <= mark + 4n * tick).toBe(true)
        }
        expect(side > 0n ? far >= near : far <= near).toBe(true)
      }),
    )
  })
})

describe('a market that answers until no order is open', () => {
  const market = createDepthMarket(depth)
  function opened(book: Rulebook, document: Json, at: Readonly<Record<string, string>>): Engine {
    const engine = createEngine({ rulebooks: [book] })
    for (const [name, each] of Object.entries(at)) engine.apply({ type: 'price', market: name, price: price(each) }, 1)
    const { account } = parseDocument(document, { rulebook: book })
    expect(engine.apply({ type: 'open_account', account }, 1).reply).toEqual({ status: 'accepted' })
    return engine
  }
  const finish = (engine: Engine): void => settle(market, engine, (command) => engine.apply(command, 2))

  test('closes a hundred and fifty positions of one bankrupt account, one order each', () => {
    const binance = rulebookOf('binance-usdm') as DerivativesRulebook
    const tiers = binance.markets.get('BTCUSDT')?.tiers ?? []
    const names = Array.from({ length: 150 }, (_, index) => `M${index}USDT`)
    const book = withTiers(binance, new Map(names.map((name) => [name, tiers])), { like: 'BTCUSDT', name: 'many' })
    const engine = opened(
      book,
      {
        venue: book.id,
        balances: { USDT: '1' },
        positions: names.map((market) => ({ market, quantity: '1', entryPrice: '110' })),
      },
      Object.fromEntries(names.map((name) => [name, '100'])),
    )
    expect(engine.state.liquidations.size).toBe(1)
    finish(engine)
    expect(engine.state.liquidations.size).toBe(0)
    expect([...engine.state.accounts.values()][0]?.scopes.get('cross')?.positions).toEqual([])
    expect([engine.residual(), (engine.state.totals.get(book.id)?.badDebt ?? 0n) > 0n]).toEqual([0n, true])
  })

  test('sells the shares of a simple account that holds shares, and does not open a contract in them', () => {
    const rulebook = { family: 'simple', initial: '0.2', maintenance: '0.1', basis: 'mark', boundary: 'safe' }
    const document = { rulebook, balances: { USD: '-6000', STOCK: '100' }, prices: { STOCK: '66' } }
    const { book } = parseDocument(document)
    const engine = opened(book, document, { STOCK: '66' })
    expect([...engine.state.liquidations.values()].map(({ order }) => [order.market, order.leg])).toEqual([
      ['STOCK', null],
    ])
    finish(engine)
    const scope = [...engine.state.accounts.values()][0]?.scopes.get('cross')
    expect([scope?.positions, engine.state.liquidations.size, engine.residual()]).toEqual([[], 0, 0n])
    expect(scope?.holdings.find(({ asset }) => asset === 'STOCK')?.stored ?? 0n).toBeLessThan(100n * 10n ** 18n)
  })

  test('closes a simple position of any size to an exact value', () => {
    const rulebook = { family: 'simple', initial: '0.2', maintenance: '0.1', basis: 'mark', boundary: 'safe' }
    const document = {
      rulebook,
      balances: { USD: '10' },
      positions: [{ market: 'X', quantity: '1.5', entryPrice: '70.01' }],
      prices: { X: '70.07' },
    }
    const { book } = parseDocument(document)
    const engine = opened(book, document, { X: '70.07' })
    expect(engine.state.liquidations.size).toBe(1)
    finish(engine)
    expect([engine.state.liquidations.size, engine.residual()]).toEqual([0, 0n])
  })

  test('waits where the price is missing or nothing', () => {
    const document = { venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' }, prices: {} }
    const engine = opened(rulebookOf('finra-reg-t'), document, { AAPL: '100' })
    engine.apply({ type: 'price', market: 'AAPL', price: price('0') }, 2)
    expect(engine.state.liquidations.size).toBe(1)
    expect(market.answers(engine)).toEqual([])
  })
})

test('a worthless share is told apart from an unknown one by every trigger', () => {
  const { account, book } = parseDocument({ venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' } })
  for (const kind of ['naive', 'boxes'] as const) {
    const triggers = createTriggers(kind)
    triggers.arm(account, book, quotes(new Map([['AAPL', price('100')]])))
    expect(triggers.wake('AAPL', 0n as Price)).toEqual(['account'])
  }
})

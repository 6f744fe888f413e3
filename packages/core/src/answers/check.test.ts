import { describe, expect, test } from 'vitest'
import type { Json } from '../model/index.js'
import { ratio } from '../number/index.js'
import type { Answer } from './answer.js'
import { check } from './check.js'
import { parseDocument } from './document.js'

function answer(document: Json, options: { target?: string } = {}): Answer {
  const { account, book, prices, atMs, asOf } = parseDocument(document)
  return check({
    account,
    book,
    view: { prices, atMs },
    asOf,
    ...(options.target !== undefined && { target: ratio(options.target) }),
  })
}

const tenByFive = { family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' }

describe('the public example', () => {
  const example = answer(
    {
      rulebook: tenByFive,
      balances: { USDT: '10000' },
      positions: [{ market: 'BTCUSDT', quantity: '1.5', entryPrice: '60000' }],
      prices: { BTCUSDT: '58000' },
    },
    { target: '2' },
  )

  test('is answered figure by figure, with the cures that reach the target', () => {
    const { cures, ...rest } = example
    expect(rest).toEqual({
      venue: 'inline',
      ruleVersion: 'inline',
      asOf: null,
      status: 'healthy',
      equity: '7000',
      healthFactor: '1.609195402298850574',
      marginLevel: '0.804597701149425287',
      equityRatio: '0.080459770114942528',
      leverage: '12.428571428571428572',
      loanToValue: null,
      loanToValueReason: 'no_debt',
      collateralRatio: null,
      collateralRatioReason: 'no_debt',
      initial: { marginEquity: '7000', requirement: '8700' },
      maintenance: { marginEquity: '7000', requirement: '4350' },
      excessMargin: '2650',
      availableMargin: '-1700',
      native: null,
      scopes: [
        {
          id: 'cross',
          kind: 'cross',
          status: 'healthy',
          healthFactor: '1.609195402298850574',
          equity: '7000',
          initial: { marginEquity: '7000', requirement: '8700' },
          maintenance: { marginEquity: '7000', requirement: '4350' },
        },
      ],
      positions: [
        {
          market: 'BTCUSDT',
          scope: 'cross',
          leg: 'net',
          quantity: '1.5',
          entryPrice: '60000',
          markPrice: '58000',
          notional: '87000',
          unrealizedPnl: '-3000',
          initialRequirement: '8700',
          maintenanceRequirement: '4350',
          liquidationPrice: '56140.350877192982456141',
          bankruptcyPrice: '53333.333333333333333334',
        },
      ],
      holdings: [
        {
          asset: 'USDT',
          kind: 'cash',
          scope: 'cross',
          amount: '10000',
          price: '1',
          value: '10000',
          initialWeight: '1',
          maintenanceWeight: '1',
          liquidationPrice: null,
          liquidationPriceReason: 'no_price_solution',
        },
      ],
      call: null,
      missing: [],
      why: [],
    })
    expect(cures[0]).toEqual({ kind: 'deposit', asset: 'USDT', amount: '1700', healthFactor: '2' })
  })

  test('keys stand in the order of the contract', () => {
    expect(Object.keys(example).filter((key) => !key.endsWith('Reason'))).toEqual([
      'venue',
      'ruleVersion',
      'asOf',
      'status',
      'equity',
      'healthFactor',
      'marginLevel',
      'equityRatio',
      'leverage',
      'loanToValue',
      'collateralRatio',
      'initial',
      'maintenance',
      'excessMargin',
      'availableMargin',
      'native',
      'scopes',
      'positions',
      'holdings',
      'call',
      'cures',
      'missing',
      'why',
    ])
  })

  test('every cure reaches the target, and one unit less does not', () => {
    // 1.5 × 58000 × 0.05 × 2 = 8700 must be 7000: closing 0.2931… BTC at 58000 leaves 1.2068… × 5800 = 7000.
    expect(example.cures[1]).toMatchObject({ kind: 'reduce', market: 'BTCUSDT', amount: '0.293103448275862069' })
    expect(example.cures).toHaveLength(2)
  })
})

/** The concept page's examples with their right figures; the letters are its own. */
describe('the examples of the concept', () => {
  const borrowed = (price: string): Json => ({
    rulebook: {
      family: 'simple',
      initial: '0.20',
      maintenance: '0.10',
      basis: 'mark',
      boundary: 'safe',
      breach: 'call',
    },
    balances: { USD: '-6000', STOCK: '1' },
    prices: { STOCK: price },
  })

  test.each([
    { price: '10000', equity: '4000', requirement: '1000', status: 'healthy' },
    { price: '9000', equity: '3000', requirement: '900', status: 'healthy' },
    { price: '8500', equity: '2500', requirement: '850', status: 'healthy' },
    { price: '6666.67', equity: '666.67', requirement: '666.667', status: 'warned' },
    { price: '6666.66', equity: '666.66', requirement: '666.666', status: 'called' },
  ])('a · 6,000 borrowed at 10 %: a value of $price is $status', ({ price, equity, requirement, status }) => {
    const got = answer(borrowed(price))
    expect([got.equity, got.maintenance?.requirement, got.status]).toEqual([equity, requirement, status])
  })

  test('a · the call comes below 6,666.67', () => {
    expect(answer(borrowed('8500')).holdings[1]?.liquidationPrice).toBe('6666.666666666666666667')
    expect(answer(borrowed('6000')).call).toEqual({
      kind: 'maintenance',
      amount: '600',
      restoreTo: 'maintenance',
      dueAt: null,
    })
  })

  const leveraged = (quantity: string, basis: string, price = '100'): Json => ({
    rulebook: { ...tenByFive, basis },
    balances: { USD: '10' },
    positions: [{ market: 'X', quantity, entryPrice: '100' }],
    prices: { X: price },
  })

  test.each([
    { name: 'long, maintenance on the current value', quantity: '1', basis: 'mark', price: '94.736842105263157895' },
    { name: 'short, maintenance on the current value', quantity: '-1', basis: 'mark', price: '104.761904761904761904' },
    { name: 'long, maintenance on the entry value', quantity: '1', basis: 'entry', price: '95' },
    { name: 'short, maintenance on the entry value', quantity: '-1', basis: 'entry', price: '105' },
  ])('b · liquidation price, $name', ({ quantity, basis, price }) => {
    expect(answer(leveraged(quantity, basis)).positions[0]?.liquidationPrice).toBe(price)
  })

  test.each(['1', '-1'])('b · the answered price of %s is the last safe one at 18 decimals', (quantity) => {
    const line = answer(leveraged(quantity, 'mark')).positions[0]?.liquidationPrice ?? ''
    const unit = quantity === '1' ? -1n : 1n
    expect(answer(leveraged(quantity, 'mark', line)).status).toBe('warned')
    const digits = BigInt(line.replace('.', '')) + unit
    const beyond = `${digits.toString().slice(0, -18)}.${digits.toString().slice(-18)}`
    expect(answer(leveraged(quantity, 'mark', beyond)).status).toBe('liquidatable')
  })

  test('c · maintenance is a level; what restores it is an amount of its own', () => {
    const called = answer(borrowed('6000'))
    expect(called.maintenance?.requirement).toBe('600')
    expect(called.call?.amount).toBe('600')
    expect(called.call?.restoreTo).toBe('maintenance')
  })

  test('d · equity 500 on 1,000 of used margin is a margin level of 50 %', () => {
    const got = answer({
      rulebook: { family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' },
      balances: { USD: '500' },
      positions: [{ market: 'X', quantity: '100', entryPrice: '100' }],
      prices: { X: '100' },
    })
    expect([got.initial?.requirement, got.marginLevel]).toEqual(['1000', '0.5'])
  })

  test('d · without positions there is no margin level, neither 0 nor infinite', () => {
    const got = answer({ rulebook: tenByFive, balances: { USD: '500' } })
    expect([got.marginLevel, got.marginLevelReason, got.healthFactor, got.healthFactorReason]).toEqual([
      null,
      'no_requirement',
      null,
      'no_requirement',
    ])
  })

  test.each([
    { cash: '899.999999999999999999', boundary: 'safe', breach: 'call', status: 'called' },
    { cash: '900', boundary: 'safe', breach: 'call', status: 'warned' },
    { cash: '900', boundary: 'liquidates', breach: 'call', status: 'called' },
    { cash: '900', boundary: 'liquidates', breach: 'liquidate', status: 'liquidatable' },
    { cash: '900.000000000000000001', boundary: 'liquidates', breach: 'liquidate', status: 'warned' },
    { cash: '-0.000000000000000001', boundary: 'safe', breach: 'call', status: 'bankrupt' },
    { cash: '0', boundary: 'safe', breach: 'liquidate', status: 'liquidatable' },
  ])(
    'e · equity $cash on a requirement of 900, equal $boundary, $breach: $status',
    ({ cash, boundary, breach, status }) => {
      const got = answer({
        rulebook: { family: 'simple', initial: '0.20', maintenance: '0.10', basis: 'mark', boundary, breach },
        balances: { USD: cash },
        positions: [{ market: 'X', quantity: '90', entryPrice: '100' }],
        prices: { X: '100' },
      })
      expect(got.maintenance?.requirement).toBe('900')
      expect(got.status).toBe(status)
    },
  )

  test.each([
    { price: '1501', status: 'warned' },
    { price: '1500', status: 'warned' },
    { price: '1499', status: 'liquidatable' },
    { price: '1875', status: 'healthy' },
  ])('f · 1,000 borrowed at 150 %: collateral of $price is $status', ({ price, status }) => {
    const got = answer({
      rulebook: { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' },
      supplied: { ETH: '1' },
      borrowed: { USD: '1000' },
      prices: { ETH: price },
    })
    expect([got.maintenance?.requirement, got.status]).toEqual(['1500', status])
  })

  test('f · the limit moves with the debt too', () => {
    const got = answer({
      rulebook: { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' },
      supplied: { ETH: '1' },
      borrowed: { USD: '1000.000000000000000001' },
      prices: { ETH: '1500' },
    })
    expect([got.maintenance?.requirement, got.status]).toEqual(['1500.000000000000000002', 'liquidatable'])
    expect(got.loanToValue).toBe('0.666666666666666667')
    expect(got.collateralRatio).toBe('1.499999999999999999')
  })

  test('g · FINRA asks 25 % of a long and 30 % of a short, of the current value', () => {
    const long = answer({ venue: 'finra-reg-t', balances: { USD: '-6000', AAPL: '100' }, prices: { AAPL: '100' } })
    const short = answer({ venue: 'finra-reg-t', balances: { USD: '15000', AAPL: '-100' }, prices: { AAPL: '100' } })
    expect([long.equity, long.maintenance?.requirement, long.status]).toEqual(['4000', '2500', 'healthy'])
    expect([short.equity, short.maintenance?.requirement, short.status]).toEqual(['5000', '3000', 'healthy'])
    expect(long.holdings[1]?.liquidationPrice).toBe('80')
    expect(short.holdings[1]?.liquidationPrice).toBe('115.384615384615384615')
  })

  test.each([
    { price: '2', perShare: '250' },
    { price: '2.5', perShare: '250' },
    { price: '4.99', perShare: '499' },
    { price: '5', perShare: '500' },
    { price: '16.666666666666666666', perShare: '500' },
    { price: '16.666666666666666667', perShare: '500.00000000000000001' },
    { price: '20', perShare: '600' },
  ])('g · a short of 100 shares at $price requires $perShare', ({ price, perShare }) => {
    const got = answer({ venue: 'finra-reg-t', balances: { USD: '9000', XYZ: '-100' }, prices: { XYZ: price } })
    expect(got.maintenance?.requirement).toBe(perShare)
  })

  test('h · 10× with 5 %: the line is at 9,473.68 for the long and 10,476.19 for the short', () => {
    const value = (quantity: string, basis: string): Answer =>
      answer({
        rulebook: { ...tenByFive, basis },
        balances: { USD: '1000' },
        positions: [{ market: 'X', quantity, entryPrice: '10000' }],
        prices: { X: '10000' },
      })
    expect(value('1', 'mark').positions[0]?.liquidationPrice).toBe('9473.684210526315789474')
    expect(value('-1', 'mark').positions[0]?.liquidationPrice).toBe('10476.190476190476190476')
    // $500 holds only where the requirement is fixed on the entry value.
    expect(value('1', 'entry').positions[0]?.liquidationPrice).toBe('9500')
  })
})

describe('what is missing is said', () => {
  test('a missing price makes the account unknown and its figures null, with the reason beside them', () => {
    const got = answer({
      venue: 'binance-usdm',
      balances: { USDT: '10000' },
      positions: [{ market: 'BTCUSDT', quantity: '1.5', entryPrice: '60000' }],
    })
    expect(got.status).toBe('unknown')
    expect(got.missing).toEqual([{ factor: 'BTCUSDT', reason: 'missing' }])
    expect([got.equity, got.equityReason, got.healthFactor, got.healthFactorReason]).toEqual([
      null,
      'missing_price',
      null,
      'missing_price',
    ])
    expect(got.positions[0]).toMatchObject({
      markPrice: null,
      markPriceReason: 'missing_price',
      liquidationPrice: null,
    })
    expect(got.cures).toEqual([])
  })

  test('a missing price of one scope leaves the other scope its figures', () => {
    const got = answer({
      venue: 'binance-usdm',
      balances: { USDT: '10000' },
      positions: [
        { market: 'BTCUSDT', quantity: '1', entryPrice: '60000' },
        { market: 'ETHUSDT', quantity: '-1', entryPrice: '3000', isolatedMargin: '500' },
      ],
      prices: { BTCUSDT: '60000' },
    })
    expect(got.scopes.map(({ id, status }) => [id, status])).toEqual([
      ['cross', 'healthy'],
      ['isolated:ETHUSDT', 'unknown'],
    ])
  })

  test('an explained answer carries the steps that recompute its figures', () => {
    const { account, book, prices } = parseDocument({
      venue: 'binance-usdm',
      balances: { USDT: '10000' },
      positions: [{ market: 'BTCUSDT', quantity: '1.5', entryPrice: '60000' }],
      prices: { BTCUSDT: '58000' },
    })
    const explained = check({ account, book, view: { prices, atMs: null }, isExplained: true })
    const step = (name: string): string | undefined => explained.why.find((each) => each.name === name)?.value
    // 87,000 in the second tier: 87,000 × 0.005 − 50 = 385.
    expect([step('BTCUSDT notional'), step('BTCUSDT maintenanceRequirement'), step('equity')]).toEqual([
      '87000',
      '385',
      '7000',
    ])
    expect(step('healthFactor')).toBe(explained.healthFactor)
    expect(explained.native).toEqual({ name: 'Margin Ratio', value: '0.055', direction: 'up_is_danger' })
  })
})

describe('cures', () => {
  test('of a lender: collateral added or debt repaid, to the last unit', () => {
    const got = answer({
      rulebook: {
        family: 'lending',
        boundary: 'safe',
        reserves: {
          WETH: { initialWeight: '0.8', maintenanceWeight: '0.825' },
          USDC: { initialWeight: '0.75', maintenanceWeight: '0.78' },
        },
      },
      supplied: { WETH: '10' },
      borrowed: { USDC: '20000' },
      prices: { WETH: '2500', USDC: '1' },
    })
    // 25,000 × 0.825 = 20,625 against 20,000; 1.25 needs 25,000 of weighted collateral, or a debt of 16,500.
    expect(got.healthFactor).toBe('1.03125')
    expect(got.cures).toEqual([
      { kind: 'deposit', asset: 'WETH', amount: '2.121212121212121213', healthFactor: '1.25' },
      { kind: 'repay', asset: 'USDC', amount: '3500', healthFactor: '1.25' },
    ])
  })

  test('of a broker account: cash, or shares sold in whole numbers', () => {
    const got = answer(
      { venue: 'finra-reg-t', balances: { USD: '-8000', AAPL: '100' }, prices: { AAPL: '100' } },
      { target: '1' },
    )
    // Equity 2,000 against 2,500: selling n shares leaves a requirement of 25 × (100 − n) ≤ 2,000.
    expect(got.status).toBe('called')
    expect(got.cures).toEqual([
      { kind: 'deposit', asset: 'USD', amount: '500', healthFactor: '1' },
      { kind: 'sell', asset: 'AAPL', amount: '20', healthFactor: '1' },
    ])
  })

  test('what cannot reach the target is not listed', () => {
    const got = answer({
      rulebook: tenByFive,
      balances: { USDT: '100' },
      positions: [
        { market: 'A', quantity: '100', entryPrice: '100' },
        { market: 'B', quantity: '1', entryPrice: '100' },
      ],
      prices: { A: '100', B: '100' },
    })
    expect(got.cures.map(({ kind, market }) => [kind, market])).toEqual([
      ['deposit', undefined],
      ['reduce', 'A'],
    ])
  })
})

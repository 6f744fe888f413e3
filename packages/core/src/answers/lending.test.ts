import { describe, expect, test } from 'vitest'
import type { Json } from '../model/index.js'
import { VENUES } from '../venues/index.js'
import type { Answer } from './answer.js'
import { check } from './check.js'
import { parseDocument } from './document.js'

function answer(document: Json): Answer {
  const { account, book, prices, atMs } = parseDocument(document)
  return check({ account, book, view: { prices, atMs } })
}

const aave = {
  venue: 'aave-v3-ethereum',
  settings: { eMode: 0 },
  supplied: { WETH: '10' },
  borrowed: { USDC: '15000' },
  prices: { WETH: '2500', USDC: '1' },
}

describe('the public example of a lending account', () => {
  const got = answer(aave)
  test('has both sides apart, the ratios and no others', () => {
    expect(got).toMatchObject({
      status: 'healthy',
      equity: '10000',
      healthFactor: '1.375',
      loanToValue: '0.6',
      collateralRatio: '1.666666666666666666',
      initial: { marginEquity: '20000', requirement: '15000' },
      maintenance: { marginEquity: '20625', requirement: '15000' },
      excessMargin: '5625',
      availableMargin: '5000',
      native: { name: 'Health factor', value: '1.375', direction: 'up_is_safe' },
    })
  })

  test('goes under when the collateral falls and when the debt rises', () => {
    expect(got.holdings.map(({ asset, liquidationPrice }) => [asset, liquidationPrice])).toEqual([
      ['WETH', '1818.181818181818181819'],
      ['USDC', '1.375'],
    ])
  })

  test.each([
    { price: '1818.181818181818181818', status: 'liquidatable' },
    { price: '1818.181818181818181819', status: 'warned' },
  ])('at $price it is $status', ({ price, status }) => {
    expect(answer({ ...aave, prices: { WETH: price, USDC: '1' } }).status).toBe(status)
  })
})

describe('efficiency modes', () => {
  const pair = { supplied: { wstETH: '10' }, borrowed: { WETH: '10' }, prices: { wstETH: '3000', WETH: '2800' } }
  test('raise the weights of their own collateral', () => {
    expect(answer({ venue: 'aave-v3-ethereum', ...pair }).healthFactor).toBe('0.867857142857142857')
    expect(answer({ venue: 'aave-v3-ethereum', settings: { eMode: '1' }, ...pair }).healthFactor).toBe(
      '1.017857142857142857',
    )
  })

  test.each([
    { eMode: 9, message: 'has no eMode 9: use one of 0, 1, 2' },
    { eMode: -1, message: 'must be a whole number' },
    { eMode: 'one', message: 'must be a whole number' },
  ])('eMode $eMode is refused: $message', ({ eMode, message }) => {
    expect(() => answer({ venue: 'aave-v3-ethereum', settings: { eMode }, ...pair })).toThrow(message)
  })
})

describe('the other protocols, each at its line', () => {
  test.each([
    // 1 × 0.75 × 20 = 15.
    { venue: 'compound-v2', supplied: { UNI: '1' }, borrowed: { DAI: '15' }, prices: { UNI: '20', DAI: '1' } },
    {
      venue: 'compound-v3-usdc',
      supplied: { WETH: '1' },
      borrowed: { USDC: '1800' },
      prices: { WETH: '2000', USDC: '1' },
    },
    { venue: 'morpho-blue', supplied: { WBTC: '0.5' }, borrowed: { USDC: '25800' }, prices: { WBTC: '60000' } },
    { venue: 'maker-eth-a', supplied: { ETH: '15' }, borrowed: { DAI: '1000' }, prices: { ETH: '100' } },
    { venue: 'maker-eth-a-2020-03', supplied: { ETH: '15' }, borrowed: { DAI: '1000' }, prices: { ETH: '100' } },
    { venue: 'liquity-v1', supplied: { ETH: '11' }, borrowed: { LUSD: '1000' }, prices: { ETH: '100' } },
  ])('$venue: equality is safe, one unit of debt more is not', ({ venue, supplied, borrowed, prices }) => {
    const at = answer({ venue, supplied, borrowed, prices } as Json)
    expect([at.healthFactor, at.status]).toEqual(['1', 'warned'])
    const [[asset = '', amount] = []] = Object.entries(borrowed)
    const more = answer({ venue, supplied, borrowed: { [asset]: `${amount}.000001` }, prices } as Json)
    expect(more.status).toBe('liquidatable')
  })

  test('compound v3 opens by one factor and keeps by another', () => {
    const of = { supplied: { WETH: '1' }, borrowed: { USDC: '1700' }, prices: { WETH: '2000', USDC: '1' } }
    expect(answer({ venue: 'compound-v3-usdc', ...of })).toMatchObject({ excessMargin: '100', availableMargin: '-40' })
  })
})

describe('bad input', () => {
  test('without debt there is no health factor, and the reason says so', () => {
    expect(answer({ venue: 'aave-v3-ethereum', supplied: { WETH: '1' }, prices: { WETH: '1' } })).toMatchObject({
      healthFactor: null,
      healthFactorReason: 'no_debt',
      loanToValue: null,
      loanToValueReason: 'no_debt',
    })
  })

  test('a missing feed is unknown, a worthless collateral is not', () => {
    expect(answer({ ...aave, prices: { USDC: '1' } })).toMatchObject({
      status: 'unknown',
      missing: [{ factor: 'WETH', reason: 'missing' }],
    })
    expect(answer({ ...aave, prices: { WETH: '0', USDC: '1' } })).toMatchObject({
      status: 'bankrupt',
      healthFactor: '0',
      loanToValueReason: 'no_collateral',
    })
  })

  test.each([
    { document: { ...aave, supplied: { WETHX: '1' } }, message: 'Did you mean "WETH"?' },
    { document: { venue: 'maker-eth-a', supplied: { WBTC: '1' } }, message: 'does not list WBTC' },
    { document: { venue: 'maker-eth-a', supplied: { ETH: '1' }, borrowed: { ETH: '1' } }, message: 'lends DAI alone' },
    { document: { venue: 'compound-v3-usdc', borrowed: { WETH: '1' } }, message: 'does not lend WETH' },
    {
      document: { venue: 'morpho-blue', supplied: { WETH: '1', WBTC: '1' } },
      message: 'WETH and WBTC are two accounts',
    },
  ])('$message', ({ document, message }) => {
    expect(() => answer(document as Json)).toThrow(message)
  })
})

test('every venue has a name of its own, in order', () => {
  const ids = VENUES.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)))
})

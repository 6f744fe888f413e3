import { describe, expect, test } from 'vitest'
import { WAD } from '../number/index.js'
import { familyOf } from '../rules/index.js'
import { accountOf, positionOf, pricesOf, VENUE_MARKETS } from './testing/venue-accounts.js'

/** What each venue says of exact equality, from its page under docs/venues. */
const AT_THE_LINE: Readonly<Record<string, 'liquidatable' | 'warned'>> = {
  'binance-coinm': 'liquidatable',
  'binance-usdm': 'liquidatable',
  bitmex: 'liquidatable',
  'bybit-inverse': 'liquidatable',
  'bybit-inverse-2026': 'liquidatable',
  'bybit-linear': 'liquidatable',
  deribit: 'liquidatable',
  'deribit-linear': 'liquidatable',
  'drift-v2': 'warned',
  'dydx-v4': 'warned',
  ftx: 'warned',
  gate: 'liquidatable',
  'gmx-v2': 'warned',
  hyperliquid: 'warned',
  okx: 'liquidatable',
  'perp-v2': 'warned',
  phemex: 'liquidatable',
  'synthetix-v3': 'warned',
}

test('every derivatives venue with rates is in the table', () => {
  expect(VENUE_MARKETS.map(({ book }) => book.id).sort()).toEqual(Object.keys(AT_THE_LINE).sort())
})

describe.each(VENUE_MARKETS.map(({ book, rule }) => ({ id: book.id, book, rule })))('$id', ({ id, book, rule }) => {
  test.each([1n, -1n])('one unit under its line, on it and one above it, with a position of %i', (side) => {
    // 5 units at an entry of 4,000: small enough for every sourced table, in quote and in coin.
    const position = positionOf(rule, side * 5n * WAD, 4000n * WAD)
    const prices = pricesOf({ [rule.market.id]: 3971n * WAD })
    const bare = familyOf(book).assess(accountOf(book, 0n, [position]), book, { prices, atMs: null })
    if (bare.risk === null) throw new Error('the market has no rates')
    const needed = bare.risk.maintenance.requirement - bare.risk.maintenance.marginEquity
    const statuses = [-1n, 0n, 1n].map((distance) => {
      const account = accountOf(book, needed + distance, [position])
      return familyOf(book).assess(account, book, { prices, atMs: null }).status
    })
    expect(statuses).toEqual(['liquidatable', AT_THE_LINE[id], 'warned'])
  })
})

import { describe, expect, test } from 'vitest'
import type { Json } from '../model/index.js'
import { refusal } from '../testing/refusal.js'
import { check } from './check.js'
import { parseDocument } from './document.js'

const position = { market: 'BTCUSDT', quantity: '1', entryPrice: '60000' }
const good = { venue: 'binance-usdm', balances: { USDT: '10000' }, positions: [position], prices: { BTCUSDT: '60000' } }
const rulebook = { family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' }
const lending = {
  family: 'lending',
  boundary: 'safe',
  reserves: { A: { initialWeight: '0.5', maintenanceWeight: '0.6' } },
}
const without = (key: string): Json => Object.fromEntries(Object.entries(rulebook).filter(([each]) => each !== key))
const at = (change: object): Json => ({ ...good, positions: [{ ...position, ...change }] })

test('the document that the bad ones are made from is good', () => {
  expect(parseDocument(good).account.scopes.get('cross')?.positions).toHaveLength(1)
  expect(parseDocument({ rulebook }).book.family).toBe('simple')
  expect(parseDocument({ rulebook: lending }).book.family).toBe('lending')
})

describe('a bad document is refused with its code, its place and what to do', () => {
  test.each<{ json: Json; code: string; says: RegExp }>([
    { json: null, code: 'document_invalid', says: /^the document must be an object, not null/ },
    { json: [], code: 'document_invalid', says: /^the document must be an object/ },
    { json: {}, code: 'document_invalid', says: /names no rules: add "venue: binance-usdm" or an inline/ },
    { json: { ...good, rulebook }, code: 'document_invalid', says: /both "venue" and "rulebook": keep one/ },
    { json: { venue: 5 }, code: 'document_invalid', says: /^venue must be a string/ },
    { json: { venue: 'binance-usdn' }, code: 'unknown_venue', says: /"binance-usdn"\. Did you mean "binance-usdm"\?/ },
    { json: { venue: 'zzz' }, code: 'unknown_venue', says: /Known: / },
    { json: { ...good, balance: {} }, code: 'unknown_key', says: /^balance .*Did you mean "balances"\?/ },
    { json: { ...good, zzzzzz: {} }, code: 'unknown_key', says: /^zzzzzz is not a known key. Known: id, venue/ },
    { json: { ...good, orders: [] }, code: 'document_invalid', says: /^"orders" is not read by this version: remove/ },
    { json: { ...good, id: 7 }, code: 'document_invalid', says: /^id must be a string/ },
    { json: { ...good, asOf: 'today' }, code: 'document_invalid', says: /^asOf "today" .*write it like 2026/ },
    { json: { ...good, asOf: '2026-02-30T00:00:00Z' }, code: 'document_invalid', says: /^asOf "2026-02-30T/ },
    { json: { ...good, asOf: '2026-11-22T25:00:00Z' }, code: 'document_invalid', says: /^asOf / },
    { json: { ...good, asOf: '2026-11-22' }, code: 'document_invalid', says: /^asOf / },
    { json: { ...good, balances: [] }, code: 'document_invalid', says: /^balances must be an object, not \[\]/ },
    { json: { ...good, balances: { USDT: 5 } }, code: 'number_invalid', says: /^balances.USDT .*in quotes, "5"/ },
    { json: { ...good, balances: { USDT: null } }, code: 'document_invalid', says: /^balances.USDT must be a string/ },
    { json: { ...good, balances: { USDT: '5e3' } }, code: 'number_invalid', says: /^balances.USDT: "5e3" is not/ },
    {
      json: { ...good, balances: { USDT: '0.123456789' } },
      code: 'precision_loss',
      says: /^balances.USDT: .*round it/,
    },
    {
      json: { ...good, balances: { USDT: '1'.repeat(61) } },
      code: 'number_too_long',
      says: /^balances.USDT: .*shorten/,
    },
    { json: { ...good, balances: { USDC: '1' } }, code: 'unknown_asset', says: /take USDC .*Did you mean "USDT"\?/ },
    {
      json: { ...good, balances: { constructor: '1' } },
      code: 'unknown_asset',
      says: /take constructor .*Known: USDT/,
    },
    { json: { ...good, supplied: { USDT: '1' } }, code: 'document_invalid', says: /cash only: give / },
    { json: { ...good, positions: {} }, code: 'document_invalid', says: /^positions must be a list, not \{\}/ },
    { json: { ...good, positions: ['BTC'] }, code: 'document_invalid', says: /^positions\[0\] must be an object/ },
    {
      json: at({ market: undefined as never }),
      code: 'document_invalid',
      says: /^positions\[0\].market must be a str/,
    },
    { json: at({ market: 'BTCUSD' }), code: 'unknown_market', says: /no market BTCUSD\. Did you mean "BTCUSDT"\?/ },
    { json: at({ market: 'DOGE' }), code: 'unknown_market', says: /no market DOGE\. Known: BTCUSDT, ETHUSDT/ },
    { json: at({ qty: '1' }), code: 'unknown_key', says: /^positions\[0\].qty / },
    { json: at({ quantity: '0' }), code: 'document_invalid', says: /^positions\[0\].quantity is 0: leave out/ },
    { json: at({ quantity: 1 }), code: 'number_invalid', says: /^positions\[0\].quantity must be a decimal string/ },
    { json: at({ entryPrice: '0' }), code: 'price_invalid', says: /^positions\[0\].entryPrice 0 is not above 0: give/ },
    { json: at({ entryPrice: '-1' }), code: 'price_invalid', says: /^positions\[0\].entryPrice -1 is not above 0/ },
    {
      json: at({ leg: 'both' }),
      code: 'document_invalid',
      says: /^positions\[0\].leg must be one of long, short, net/,
    },
    { json: at({ leg: 'short' }), code: 'document_invalid', says: /^positions\[0\] is the short leg but its quantity/ },
    { json: at({ quantity: '-1', leg: 'long' }), code: 'document_invalid', says: /long is \+, short is −/ },
    { json: at({ isolatedMargin: 5 }), code: 'document_invalid', says: /^positions\[0\].isolatedMargin must be a str/ },
    { json: at({ isolatedMargin: 'x' }), code: 'number_invalid', says: /^positions\[0\].isolatedMargin: "x" is not/ },
    {
      json: { ...good, positions: [position, position] },
      code: 'document_invalid',
      says: /^positions\[1\] repeats BTCUSDT: give a market once/,
    },
    { json: { ...good, settings: { lever: {} } }, code: 'unknown_key', says: /^settings.lever .*"leverage"/ },
    {
      json: { ...good, settings: { leverage: { BTCUSDT: '0.5' } } },
      code: 'document_invalid',
      says: /^settings.leverage.BTCUSDT is below 1/,
    },
    { json: { ...good, settings: { leverage: { BTC: '5' } } }, code: 'unknown_market', says: /no market BTC\./ },
    {
      json: { ...good, prices: { BTCUSDT: '0' } },
      code: 'price_invalid',
      says: /^prices.BTCUSDT 0 is not above 0: give/,
    },
    { json: { ...good, prices: { BTCUSDT: '-1' } }, code: 'price_invalid', says: /^prices.BTCUSDT -1 / },
    {
      json: { ...good, prices: { USDT: '0.9' } },
      code: 'price_invalid',
      says: /^prices.USDT is not 1: .*Leave it out/,
    },
    { json: { ...good, prices: null }, code: 'document_invalid', says: /^prices must be an object, not null/ },
    { json: { rulebook: null }, code: 'document_invalid', says: /^rulebook must be an object/ },
    { json: { rulebook: {} }, code: 'rulebook_invalid', says: /^rulebook.family is missing: write one of simple/ },
    {
      json: { rulebook: { ...rulebook, family: 'x' } },
      code: 'rulebook_invalid',
      says: /^rulebook.family must be one/,
    },
    {
      json: { rulebook: without('initial') },
      code: 'rulebook_invalid',
      says: /^rulebook.initial is missing .*defaults/,
    },
    { json: { rulebook: without('boundary') }, code: 'rulebook_invalid', says: /^rulebook.boundary is missing: write/ },
    {
      json: { rulebook: { ...rulebook, initial: 'x' } },
      code: 'number_invalid',
      says: /^rulebook.initial: "x" is not/,
    },
    {
      json: { rulebook: { ...rulebook, maintenance: '5' } },
      code: 'rulebook_invalid',
      says: /^rulebook.maintenance is not/,
    },
    {
      json: { rulebook: { ...rulebook, maintenance: '0.2' } },
      code: 'rulebook_invalid',
      says: /maintenance is above in/,
    },
    {
      json: { rulebook: { ...rulebook, currency: 5 } },
      code: 'rulebook_invalid',
      says: /^rulebook.currency must be the/,
    },
    { json: { rulebook: { ...rulebook, intial: '1' } }, code: 'unknown_key', says: /^rulebook.intial .*"initial"/ },
    {
      json: { rulebook: { ...lending, reserves: 5 } },
      code: 'document_invalid',
      says: /^rulebook.reserves must be an/,
    },
    {
      json: { rulebook: { ...lending, reserves: { A: { initialWeight: '0.7', maintenanceWeight: '0.6' } } } },
      code: 'rulebook_invalid',
      says: /^rulebook.reserves.A.initialWeight is above maintenanceWeight/,
    },
    {
      json: { rulebook: { ...lending, reserves: { A: { initialWeight: 'x', maintenanceWeight: '0.6' } } } },
      code: 'number_invalid',
      says: /^rulebook.reserves.A.initialWeight: "x" is not/,
    },
    { json: { rulebook: lending, supplied: { B: '1' } }, code: 'unknown_asset', says: /does not list B\./ },
    { json: { rulebook: lending, borrowed: { A: '-1' } }, code: 'document_invalid', says: /^borrowed.A is negative: / },
    { json: { rulebook: lending, positions: [position] }, code: 'document_invalid', says: /no contracts: remove/ },
  ])('case %#: $says', ({ json, code, says }) => {
    const error = refusal(() => parseDocument(json))
    expect(error.message).toMatch(says)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(/^[^\n]+[.?]$/)
  })
})

describe('the currency of an inline rulebook', () => {
  test.each<{ document: object; currency: string; why: string }>([
    { document: { balances: { EUR: '1' } }, currency: 'EUR', why: 'the one cash without a price' },
    { document: { balances: { EUR: '1', X: '2' }, prices: { X: '3' } }, currency: 'EUR', why: 'X has a price' },
    {
      document: { supplied: { ETH: '1' }, borrowed: { DAI: '1' }, prices: { ETH: '3' } },
      currency: 'DAI',
      why: 'the debt',
    },
    { document: { balances: { X: '1' }, prices: { X: '3' } }, currency: 'USD', why: 'everything has a price' },
    { document: {}, currency: 'USD', why: 'nothing is held' },
    { document: { balances: { constructor: '1' } }, currency: 'constructor', why: 'a name like any other' },
    { document: { balances: { toString: '1' }, prices: { A: '1' } }, currency: 'toString', why: 'no inherited price' },
  ])('is $currency: $why', ({ document, currency }) => {
    const family =
      'supplied' in document ? { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' } : rulebook
    expect(parseDocument({ ...document, rulebook: family } as Json).book.currency).toBe(currency)
  })

  test('is the one that it names, whatever has a price', () => {
    const { account, book, prices } = parseDocument({
      rulebook: { ...rulebook, currency: 'EUR' },
      balances: { USD: '100', EUR: '5' },
      prices: { USD: '0.9' },
    })
    expect(check({ account, book, view: { prices, atMs: null } }).equity).toBe('95')
  })
})

test('assets and markets may be called like what JavaScript has of its own', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty']
  const json = JSON.parse(
    `{ "rulebook": ${JSON.stringify(rulebook)}, "balances": { "USD": "1000" },
       "positions": ${JSON.stringify(names.map((market) => ({ market, quantity: '1', entryPrice: '100' })))},
       "prices": { ${names.map((name) => `"${name}": "90"`).join(', ')} } }`,
  ) as Json
  const { account, book, prices } = parseDocument(json)
  const answer = check({ account, book, view: { prices, atMs: null } })
  expect([answer.equity, answer.status, answer.positions.map(({ market }) => market)]).toEqual([
    '970',
    'healthy',
    names,
  ])
})

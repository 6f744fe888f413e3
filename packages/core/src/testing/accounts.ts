import fc from 'fast-check'
import {
  type Account,
  type DerivativesRulebook,
  emptyScope,
  type FactorId,
  type Holding,
  isolatedScopeId,
  NO_MEMO,
  type Position,
  type Prices,
  positionId,
  type Rulebook,
  type Scope,
} from '../model/index.js'
import { divCeil, type Price, type Quantity, quantity, ratio, type Value, WAD } from '../number/index.js'
import { inlineRulebook, rulebookOf } from '../venues/index.js'

/** An account under its rules, with a price for everything that it depends on. */
export interface Case {
  readonly family: string
  readonly book: Rulebook
  readonly account: Account
  readonly prices: ReadonlyMap<FactorId, Price>
}

const binance = rulebookOf('binance-usdm') as DerivativesRulebook
const broker = rulebookOf('finra-reg-t')
/** The same venue with a second, weighted collateral: what it holds moves with a price of its own. */
export const multiCollateral: DerivativesRulebook = {
  ...binance,
  id: 'multi',
  version: 'multi',
  collateral: new Map([
    ...binance.collateral,
    ['BTC', { decimals: 8, initialWeight: ratio('0.9'), maintenanceWeight: ratio('0.95') }],
  ]),
}
const base = { boundary: 'safe', initial: '0.1', maintenance: '0.05' }
const onMark = inlineRulebook({ family: 'simple', basis: 'mark', ...base }, { currency: 'USD' })
const onEntry = inlineRulebook({ family: 'simple', basis: 'entry', ...base }, { currency: 'USD' })
const collateralized = inlineRulebook(
  { family: 'collateralized', collateralRatio: '1.5', boundary: 'safe' },
  { currency: 'USD' },
)
const lending = inlineRulebook(
  {
    family: 'lending',
    boundary: 'safe',
    reserves: {
      A: { initialWeight: '0.8', maintenanceWeight: '0.825' },
      B: { initialWeight: '0.333', maintenanceWeight: '0.337' },
      USD: { initialWeight: '0.75', maintenanceWeight: '0.78' },
    },
  },
  { currency: 'USD' },
)

/** Numbers whose length varies, not only their digits: 10^from to 10^to units. */
function sized(from: number, to: number): fc.Arbitrary<bigint> {
  return fc
    .integer({ min: from, max: to })
    .chain((digits) => fc.bigInt({ min: 10n ** BigInt(digits), max: 10n ** BigInt(digits + 1) }))
}

/** Cents, or all 18 decimals. */
export const anyPrice: fc.Arbitrary<Price> = fc.oneof(
  sized(1, 6).map((cents) => (cents * 10n ** 16n) as Price),
  sized(15, 23) as fc.Arbitrary<Price>,
)
const sign = fc.constantFrom(1n, -1n)
const lots = fc.tuple(sized(0, 7), sign).map(([count, side]) => (count * side * quantity('0.001')) as Quantity)
const anyQuantity = fc.oneof(
  lots,
  fc.tuple(sized(10, 22), sign).map(([units, side]) => (units * side) as Quantity),
)

function holding(asset: string, kind: Holding['kind'], stored: bigint, isCollateral = kind !== 'borrowed'): Holding {
  return { asset, kind, stored, isCollateral }
}

function position(market: string, leg: Position['leg'], size: bigint, entry: Price): Position {
  const entryValue = divCeil(size * entry, WAD) as Value
  return { id: positionId(market, leg), market, leg, quantity: size as Quantity, entryValue, fundingIndex: 0n }
}

function accountOf(book: Rulebook, scopes: readonly Scope[], leverage: readonly [string, string][] = []): Account {
  return {
    id: 'a',
    venue: book.id,
    scopes: new Map(scopes.map((scope) => [scope.id, scope])),
    settings: { leverage: new Map(leverage.map(([market, times]) => [market, ratio(times)])) },
    memo: NO_MEMO,
  }
}

const cross = (holdings: readonly Holding[], positions: readonly Position[] = []): Scope => ({
  ...emptyScope('cross', 'cross'),
  holdings: holdings.filter(({ stored }) => stored !== 0n),
  positions,
})

const abs = (amount: bigint): bigint => (amount < 0n ? -amount : amount)

/** Equity around the requirement, so that lines lie near: what the positions lose at most, in parts of their notional. */
const cushion = fc.integer({ min: -60, max: 400 })
const cashFor = (positions: readonly Position[], prices: ReadonlyMap<FactorId, Price>, perMille: number): bigint => {
  let pnl = 0n
  let notional = 0n
  for (const each of positions) {
    const value = (each.quantity * (prices.get(each.market) ?? 0n)) / WAD
    pnl += value - each.entryValue
    notional += abs(value)
  }
  return -pnl + (notional * BigInt(perMille)) / 1000n
}

const twoPrices = fc.tuple(anyPrice, anyPrice).map(
  ([btc, eth]): ReadonlyMap<FactorId, Price> =>
    new Map([
      ['BTCUSDT', btc],
      ['ETHUSDT', eth],
    ]),
)
const near = (price: Price, percent: number): Price => ((price * BigInt(percent)) / 100n || 1n) as Price

function contracts(book: DerivativesRulebook, size: fc.Arbitrary<Quantity>): fc.Arbitrary<Case> {
  return fc
    .record({
      prices: twoPrices,
      sizes: fc.tuple(size, size, size),
      entries: fc.tuple(fc.integer({ min: 50, max: 200 }), fc.integer({ min: 50, max: 200 })),
      shape: fc.constantFrom('one', 'two', 'hedged', 'isolated', 'isolated-hedge', 'debt'),
      perMille: cushion,
      other: sized(0, 10),
      leverage: fc.constantFrom<[string, string][]>([], [['BTCUSDT', '20']]),
    })
    .map(({ prices, sizes: [a, b, c], entries, shape, perMille, other, leverage }) => {
      const at = (market: string, index: 0 | 1): Price => near(prices.get(market) as Price, entries[index])
      const long = position('BTCUSDT', 'long', abs(a), at('BTCUSDT', 0))
      const short = position('BTCUSDT', 'short', -abs(b), at('BTCUSDT', 1))
      const btc = position('BTCUSDT', 'net', a, at('BTCUSDT', 0))
      const eth = position('ETHUSDT', 'net', c, at('ETHUSDT', 1))
      const positions =
        shape === 'hedged' || shape === 'isolated-hedge' ? [long, short] : shape === 'two' ? [btc, eth] : [btc]
      const unit = 10n ** 10n
      const cash = (of: readonly Position[]): Holding => holding('USDT', 'cash', cashFor(of, prices, perMille) / unit)
      const coin = book.collateral.has('BTC') ? [holding('BTC', 'cash', other)] : []
      if (shape === 'debt' && coin.length > 0) {
        // No position, nothing required: what was lost is owed, and only the coin's price says whether it is covered.
        const worth = (other * (prices.get('BTCUSDT') as Price)) / WAD
        const owed = holding('USDT', 'cash', -(worth * BigInt(perMille + 60)) / 460n - 1n)
        const all = new Map(prices).set('BTC', prices.get('BTCUSDT') as Price)
        return { family: book.id, book, account: accountOf(book, [cross([owed, ...coin])], leverage), prices: all }
      }
      const isIsolated = shape === 'isolated' || shape === 'isolated-hedge'
      const scopes = isIsolated
        ? [
            cross([cash([eth]), ...coin], [eth]),
            ...positions.map((each) => ({
              ...cross([cash([each])], [each]),
              id: isolatedScopeId(each.market, each.leg),
              kind: 'isolated' as const,
            })),
          ]
        : [cross([cash(positions), ...coin], positions)]
      const all = new Map(prices).set('BTC', prices.get('BTCUSDT') as Price)
      return { family: book.id, book, account: accountOf(book, scopes, leverage), prices: all }
    })
}

function simple(book: Rulebook, family: string): fc.Arbitrary<Case> {
  return fc
    .record({ a: anyPrice, b: anyPrice, x: anyQuantity, y: anyQuantity, held: anyQuantity, perMille: cushion })
    .map(({ a, b, x, y, held, perMille }) => {
      const prices = new Map([
        ['A', a],
        ['B', b],
      ])
      const positions = [position('A', 'net', x, near(a, 90)), position('B', 'net', y, near(b, 130))]
      const cash = cashFor(positions, prices, perMille)
      return {
        family,
        book,
        account: accountOf(book, [cross([holding('USD', 'cash', cash), holding('B', 'cash', abs(held))], positions)]),
        prices,
      }
    })
}

function lenders(book: Rulebook, family: string): fc.Arbitrary<Case> {
  return fc
    .record({
      a: anyPrice,
      b: anyPrice,
      supplied: anyQuantity,
      share: fc.integer({ min: 5, max: 120 }),
      inUsd: fc.boolean(),
    })
    .map(({ a, b, supplied, share, inUsd }) => {
      const debt = (abs(supplied) * a * BigInt(share)) / (100n * WAD)
      const owed = inUsd ? holding('USD', 'borrowed', debt) : holding('B', 'borrowed', (debt * WAD) / b + 1n)
      const holdings = [
        holding('A', 'supplied', abs(supplied)),
        owed,
        holding('B', 'supplied', abs(supplied) / 7n, false),
      ]
      const prices = new Map([
        ['A', a],
        ['B', b],
      ])
      return { family, book, account: accountOf(book, [cross(holdings)]), prices }
    })
}

/** Share prices on both sides of the per-share floors, and beside them. */
export const sharePrice: fc.Arbitrary<Price> = fc.oneof(
  fc.integer({ min: 1, max: 40_00 }).map((cents) => (BigInt(cents) * 10n ** 16n) as Price),
  fc
    .tuple(fc.constantFrom('2.5', '5', '16.666666666666666667'), fc.bigInt({ min: -2n, max: 2n }))
    .map(([edge, off]) => (quantity(edge) + off) as bigint as Price),
)
const shares: fc.Arbitrary<Case> = fc
  .record({
    a: sharePrice,
    b: sharePrice,
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.integer({ min: -5000, max: 5000 }),
    perMille: fc.integer({ min: -100, max: 900 }),
  })
  .map(({ a, b, x, y, perMille }) => {
    const [heldA, heldB] = [BigInt(x) * WAD, BigInt(y) * WAD]
    const worth = (heldA * a + heldB * b) / WAD
    const gross = (abs(heldA) * a + abs(heldB) * b) / WAD
    const cash = -worth + (gross * BigInt(perMille)) / 1000n
    const holdings = [holding('USD', 'cash', cash), holding('A', 'cash', heldA), holding('B', 'cash', heldB)]
    const prices = new Map([
      ['A', a],
      ['B', b],
    ])
    return { family: 'broker', book: broker, account: accountOf(broker, [cross(holdings)]), prices }
  })

/** A counterexample is shown by what it holds: the rulebook is known by its name. */
function shown(of: Case): Case {
  const text = (key: string, held: unknown): unknown =>
    typeof held === 'bigint' ? `${held}` : held instanceof Map ? [...held] : key === 'book' ? undefined : held
  return Object.assign({ [fc.toStringMethod]: () => JSON.stringify(of, text) }, of)
}

/** A random account of each family; sizes run from one unit to far beyond the last tier. */
export const FAMILY_CASES: readonly (readonly [string, fc.Arbitrary<Case>])[] = (
  [
    ['tiered derivatives', contracts(binance, lots)],
    ['tiered derivatives, any quantity', contracts(binance, anyQuantity)],
    ['derivatives with weighted collateral', contracts(multiCollateral, lots)],
    ['simple on mark', simple(onMark, 'simple')],
    ['simple on entry', simple(onEntry, 'simple')],
    ['collateralized', lenders(collateralized, 'collateralized')],
    ['lending', lenders(lending, 'lending')],
    ['broker', shares],
  ] as const
).map(([name, cases]) => [name, cases.map(shown)] as const)

export function quotes(prices: ReadonlyMap<FactorId, Price>): Prices {
  return new Map([...prices].map(([factor, price]) => [factor, { status: 'ok', price, observedAtMs: null }]))
}

/** A collateral price written the short way in a test's own words. */
export const withPrice = (
  prices: ReadonlyMap<FactorId, Price>,
  factor: FactorId,
  price: bigint,
): ReadonlyMap<FactorId, Price> => new Map(prices).set(factor, price as Price)

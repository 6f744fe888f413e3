import fc from 'fast-check'
import {
  type Account,
  emptyScope,
  type FactorId,
  isUnder,
  NO_MEMO,
  NO_SETTINGS,
  type Prices,
  type Rulebook,
  withHolding,
} from '../model/index.js'
import { absolute, divFloor, type Price, type Quantity, type Ratio, type Value, WAD } from '../number/index.js'
import { type Box, decimalsOf, familyOf } from '../rules/index.js'
import type { Triggers } from '../triggers/index.js'
import { inlineRulebook } from '../venues/index.js'
import { type Case, FAMILY_CASES, quotes } from './accounts.js'

// One suite for every kind of trigger. It throws nothing of a test runner's, so that it also runs in copies of the code with a seeded defect.

export interface Conformance {
  /** What broke the contract, or `null`. */
  readonly fault: string | null
  /** Accounts woken, of those that depend on a price that moved. */
  readonly woken: number
  readonly asked: number
}

/**
 * The contract: an account that is not woken certainly stands above its line, or has not moved. Everyone who can no longer be told safe
 * (a price is missing, the account is under) is woken by each of its prices. Ids come in order, once each, and only of dependants.
 */
export function conformance(
  make: () => Triggers,
  options: { readonly seed: number; readonly runs: number },
): Conformance {
  const counts = { woken: 0, asked: 0 }
  const details = fc.check(
    fc.property(world, (given) => {
      play(make, given, counts)
    }),
    { seed: options.seed, numRuns: options.runs, endOnFailure: true },
  )
  return { fault: details.failed ? String(details.errorInstance) : null, ...counts }
}

const FACTORS: readonly FactorId[] = ['BTCUSDT', 'ETHUSDT', 'BTC', 'A', 'B']

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('move'),
      factor: fc.nat(4),
      perMille: fc.integer({ min: -300, max: 400 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('to a line'),
      account: fc.nat(7),
      factor: fc.nat(4),
      off: fc.integer({ min: -1, max: 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('replace'),
      account: fc.nat(7),
      perMille: fc.integer({ min: -5, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove'), account: fc.nat(7) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fork') }) },
) as fc.Arbitrary<{ kind: string; factor?: number; account?: number; perMille?: number; off?: number }>

const world = fc.record({
  cases: fc.array(fc.oneof(...FAMILY_CASES.map(([, cases]) => cases)), { minLength: 3, maxLength: 8 }),
  cushions: fc.array(fc.integer({ min: -5, max: 200 }), { minLength: 8, maxLength: 8 }),
  missing: fc.option(fc.nat(4)),
  events: fc.array(event, { minLength: 8, maxLength: 25 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

interface Armed {
  readonly account: Account
  readonly book: Rulebook
}

function play(make: () => Triggers, given: World, counts: { woken: number; asked: number }): void {
  let triggers = make()
  const prices = new Map<FactorId, Price>()
  for (const { prices: own } of given.cases) for (const [factor, price] of own) prices.set(factor, price)
  const hidden = given.missing === null ? undefined : FACTORS[given.missing]
  const late = hidden === undefined ? undefined : prices.get(hidden)
  if (hidden !== undefined) prices.delete(hidden)
  const armed = new Map<string, Armed>()
  const arm = (id: string, of: Case, perMille: number): void => {
    const account = nudged({ ...of.account, id }, of.book, { prices, perMille })
    armed.set(id, { account, book: of.book })
    triggers.arm(account, of.book, quotes(prices))
  }
  for (const [index, of] of given.cases.entries()) arm(`a${index}`, of, given.cushions[index] ?? 0)

  const moveTo = (factor: FactorId, price: Price): void => {
    const before = new Map(prices)
    prices.set(factor, price)
    const woken = triggers.wake(factor, price)
    judge({ woken, factor, armed, before, prices })
    for (const { account, book } of armed.values()) {
      if (familyOf(book).factors(account, book).includes(factor)) counts.asked += 1
    }
    counts.woken += woken.length
    for (const id of woken) {
      const found = armed.get(id)
      if (found !== undefined) triggers.arm(found.account, found.book, quotes(prices))
    }
  }

  for (const each of given.events) {
    const factor = FACTORS[each.factor ?? 0] as FactorId
    const id = `a${(each.account ?? 0) % given.cases.length}`
    if (each.kind === 'move') {
      const from = prices.get(factor)
      if (from !== undefined) moveTo(factor, atLeastOne((from * BigInt(1000 + (each.perMille ?? 0))) / 1000n))
    } else if (each.kind === 'to a line') {
      const line = lineOf(armed.get(id), factor, quotes(prices))
      if (line !== null) moveTo(factor, atLeastOne(line + BigInt(each.off ?? 0)))
    } else if (each.kind === 'replace') {
      arm(id, given.cases[Number(id.slice(1))] as Case, each.perMille ?? 0)
    } else if (each.kind === 'remove') {
      armed.delete(id)
      triggers.disarm(id)
    } else {
      const fork = triggers.fork()
      for (const account of armed.keys()) triggers.disarm(account)
      triggers = fork
    }
  }
  if (hidden !== undefined && late !== undefined) moveTo(hidden, late)
}

function judge(of: {
  readonly woken: readonly string[]
  readonly factor: FactorId
  readonly armed: ReadonlyMap<string, Armed>
  readonly before: ReadonlyMap<FactorId, Price>
  readonly prices: ReadonlyMap<FactorId, Price>
}): void {
  const { woken, factor, armed, before, prices } = of
  const ordered = [...new Set(woken)].sort((a, b) => (a < b ? -1 : 1))
  if (ordered.join() !== woken.join()) throw new Error(`woken out of order or twice: ${woken.join()}`)
  for (const [id, { account, book }] of armed) {
    const depends = familyOf(book).factors(account, book).includes(factor)
    if (woken.includes(id)) {
      if (!depends) throw new Error(`${id} was woken by ${factor}, which it does not depend on`)
      continue
    }
    if (!depends) continue
    if (!isKnown(account, book, before)) throw new Error(`${id} was not known before ${factor} came, and slept on`)
    if (!isSafe(account, book, prices))
      throw new Error(`${id} slept on under its line at ${factor} ${prices.get(factor)}`)
  }
  for (const id of woken) if (!armed.has(id)) throw new Error(`${id} was woken and is not there`)
}

function isKnown(account: Account, book: Rulebook, prices: ReadonlyMap<FactorId, Price>): boolean {
  return familyOf(book).assess(account, book, { prices: quotes(prices), atMs: null }).missing.length === 0
}

function isSafe(account: Account, book: Rulebook, prices: ReadonlyMap<FactorId, Price>): boolean {
  const { scopes } = familyOf(book).assess(account, book, { prices: quotes(prices), atMs: null })
  return scopes.every(
    ({ risk }) => risk !== null && risk.equity >= 0n && !isUnder(risk.maintenance, { boundary: book.boundary }),
  )
}

/** A price of the factor at which some scope of the account meets its line. */
function lineOf(of: Armed | undefined, factor: FactorId, prices: Prices): Price | null {
  if (of === undefined) return null
  const family = familyOf(of.book)
  for (const scope of family.assess(of.account, of.book, { prices, atMs: null }).scopes) {
    if (scope.risk === null) continue
    const [root] = family.solve(scope, of.book, { factor, target: { level: WAD as Ratio } })
    if (root !== undefined) return root.price
  }
  return null
}

/** The account with so much money added or taken that each scope stands a few per mille of its exposure above its line. */
function nudged(
  account: Account,
  book: Rulebook,
  to: { readonly prices: ReadonlyMap<FactorId, Price>; readonly perMille: number },
): Account {
  const { scopes } = familyOf(book).assess(account, book, { prices: quotes(to.prices), atMs: null })
  const unit = 10n ** BigInt(18 - decimalsOf(book, book.currency))
  const isLender = book.family === 'lending' || book.family === 'collateralized'
  const changed = new Map(account.scopes)
  for (const { scope: id, risk, legs } of scopes) {
    const held = account.scopes.get(id)
    if (risk === null || held === undefined) continue
    const exposure = legs.reduce((sum, { leg, notional }) => (leg.factor === null ? sum : sum + absolute(notional)), 0n)
    const excess = risk.maintenance.marginEquity - risk.maintenance.requirement
    const stored = divFloor((exposure * BigInt(to.perMille)) / 1000n - excess, unit)
    const kind = isLender ? (stored < 0n ? 'borrowed' : 'supplied') : 'cash'
    const more = isLender && stored < 0n ? -stored : stored
    changed.set(id, withHolding(held, { asset: book.currency, kind, stored: more }))
  }
  return { ...account, scopes: changed }
}

function atLeastOne(price: bigint): Price {
  return (price > 0n ? price : 1n) as Price
}

/**
 * Every account of a world so small that each price can be tried: one contract at a few units of price, some units of cash. Boxes end
 * right beside the line here, so that one unit too many shows. `null`, or the first account that slept on.
 */
export function tinyWorld(make: () => Triggers): string | null {
  for (const boundary of ['safe', 'liquidates']) {
    const book = inlineRulebook(
      { family: 'simple', initial: '0.1', maintenance: '0.05', basis: 'mark', boundary },
      { currency: 'USD' },
    )
    for (const size of [-3n, -2n, -1n, 1n, 2n, 3n]) {
      for (let cash = 1n; cash < 90n; cash += 4n) {
        for (const start of [20n, 40n, 55n]) {
          const account = tinyAccount(book, { tenths: size * 10n, cash })
          const prices = new Map([['X', start as Price]])
          const triggers = make()
          triggers.arm(account, book, quotes(prices))
          for (let price = 1n; price <= 120n; price++) {
            const at = new Map([['X', price as Price]])
            if (triggers.wake('X', price as Price).length > 0 || isSafe(account, book, at)) continue
            return `${size} from 40 with ${cash}, armed at ${start}, slept on at ${price} (${boundary})`
          }
        }
      }
    }
  }
  return null
}

function tinyAccount(book: Rulebook, { tenths, cash }: { readonly tenths: bigint; readonly cash: bigint }): Account {
  const scope = {
    ...emptyScope('cross', 'cross'),
    holdings: [{ asset: 'USD', kind: 'cash' as const, stored: cash, isCollateral: true }],
    positions: [
      {
        id: 'X',
        market: 'X',
        leg: 'net' as const,
        quantity: ((tenths * WAD) / 10n) as Quantity,
        entryValue: (tenths * 4n) as Value,
        fundingIndex: 0n,
      },
    ],
  }
  return { id: 'a', venue: book.id, scopes: new Map([['cross', scope]]), settings: NO_SETTINGS, memo: NO_MEMO }
}

/** The contract of `lowerBound` by itself: never above the exact excess, at the ends, inside, or beside the edges of bands. */
export function boundConformance(options: { readonly seed: number; readonly runs: number }): string | null {
  const cases = fc.oneof(...FAMILY_CASES.map(([, each]) => each))
  const share = fc.integer({ min: 1, max: 3000 })
  const details = fc.check(
    fc.property(
      cases,
      share,
      share,
      fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
      (of, low, width, points) => {
        const factors = familyOf(of.book).factors(of.account, of.book)
        const box: Box = new Map(
          factors.map((factor) => {
            const price = of.prices.get(factor) as Price
            return [
              factor,
              {
                low: atLeastOne((price * BigInt(low)) / 1000n),
                high: atLeastOne((price * BigInt(low + width)) / 1000n),
              },
            ]
          }),
        )
        const bound = familyOf(of.book).lowerBound(of.account, of.book, box)
        if (bound === null) throw new Error('every factor is in the box')
        for (const factor of mayMatter(of)) {
          const lacking = new Map([...box].filter(([each]) => each !== factor))
          if (familyOf(of.book).lowerBound(of.account, of.book, lacking) !== null)
            throw new Error(`a bound without a range of ${factor}`)
        }
        for (const point of [0, 1000, ...points]) {
          const at = new Map(
            [...box].map(([factor, { low, high }], index) => {
              const part = BigInt(index % 2 === 0 ? point : 1000 - point)
              return [factor, (low + ((high - low) * part) / 1000n) as Price]
            }),
          )
          const { scopes } = familyOf(of.book).assess(of.account, of.book, { prices: quotes(at), atMs: null })
          for (const { scope, risk } of scopes) {
            if (risk === null) throw new Error('every price is known')
            const excess = risk.maintenance.marginEquity - risk.maintenance.requirement
            if (bound > excess) throw new Error(`the bound ${bound} is above the excess ${excess} of ${scope}`)
          }
        }
      },
    ),
    { seed: options.seed, numRuns: options.runs, endOnFailure: true },
  )
  return details.failed ? String(details.errorInstance) : null
}

/** Prices of scopes that can go under: without a range of one of them there is no bound. */
function mayMatter(of: Case): readonly FactorId[] {
  const family = familyOf(of.book)
  return [...of.account.scopes.keys()].flatMap((scope) => {
    const legs = family.legsOf(of.account, of.book, scope).filter(({ quantity }) => quantity !== 0n)
    if (!legs.some((leg) => leg.maintenance.by !== 'none')) return []
    return legs.flatMap(({ factor }) => (factor === null ? [] : [factor]))
  })
}

/**
 * The bound of every range of a world of sixty prices against every point of it, for parts of a contract: where half a unit is rounded on
 * either side, the excess dips inside a range below both of its ends.
 */
export function tinyBound(): string | null {
  const book = inlineRulebook(
    { family: 'simple', initial: '0.1', maintenance: '0.05', basis: 'mark', boundary: 'safe' },
    { currency: 'USD' },
  )
  const family = familyOf(book)
  for (const tenths of [-15n, -7n, -5n, -3n, 3n, 5n, 7n, 15n]) {
    const account = tinyAccount(book, { tenths, cash: 50n })
    const excess = Array.from({ length: 61 }, (_, price) => {
      const prices = quotes(new Map([['X', BigInt(price || 1) as Price]]))
      const risk = family.assess(account, book, { prices, atMs: null }).risk
      return risk === null ? 0n : risk.maintenance.marginEquity - risk.maintenance.requirement
    })
    for (let low = 1; low <= 60; low++) {
      for (let high = low; high <= 60; high++) {
        const box = new Map([['X', { low: BigInt(low) as Price, high: BigInt(high) as Price }]])
        const bound = family.lowerBound(account, book, box)
        const above = excess.slice(low, high + 1).findIndex((each) => bound === null || bound > each)
        if (above !== -1)
          return `${tenths} tenths from ${low} to ${high}: the bound ${bound} is above ${excess[low + above]}`
      }
    }
  }
  return null
}

import {
  type Account,
  type AccountId,
  compareText,
  excessMargin,
  type FactorId,
  type Prices,
  quoteOf,
  type Rulebook,
} from '../model/index.js'
import { absolute, divFloor, type Price, WAD } from '../number/index.js'
import { type Box, familyOf } from '../rules/index.js'
import type { Triggers } from './triggers.js'

/** A range of one price; outside it the account is woken. `null`: woken at every price. */
type Range = { readonly low: Price; readonly high: Price } | null

/**
 * Keeps, for every account, a box of prices in which the family's lower bound proves it safe, and wakes it only when a price leaves the
 * box. One comparison for each holder of the price; the ordered index over the same bounds is what replaces this file.
 */
export function createBoxTriggers(start: ReadonlyMap<FactorId, ReadonlyMap<AccountId, Range>> = new Map()): Triggers {
  const ranges = new Map([...start].map(([factor, held]) => [factor, new Map(held)]))

  function disarm(account: AccountId): void {
    for (const held of ranges.values()) held.delete(account)
  }

  return {
    disarm,
    arm: (account, book, prices) => {
      disarm(account.id)
      const box = safeBox(account, book, prices)
      for (const factor of familyOf(book).factors(account, book)) {
        let held = ranges.get(factor)
        if (held === undefined) {
          held = new Map()
          ranges.set(factor, held)
        }
        held.set(account.id, box?.get(factor) ?? null)
      }
    },
    wake: (factor, price) => {
      const woken: AccountId[] = []
      for (const [account, range] of ranges.get(factor) ?? []) {
        if (range === null || price < range.low || price > range.high) woken.push(account)
      }
      return woken.sort(compareText)
    },
    fork: () => createBoxTriggers(ranges),
  }
}

/** Attempts at a box, each half as wide as the one before; beyond them the account is too near to its line to be worth one. */
const ATTEMPTS = 4
/** As wide as a box gets on a side that cannot hurt: a thousandth to a thousand times today's price. */
const FAR = 1000n

/**
 * A box around today's prices in which the account is certainly above its line, `null` where none was found. The first width is what the
 * excess would last for if every price moved against the account at once; a side that the bound proves harmless is opened wide.
 */
function safeBox(account: Account, book: Rulebook, prices: Prices): Box | null {
  const family = familyOf(book)
  const today = new Map<FactorId, Price>()
  for (const factor of family.factors(account, book)) {
    const quote = quoteOf(prices, factor)
    if (quote.status !== 'ok' || quote.price <= 0n) return null
    today.set(factor, quote.price)
  }
  const isSafe = (box: Box): boolean => {
    const bound = family.lowerBound(account, book, box)
    return bound !== null && bound > 0n
  }
  let width = firstWidth(account, book, prices)
  if (width === null) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const share = width
    const box: Box = new Map(
      [...today].map(([factor, price]) => [
        factor,
        { low: scaled(price, WAD - share), high: scaled(price, WAD + share) },
      ]),
    )
    if (isSafe(box)) return opened(box, today, isSafe)
    width = width / 2n
  }
  return null
}

/** Share of the price (10^−18) that the thinnest scope's excess is worth of its notional, at most nine tenths; `null` when under. */
function firstWidth(account: Account, book: Rulebook, prices: Prices): bigint | null {
  let width = (WAD * 9n) / 10n
  for (const scope of familyOf(book).assess(account, book, { prices, atMs: null }).scopes) {
    if (scope.risk === null) return null
    const exposure = scope.legs.reduce(
      (sum, { leg, notional }) => (leg.factor === null ? sum : sum + absolute(notional)),
      0n,
    )
    if (exposure === 0n) continue
    const excess = excessMargin(scope.risk)
    if (excess <= 0n) return null
    const lasts = divFloor(excess * WAD * 15n, exposure * 16n)
    if (lasts < width) width = lasts
  }
  return width
}

function opened(box: Box, today: ReadonlyMap<FactorId, Price>, isSafe: (box: Box) => boolean): Box {
  let widest = box
  for (const [factor, price] of today) {
    for (const side of ['high', 'low'] as const) {
      const range = widest.get(factor)
      if (range === undefined) continue
      const end = (side === 'high' ? price * FAR : price / FAR) as Price
      const wider: Box = new Map(widest).set(factor, { ...range, [side]: end })
      if (isSafe(wider)) widest = wider
    }
  }
  return widest
}

function scaled(price: Price, share: bigint): Price {
  const moved = divFloor(price * share, WAD) as Price
  return moved > 0n ? moved : (1n as Price)
}

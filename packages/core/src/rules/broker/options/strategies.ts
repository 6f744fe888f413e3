import {
  exact,
  NOUGHT,
  type Price,
  productOf,
  type Quantity,
  type Rational,
  smallestOf,
  sumOf,
} from '../../../number/index.js'
import { intrinsicAt, type OptionTerms } from './contract.js'
import { protectedPerShare } from './hedged.js'
import { type NakedRates, nakedPerShare } from './naked.js'
import { maxLossPerShare, type SpreadLeg } from './spread.js'
import { stranglePerShare } from './strangle.js'

/** Options of one underlying and one multiplier that an account holds. */
export interface OptionLeg extends OptionTerms {
  readonly id: string
  /** `YYYY-MM-DD` */
  readonly expiry: string
  /** Contracts, whole, + bought, − sold. */
  readonly contracts: Quantity
  /** Current, per share. */
  readonly price: Price
}

export type StrategyName =
  | 'stock'
  | 'long_option'
  | 'naked'
  | 'short_strangle'
  | 'spread'
  | 'spread_pair'
  | 'covered_call'
  | 'covered_put'
  | 'protective_put'
  | 'protective_call'
  | 'collar'
  | 'conversion'
  | 'reverse_conversion'

/** What one share of a strategy keeps, and the term of its formula that says so. */
export interface StrategyCost {
  readonly maintenance: Rational
  readonly initial: Rational
  readonly binding: string
}

/** What rules of an underlying's stock and options a strategy is costed by. */
export interface StrategyRules {
  readonly underlying: Price
  readonly naked: NakedRates
  /** 0.10: of a protecting option's strike. */
  readonly ofStrike: Rational
  /** 0.25: of the call strike that caps a collar. */
  readonly ofCallStrike: Rational
  /** What one share of long or of short stock keeps at a price, and opens with. */
  readonly stock: {
    readonly long: (price: Rational) => StockCost
    readonly short: (price: Rational) => StockCost
  }
}

export interface StockCost {
  readonly maintenance: Rational
  readonly initial: Rational
}

/** Stock beside the options, one unit of it being as many shares as a contract has. */
export const STOCK = 'stock'

/** One unit of a strategy: which legs it takes, one of each (a leg named twice is taken twice). */
export interface Strategy {
  readonly name: StrategyName
  readonly legs: readonly string[]
  readonly cost: StrategyCost
}

/** Every strategy that the rules know over these legs and, where there is stock, `stockSide`. */
export function strategiesOf(
  legs: readonly OptionLeg[],
  stockSide: 'long' | 'short' | null,
  rules: StrategyRules,
): readonly Strategy[] {
  const longs = legs.filter(({ contracts }) => contracts > 0n)
  const shorts = legs.filter(({ contracts }) => contracts < 0n)
  const verticals = shorts.flatMap((short) =>
    longs.filter((long) => isVertical(long, short)).map((long) => [long, short] as const),
  )
  return [
    ...longs.map((long) => strategy('long_option', [long.id], free('paid in full, no loan value'))),
    ...shorts.map((short) => strategy('naked', [short.id], nakedCost(short, rules))),
    ...pairs(shorts).flatMap(([a, b]) => strangles(a, b, rules)),
    ...verticals.map((pair) => strategy('spread', idsOf(pair), spreadCost(pair))),
    ...pairs(verticals).flatMap(([a, b]) => spreadPairs([...a, ...b])),
    ...(stockSide === 'long' ? withLongStock(longs, shorts, rules) : []),
    ...(stockSide === 'short' ? withShortStock(longs, shorts, rules) : []),
  ]
}

/** The long covers the short: one right, and it does not expire before it. */
function isVertical(long: OptionLeg, short: OptionLeg): boolean {
  return long.right === short.right && long.expiry >= short.expiry
}

function nakedCost(short: OptionLeg, rules: StrategyRules): StrategyCost {
  return both(
    nakedPerShare({ ...short, underlying: rules.underlying }, rules.naked),
    'premium + max(rate × S − OTM, floor)',
  )
}

function strangles(a: OptionLeg, b: OptionLeg, rules: StrategyRules): readonly Strategy[] {
  if (a.right === b.right) return []
  const [call, put] = a.right === 'call' ? [a, b] : [b, a]
  const { perShare, binding } = stranglePerShare({ underlying: rules.underlying, call, put }, rules.naked)
  return [strategy('short_strangle', [call.id, put.id], both(perShare, `the ${binding}, and the other leg's premium`))]
}

function spreadCost(legs: readonly OptionLeg[]): StrategyCost {
  const shares = legs.map((leg): SpreadLeg => ({ ...leg, quantity: (leg.contracts > 0n ? ONE : -ONE) as Quantity }))
  // Every vertical has its long call for each short call, so the loss is bounded.
  return both(maxLossPerShare(shares) ?? NOUGHT, 'the most it can lose at expiry')
}

const ONE = 10n ** 18n

/** Two spreads of one expiry, held together: butterflies, condors, iron ones, boxes. Only one of the two can lose its most. */
function spreadPairs(legs: readonly OptionLeg[]): readonly Strategy[] {
  const expiries = new Set(legs.map(({ expiry }) => expiry))
  return expiries.size > 1 ? [] : [strategy('spread_pair', idsOf(legs), spreadCost(legs))]
}

function withLongStock(
  longs: readonly OptionLeg[],
  shorts: readonly OptionLeg[],
  rules: StrategyRules,
): readonly Strategy[] {
  const { underlying } = rules
  const price = exact(underlying)
  const plain = rules.stock.long(price)
  const puts = longs.filter(({ right }) => right === 'put')
  const calls = shorts.filter(({ right }) => right === 'call')
  return [
    strategy(STOCK, [STOCK], { ...plain, binding: 'the stock alone' }),
    ...calls.map((call) => strategy('covered_call', [STOCK, call.id], capped(call, rules))),
    ...puts.map((put) => {
      const protectedBy = protectedPerShare(underlying, put, rules.ofStrike)
      return strategy('protective_put', [STOCK, put.id], lesser(plain, protectedBy))
    }),
    ...puts.flatMap((put) =>
      calls
        .filter((call) => call.expiry === put.expiry && call.strike >= put.strike)
        .map((call) => collar(put, call, rules)),
    ),
  ]
}

/** Stock covering a call counts at most at the strike: what is above it has to be there besides. */
function capped(call: OptionLeg, rules: StrategyRules): StrategyCost {
  const price = exact(rules.underlying)
  const above = intrinsicAt(call, price)
  const kept = rules.stock.long(smallestOf(price, exact(call.strike)))
  return {
    maintenance: sumOf(kept.maintenance, above),
    initial: sumOf(kept.initial, above),
    binding: above.numerator > 0n ? 'the stock, valued at no more than the strike' : 'the stock alone',
  }
}

function collar(put: OptionLeg, call: OptionLeg, rules: StrategyRules): Strategy {
  const price = exact(rules.underlying)
  const above = intrinsicAt(call, price)
  const initial = sumOf(rules.stock.long(price).initial, above)
  const ofPut = protectedPerShare(rules.underlying, put, rules.ofStrike)
  if (put.strike === call.strike) {
    const maintenance = sumOf(productOf(rules.ofStrike, exact(put.strike)), above)
    return strategy('conversion', [STOCK, put.id, call.id], { initial, maintenance, binding: '10 % of the strike' })
  }
  const ofCall = productOf(rules.ofCallStrike, exact(call.strike))
  const least = smallestOf(ofPut, ofCall)
  return strategy('collar', [STOCK, put.id, call.id], {
    initial,
    maintenance: sumOf(least, above),
    binding: least === ofPut ? '10 % of the put strike + OTM' : '25 % of the call strike',
  })
}

function withShortStock(
  longs: readonly OptionLeg[],
  shorts: readonly OptionLeg[],
  rules: StrategyRules,
): readonly Strategy[] {
  const { underlying } = rules
  const price = exact(underlying)
  const plain = rules.stock.short(price)
  const calls = longs.filter(({ right }) => right === 'call')
  const puts = shorts.filter(({ right }) => right === 'put')
  return [
    strategy(STOCK, [STOCK], { ...plain, binding: 'the short stock alone' }),
    ...puts.map((put) => {
      const inside = intrinsicAt(put, price)
      return strategy('covered_put', [STOCK, put.id], {
        maintenance: sumOf(plain.maintenance, inside),
        initial: sumOf(plain.initial, inside),
        binding: 'the short stock + the put in the money',
      })
    }),
    ...calls.map((call) =>
      strategy('protective_call', [STOCK, call.id], lesser(plain, protectedPerShare(underlying, call, rules.ofStrike))),
    ),
    ...calls.flatMap((call) =>
      puts
        .filter((put) => put.expiry === call.expiry && put.strike === call.strike)
        .map((put) => {
          const inside = intrinsicAt(put, price)
          return strategy('reverse_conversion', [STOCK, call.id, put.id], {
            initial: sumOf(plain.initial, inside),
            maintenance: sumOf(productOf(rules.ofStrike, exact(put.strike)), inside),
            binding: '10 % of the strike',
          })
        }),
    ),
  ]
}

function lesser(plain: StockCost, hedged: Rational): StrategyCost {
  const maintenance = smallestOf(plain.maintenance, hedged)
  return {
    initial: plain.initial,
    maintenance,
    binding: maintenance === plain.maintenance ? 'the stock alone' : '10 % of the strike + OTM',
  }
}

function strategy(name: StrategyName, legs: readonly string[], cost: StrategyCost): Strategy {
  return { name, legs, cost }
}

function both(perShare: Rational, binding: string): StrategyCost {
  return { maintenance: perShare, initial: perShare, binding }
}

function free(binding: string): StrategyCost {
  return both(NOUGHT, binding)
}

function idsOf(legs: readonly { readonly id: string }[]): readonly string[] {
  return legs.map(({ id }) => id)
}

/** Every two of a list, in order. */
function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((a, index) => list.slice(index + 1).map((b) => [a, b] as const))
}

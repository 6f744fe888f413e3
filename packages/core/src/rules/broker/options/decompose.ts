import { invariant } from '../../../errors.js'
import { compareText } from '../../../model/index.js'
import {
  divFloor,
  exact,
  productOf,
  type Quantity,
  type Rational,
  toValueCeil,
  type Value,
  WAD,
} from '../../../number/index.js'
import {
  type OptionLeg,
  STOCK,
  type Strategy,
  type StrategyName,
  type StrategyRules,
  strategiesOf,
} from './strategies.js'

/** One strategy as chosen: so many units of it, with what they keep. */
export interface ChosenStrategy {
  readonly name: StrategyName
  /** Ids of its legs; `stock` is the underlying. */
  readonly legs: readonly string[]
  /** Units, a contract of each leg. */
  readonly units: Quantity
  readonly maintenance: Value
  readonly initial: Value
  /** The term of the formula that decided. */
  readonly binding: string
}

export interface Decomposition {
  readonly strategies: readonly ChosenStrategy[]
  readonly maintenance: Value
  readonly initial: Value
  /** False where the portfolio was too large to try everything at once and was split into like blocks: legal, perhaps not the cheapest. */
  readonly isExhaustive: boolean
}

/** Remaining quantities that are tried at once: more are split into blocks. */
const STATES_MAX = 4_000n

/**
 * The cheapest way to pair options of one underlying (and its stock) into strategies that the rules know: least maintenance, and of equal
 * ones the first in the rules' order. What no rule pairs stands alone, so every portfolio has an answer.
 *
 * Searched over every combination, one unit at a time, the same remainder never twice.
 * @param stockUnits units of stock, each as many shares as a contract has, + long, − short; whole
 */
export function decompose(
  legs: readonly OptionLeg[],
  stockUnits: bigint,
  options: { readonly rules: StrategyRules; readonly multiplier: Quantity },
): Decomposition {
  const ordered = [...legs].sort((a, b) => compareText(a.id, b.id))
  const held = new Map<string, bigint>(ordered.map((leg) => [leg.id, divFloor(absolute(leg.contracts), WAD)]))
  const contracts = [...held.values()].reduce((sum, each) => sum + each, 0n)
  const stockSide = stockUnits === 0n ? null : stockUnits > 0n ? 'long' : 'short'
  // Stock beyond one unit for each contract can only stand alone; the caller counts it there.
  if (stockSide !== null) held.set(STOCK, smaller(absolute(stockUnits), contracts))
  const strategies = strategiesOf(ordered, stockSide, options.rules)
  const { counts, isExhaustive } = countsOf(held, strategies)
  const chosen = strategies.flatMap((strategy, index): readonly ChosenStrategy[] => {
    const units = counts.get(index) ?? 0n
    return units === 0n ? [] : [costed(strategy, units, options.multiplier)]
  })
  const total = (side: 'maintenance' | 'initial'): Value => chosen.reduce((sum, each) => sum + each[side], 0n) as Value
  return { strategies: chosen, maintenance: total('maintenance'), initial: total('initial'), isExhaustive }
}

function costed(strategy: Strategy, units: bigint, multiplier: Quantity): ChosenStrategy {
  const count = (units * WAD) as Quantity
  const money = (perShare: Rational): Value => toValueCeil(productOf(perShare, exact(multiplier), exact(count)))
  const { maintenance, initial, binding } = strategy.cost
  return {
    name: strategy.name,
    legs: strategy.legs,
    units: count,
    maintenance: money(maintenance),
    initial: money(initial),
    binding,
  }
}

type Counts = ReadonlyMap<number, bigint>

/** In blocks where the whole is too large: k times the best way to pair the k-th part of it, and what is left over by itself. */
function countsOf(
  held: ReadonlyMap<string, bigint>,
  strategies: readonly Strategy[],
): { readonly counts: Counts; readonly isExhaustive: boolean } {
  let blocks = 1n
  while (states(part(held, blocks)) > STATES_MAX) blocks *= 2n
  const inBlock = cheapest(part(held, blocks), strategies)
  if (blocks === 1n) return { counts: inBlock, isExhaustive: true }
  const left = new Map([...held].map(([id, count]) => [id, count - divFloor(count, blocks) * blocks]))
  const counts = new Map([...inBlock].map(([index, count]) => [index, count * blocks]))
  for (const [index, count] of countsOf(left, strategies).counts) counts.set(index, (counts.get(index) ?? 0n) + count)
  return { counts, isExhaustive: false }
}

function part(held: ReadonlyMap<string, bigint>, blocks: bigint): ReadonlyMap<string, bigint> {
  return new Map([...held].map(([id, count]) => [id, divFloor(count, blocks)]))
}

function states(held: ReadonlyMap<string, bigint>): bigint {
  return [...held.values()].reduce((product, count) => product * (count + 1n), 1n)
}

interface Best {
  readonly cost: bigint
  readonly strategy: number
  readonly left: readonly bigint[]
}

function cheapest(held: ReadonlyMap<string, bigint>, strategies: readonly Strategy[]): Counts {
  const ids = [...held.keys()]
  const takes = strategies.map(({ legs }) => ids.map((id) => BigInt(legs.filter((leg) => leg === id).length)))
  const costs = scaledAlike(strategies.map(({ cost }) => cost.maintenance))
  const known = new Map<string, Best | null>()

  function best(left: readonly bigint[]): Best | null {
    const key = left.join()
    const found = known.get(key)
    if (found !== undefined) return found
    const first = left.findIndex((count) => count > 0n)
    let cheapestYet: Best | null = null
    if (first >= 0) {
      for (const [strategy, take] of takes.entries()) {
        if (take[first] === 0n || take.some((count, index) => count > (left[index] ?? 0n))) continue
        const after = left.map((count, index) => count - (take[index] ?? 0n))
        const cost = (costs[strategy] ?? 0n) + (best(after)?.cost ?? 0n)
        if (cheapestYet === null || cost < cheapestYet.cost) cheapestYet = { cost, strategy, left: after }
      }
      invariant(cheapestYet !== null, 'every leg has a strategy of its own', { leg: ids[first] })
    }
    known.set(key, cheapestYet)
    return cheapestYet
  }

  const counts = new Map<number, bigint>()
  let step = best(ids.map((id) => held.get(id) ?? 0n))
  while (step !== null) {
    counts.set(step.strategy, (counts.get(step.strategy) ?? 0n) + 1n)
    step = best(step.left)
  }
  return counts
}

/** Exact fractions as whole numbers of one common unit: comparable by their sums. */
function scaledAlike(fractions: readonly Rational[]): readonly bigint[] {
  const unit = fractions.reduce(
    (product, { denominator }) => (product % denominator === 0n ? product : product * denominator),
    1n,
  )
  return fractions.map(({ numerator, denominator }) => numerator * (unit / denominator))
}

function absolute(number: bigint): bigint {
  return number < 0n ? -number : number
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

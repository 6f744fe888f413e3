import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { failInput } from '../errors.js'

/** Seeded choices. Integers only: `Math.exp`, `log` and `pow` differ between JavaScript engines, and the same seed must not. */
export interface Draw {
  /** An integer from `from` to `to`, both included, each as likely. */
  integer(from: number, to: number): number
  /** One of the choices, each as likely as its weight (a whole number) is large. */
  weighted<Choice>(choices: readonly (readonly [Choice, number])[]): Choice
  /** A number whose distribution function runs straight between the quantiles of a table. */
  quantile(table: readonly Quantile[]): bigint
}

/** `millionths` of all draws are at most `at`. A table starts at 0 and ends at 1,000,000. */
export interface Quantile {
  readonly millionths: number
  readonly at: bigint
}

const SEED_MAX = 0xffff_ffff

/**
 * Choices that follow from a seed alone (pure-rand's xoroshiro128+).
 * @throws `option_invalid` a seed that is not a whole number from 0 to 4294967295
 */
export function createDraw(seed: number): Draw {
  if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX)
    failInput('option_invalid', `A seed of ${seed} is not possible: give a whole number from 0 to ${SEED_MAX}.`)
  const generator = xoroshiro128plus(seed)
  const integer = (from: number, to: number): number => uniformInt(generator, from, to)
  return {
    integer,
    weighted(choices) {
      const total = choices.reduce((sum, [, weight]) => sum + weight, 0)
      let left = integer(1, total)
      for (const [choice, weight] of choices) {
        left -= weight
        if (left <= 0) return choice
      }
      return failInput('option_invalid', 'There is nothing to choose from: give choices with weights above 0.')
    },
    quantile(table) {
      const millionths = integer(0, 999_999)
      const upper = table.findIndex((quantile) => quantile.millionths > millionths)
      const [from, to] = [table[upper - 1], table[upper]]
      if (from === undefined || to === undefined)
        failInput('option_invalid', 'A quantile table runs from 0 to 1000000 millionths: give both ends.')
      const part = BigInt(millionths - from.millionths)
      return from.at + ((to.at - from.at) * part) / BigInt(to.millionths - from.millionths) // both ≥ 0: truncation floors
    },
  }
}

import { PlimsollError, type Ratio, ratio, type Value, value } from '@plimsoll/core'
import { failInput } from '../errors.js'

export function isCount(text: string): boolean {
  return /^\d+$/.test(text)
}

/** A whole number from an option. @throws `option_invalid` */
export function wholeNumber(text: string, option: string): number {
  if (isCount(text) && text.length <= 10) return Number(text)
  return failInput('option_invalid', `${option} "${text}" is not a whole number: give digits, e.g. 2000.`)
}

/** A seed from an option: 32 bits. @throws `option_invalid` */
export function seedOf(text: string): number {
  const seed = wholeNumber(text, '--seed')
  return seed <= SEED_MAX
    ? seed
    : failInput('option_invalid', `--seed ${text} is above ${SEED_MAX}: give a smaller one.`)
}

const SEED_MAX = 0xffff_ffff

/** A number above 0 from an option: a healthFactor, a share. @throws `option_invalid` */
export function positiveRatio(text: string, option: string): Ratio {
  return positive(named(text, option, ratio), text, option)
}

/** An amount above 0 from an option. @throws `option_invalid` */
export function positiveValue(text: string, option: string): Value {
  return positive(named(text, option, value), text, option)
}

/** An amount from an option that may be 0. @throws `option_invalid` */
export function amount(text: string, option: string): Value {
  const parsed = named(text, option, value)
  return parsed >= 0n ? parsed : failInput('option_invalid', `${option} ${text} is below 0: give 0 or more.`)
}

function positive<N extends bigint>(parsed: N, text: string, option: string): N {
  return parsed > 0n ? parsed : failInput('option_invalid', `${option} ${text} is not above 0: give e.g. 1.5.`)
}

/** A number that does not parse is told with its option: the number alone says not where to look. */
function named<N>(text: string, option: string, parse: (text: string) => N): N {
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof PlimsollError)) throw cause
    return failInput('option_invalid', `${option}: ${cause.message}`, { cause })
  }
}

/** Gathers an option that may be given several times. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

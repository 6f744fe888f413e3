import { divFloor } from '../../number/index.js'
import { divide, uint } from '../contract/integer.js'

/** 1 in the units of collateral, normalized debt, penalty and keeper shares. */
export const MAKER_WAD: bigint = 10n ** 18n
/** 1 in the units of rates, ratios and prices. */
export const MAKER_RAY: bigint = 10n ** 27n
/** 1 DAI in the units of debt, limits and what an auction is to raise. */
export const MAKER_RAD: bigint = 10n ** 45n

/** a × b at ray scale, floored. */
export function rayTimes(a: bigint, b: bigint): bigint {
  return divFloor(uint(a * b), MAKER_RAY)
}

/** a ÷ b at ray scale, floored. */
export function rayOver(a: bigint, b: bigint): bigint {
  return divide(uint(a * MAKER_RAY), b, 'floor')
}

/** Amount × share at wad scale, floored. */
export function wadTimes(amount: bigint, share: bigint): bigint {
  return divFloor(uint(amount * share), MAKER_WAD)
}

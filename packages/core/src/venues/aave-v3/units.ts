import { divFloor } from '../../number/index.js'
import { divide, type Rounding, uint } from '../contract/integer.js'

/** 1 in the units of indexes and of rates a year. */
export const RAY: bigint = 10n ** 27n
/** 1 in the units of healthFactor. */
export const HEALTH_ONE: bigint = 10n ** 18n
/** 100 % in the units of limits, thresholds, bonuses and fees; a bonus of 5 % is stored as 10 500. */
export const PERCENT_ONE = 10_000n
/** Seconds of a year; leap years are ignored everywhere. */
export const YEAR_S = 31_536_000n
/** The healthFactor of an account without debt. */
export const HEALTH_MAX: bigint = 2n ** 256n - 1n

/** a × b at ray scale. */
export function rayMultiply(a: bigint, b: bigint, rounding: Rounding): bigint {
  return divide(uint(a * b), RAY, rounding)
}

/** a ÷ b at ray scale. */
export function rayDivide(a: bigint, b: bigint, rounding: Rounding): bigint {
  return divide(uint(a * RAY), b, rounding)
}

/** An amount × a percentage. */
export function percentOf(amount: bigint, percent: bigint, rounding: Rounding): bigint {
  return divide(uint(amount * percent), PERCENT_ONE, rounding)
}

/** An amount ÷ a percentage. */
export function withoutPercent(amount: bigint, percent: bigint, rounding: Rounding): bigint {
  return divide(uint(amount * PERCENT_ONE), percent, rounding)
}

/** Value in base currency of an amount in the asset's own units. */
export function baseValue(amount: bigint, of: { price: bigint; unit: bigint }, rounding: Rounding): bigint {
  return divide(uint(amount * of.price), of.unit, rounding)
}

/** Rate × time, floored: rates are rays a year. */
export function rateOver(rate: bigint, seconds: bigint): bigint {
  return divFloor(rate * seconds, YEAR_S)
}

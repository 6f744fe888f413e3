import { invariant } from '../../errors.js'
import { divCeil, divFloor } from '../../number/index.js'
import { revert } from './revert.js'

const UINT256_MAX: bigint = 2n ** 256n - 1n

/** How a contract rounds a quotient of unsigned integers. Half-up is `(n + d / 2) / d` with both divisions floored. */
export type Rounding = 'floor' | 'ceil' | 'halfUp'

/**
 * numerator ÷ denominator, rounded as said; both are ≥ 0 in contracts. A denominator of 0 is the contract's own panic.
 * @example divide(7n, 2n, 'halfUp') // 4n
 */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator === 0n) return revert('Panic(18)')
  switch (rounding) {
    case 'floor':
      return divFloor(numerator, denominator)
    case 'ceil':
      return divCeil(numerator, denominator)
    case 'halfUp':
      return divFloor(numerator + (denominator >> 1n), denominator)
  }
}

export function smallerOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** a − b, but never below 0. */
export function excessOver(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n
}

/**
 * The integer itself where it fits an unsigned word of so many bits; otherwise the contract's arithmetic panic.
 * @example uint(-1n, 256) // reverts with Panic(17)
 */
export function uint(integer: bigint, bits: number = 256): bigint {
  const most = bits === 256 ? UINT256_MAX : (1n << BigInt(bits)) - 1n
  return integer < 0n || integer > most ? revert('Panic(17)') : integer
}

/**
 * base^exponent at a scale, by squaring with half-up rounding at every step: not the power rounded once, but the contract's own path.
 * @example powHalfUp(2n * 10n ** 27n, 3n, 10n ** 27n) // 8n * 10n ** 27n
 */
export function powHalfUp(base: bigint, exponent: bigint, scale: bigint): bigint {
  invariant(exponent >= 0n, 'exponents are not negative')
  const half = divFloor(scale, 2n)
  let result = exponent % 2n === 0n ? scale : base
  let square = base
  for (let rest = exponent >> 1n; rest > 0n; rest >>= 1n) {
    square = divFloor(uint(square * square + half), scale)
    if (rest % 2n === 1n) result = divFloor(uint(result * square + half), scale)
  }
  return result
}

import { invariant } from '../errors.js'

/**
 * Quotient rounded toward −∞, for any signs. JavaScript's `/` truncates toward zero, which rounds a short's loss in the trader's favour.
 * @example divFloor(-7n, 2n) // -4n
 */
export function divFloor(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator !== 0n, 'no division has a zero denominator')
  const quotient = numerator / denominator
  // Truncation is floor already where the signs agree.
  if (numerator < 0n === denominator < 0n) return quotient
  return quotient * denominator === numerator ? quotient : quotient - 1n
}

/**
 * Quotient rounded toward +∞, for any signs.
 * @example divCeil(-7n, 2n) // -3n
 */
export function divCeil(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator !== 0n, 'no division has a zero denominator')
  const quotient = numerator / denominator
  // Truncation is ceil already where the signs differ.
  if (numerator < 0n !== denominator < 0n) return quotient
  return quotient * denominator === numerator ? quotient : quotient + 1n
}

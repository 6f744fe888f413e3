import { divFloor } from '../../number/index.js'

/**
 * Exponential, logarithm and the normal distribution in whole numbers of 10^−30, the same on every machine: `Math.exp` and `Math.log`
 * differ between JavaScript engines in their last digits, and a requirement must not. Errors stay below 10^−24.
 */
export const SCALE: bigint = 10n ** 30n

/** a × b, down. */
export function times(a: bigint, b: bigint): bigint {
  return divFloor(a * b, SCALE)
}

/** a ÷ b, down; b is not 0. */
export function over(a: bigint, b: bigint): bigint {
  return divFloor(a * SCALE, b)
}

const HALF = 5n * 10n ** 29n
const LN_2 = 693147180559945309417232121458n
/** 1 ÷ √(2π) */
const INVERSE_ROOT_2_PI = 398942280401432677939946059934n

/** e^x, by 2^k × e^r with |r| ≤ ln 2 and a Taylor series; 0 below −80. */
export function exponential(x: bigint): bigint {
  if (x < -80n * SCALE) return 0n
  const k = divFloor(x, LN_2)
  const rest = x - k * LN_2
  let term = SCALE
  let sum = SCALE
  for (let n = 1n; term !== 0n; n++) {
    term = divFloor(term * rest, SCALE * n)
    sum += term
    if (term === -1n) break
  }
  return k >= 0n ? sum << k : sum >> -k
}

/** ln x for x > 0, by halving x into [1, 2) and the series of artanh. */
export function logarithm(x: bigint): bigint {
  let reduced = x
  let k = 0n
  while (reduced >= 2n * SCALE) {
    reduced = divFloor(reduced, 2n)
    k += 1n
  }
  while (reduced < SCALE) {
    reduced *= 2n
    k -= 1n
  }
  const y = over(reduced - SCALE, reduced + SCALE)
  const square = times(y, y)
  let power = y
  let sum = 0n
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += divFloor(power, n)
    power = times(power, square)
  }
  return 2n * sum + k * LN_2
}

/** √x, down, for x ≥ 0. */
export function squareRoot(x: bigint): bigint {
  const scaled = x * SCALE
  if (scaled === 0n) return 0n
  let guess = 1n << BigInt(divFloor(BigInt(scaled.toString(2).length), 2n) + 1n)
  for (;;) {
    const next = divFloor(guess + divFloor(scaled, guess), 2n)
    if (next >= guess) return guess
    guess = next
  }
}

/** The standard normal distribution function: ½ + φ(x) × (x + x³/3 + x⁵/15 + …), 0 or 1 beyond 9. */
export function normalBelow(x: bigint): bigint {
  if (x < -9n * SCALE) return 0n
  if (x > 9n * SCALE) return SCALE
  const square = times(x, x)
  let term = x
  let sum = 0n
  for (let n = 3n; term > 1n || term < -1n; n += 2n) {
    sum += term
    term = divFloor(term * square, SCALE * n)
  }
  // Divided by e^(x² ÷ 2), not multiplied by e^(−x² ÷ 2): far out that has few digits left, and the sum is large.
  return HALF + over(times(INVERSE_ROOT_2_PI, sum), exponential(divFloor(square, 2n)))
}

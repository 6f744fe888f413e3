/** What modules need that keep a venue's own integers: comparisons that name their result. */

export function least(a: bigint, b: bigint): bigint {
  return a <= b ? a : b
}

export function greatest(a: bigint, b: bigint): bigint {
  return a >= b ? a : b
}

export function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a
}

/** max(0, a). */
export function positivePart(a: bigint): bigint {
  return greatest(a, 0n)
}

/** Toward zero: the integer division of most chains. Only modules that reproduce one use it. */
export function divTruncate(numerator: bigint, denominator: bigint): bigint {
  return numerator / denominator
}

/** Sizes of one act that all have the same answer, both ends included. */
export interface SizeRange {
  readonly from: bigint
  readonly to: bigint
  /** Why the venue refuses them; `null`: they are legal. */
  readonly refusal: string | null
}

/**
 * All sizes between the first and the last mark, by the venue's answer. Between two neighbouring marks the answer changes at most once
 * (that is what marks are for: one on either side of everything that could change it twice); the change is found by halving.
 * @example sizeRanges((size) => (size > 5n ? 'too_much' : null), [1n, 9n]) // 1–5 legal, 6–9 too_much
 */
export function sizeRanges(refusalOf: (size: bigint) => string | null, marks: readonly bigint[]): readonly SizeRange[] {
  const sorted = [...new Set(marks)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const ranges: SizeRange[] = []
  for (const [index, mark] of sorted.entries()) {
    const refusal = refusalOf(mark)
    const before = ranges.at(-1)
    const lower = sorted[index - 1]
    if (before === undefined || lower === undefined) {
      ranges.push({ from: mark, to: mark, refusal })
      continue
    }
    if (before.refusal === refusal) {
      ranges[ranges.length - 1] = { ...before, to: mark }
      continue
    }
    const edge = lastSize(lower, mark, (size) => refusalOf(size) === before.refusal)
    ranges[ranges.length - 1] = { ...before, to: edge }
    ranges.push({ from: edge + 1n, to: mark, refusal })
  }
  return ranges
}

/** The last size from `low` (where it holds) below `high` (where it does not) at which something holds, by halving. */
export function lastSize(low: bigint, high: bigint, holds: (size: bigint) => boolean): bigint {
  let [from, to] = [low, high]
  while (to - from > 1n) {
    const middle = (from + to) >> 1n
    if (holds(middle)) from = middle
    else to = middle
  }
  return from
}

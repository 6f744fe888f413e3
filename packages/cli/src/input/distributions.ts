import type { Quantile } from './draw.js'

// The population of generated accounts, as weights and quantiles. These are assumptions, chosen for spread: many small accounts at
// middle leverage, few very large ones, a long majority. docs/replay-input.md has them with the figures of a draw.

export type AccountKind = 'single' | 'pair' | 'isolated' | 'hedged'

/** In percent: one cross position; cross positions in two markets; one isolated position; a long and a short leg of one market. */
export const KINDS: readonly (readonly [AccountKind, number])[] = [
  ['single', 45],
  ['pair', 20],
  ['isolated', 25],
  ['hedged', 10],
]

/** In percent. */
export const SIDES: readonly (readonly ['long' | 'short', number])[] = [
  ['long', 55],
  ['short', 45],
]

/** Wanted leverage, in per mille: 84 % of it from 3 to 25. The tier of the notional may allow less. */
export const LEVERAGES: readonly (readonly [number, number])[] = [
  [1, 40],
  [2, 60],
  [3, 100],
  [5, 180],
  [8, 70],
  [10, 220],
  [15, 60],
  [20, 150],
  [25, 60],
  [50, 35],
  [75, 13],
  [100, 8],
  [125, 4],
]

/** Notional of a position in cents: the quantiles of a log-normal with median 4,000 and σ = 2.23, ends cut, straight in between. */
export const NOTIONALS: readonly Quantile[] = [
  { millionths: 0, at: 10_00n },
  { millionths: 10_000, at: 22_00n },
  { millionths: 50_000, at: 102_00n },
  { millionths: 100_000, at: 229_00n },
  { millionths: 250_000, at: 889_00n },
  { millionths: 500_000, at: 4_000_00n },
  { millionths: 750_000, at: 18_000_00n },
  { millionths: 900_000, at: 69_700_00n },
  { millionths: 950_000, at: 157_000_00n },
  { millionths: 990_000, at: 716_000_00n },
  { millionths: 999_000, at: 3_900_000_00n },
  { millionths: 1_000_000, at: 20_000_000_00n },
]

/** The smaller leg of a hedged account, in percent of the larger. */
export const HEDGE_PERCENT = { from: 20, to: 90 } as const

/** Entry prices lie within this share of the start price, in per mille, on the tick. */
export const ENTRY_SPREAD_PER_MILLE = 2n

/** Equity at the start price, in percent of the initial requirement at the account's leverage. */
export const EQUITY_PERCENT = { from: 102, to: 130 } as const

/** Free cash beside an isolated position, in percent of its margin. */
export const FREE_CASH_PERCENT = { from: 0, to: 100 } as const

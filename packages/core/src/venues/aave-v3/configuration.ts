/** What the packed word of a reserve says. Percentages with 10 000 for 100 %; a bonus of 5 % is 10 500. */
export interface ReserveConfiguration {
  /** The loan-to-value limit: weight on the initial side. */
  readonly ltv: bigint
  /** Weight on the maintenance side. */
  readonly liquidationThreshold: bigint
  readonly liquidationBonus: bigint
  /** Share of the bonus that goes to the treasury. */
  readonly liquidationProtocolFee: bigint
  readonly reserveFactor: bigint
  readonly decimals: bigint
  readonly isActive: boolean
  readonly isFrozen: boolean
  readonly isPaused: boolean
  readonly canBeBorrowed: boolean
  readonly canBeBorrowedInIsolation: boolean
  readonly isSiloed: boolean
  /** Whole units of the asset; 0: none. */
  readonly borrowCap: bigint
  readonly supplyCap: bigint
  /** What all accounts together may borrow against it as their only collateral, with 2 decimals; 0: it is not isolated. */
  readonly debtCeiling: bigint
}

/**
 * Unpacks a reserve's configuration word.
 * @example reserveConfiguration(7500n).ltv // 7500n
 */
export function reserveConfiguration(word: bigint): ReserveConfiguration {
  const bits = (from: bigint, count: bigint): bigint => (word >> from) & ((1n << count) - 1n)
  const flag = (at: bigint): boolean => bits(at, 1n) === 1n
  return {
    ltv: bits(0n, 16n),
    liquidationThreshold: bits(16n, 16n),
    liquidationBonus: bits(32n, 16n),
    decimals: bits(48n, 8n),
    isActive: flag(56n),
    isFrozen: flag(57n),
    canBeBorrowed: flag(58n),
    isPaused: flag(60n),
    canBeBorrowedInIsolation: flag(61n),
    isSiloed: flag(62n),
    reserveFactor: bits(64n, 16n),
    borrowCap: bits(80n, 36n),
    supplyCap: bits(116n, 36n),
    liquidationProtocolFee: bits(152n, 16n),
    debtCeiling: bits(212n, 40n),
  }
}

/** Whether a user's word marks the reserve of this id as borrowed: bit 2·id. */
export function isBorrowing(word: bigint, id: number): boolean {
  return ((word >> BigInt(2 * id)) & 1n) === 1n
}

/** Whether a user's word marks the reserve of this id as collateral: bit 2·id + 1. A balance without it does not count. */
export function isCollateral(word: bigint, id: number): boolean {
  return ((word >> BigInt(2 * id + 1)) & 1n) === 1n
}

/** The user's word with one reserve's mark cleared. */
export function without(word: bigint, id: number, mark: 'borrowing' | 'collateral'): bigint {
  const bit = 1n << BigInt(mark === 'borrowing' ? 2 * id : 2 * id + 1)
  return (word | bit) ^ bit
}

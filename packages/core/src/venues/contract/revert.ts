/** What a contract answers instead of changing anything: the rule says no. The reason is the contract's own word for it. */
export interface Reverted {
  readonly status: 'reverted'
  readonly reason: string
}

/** Carries a revert out of nested arithmetic to the function that was called; never crosses a public border. */
class ContractRevert extends Error {
  override readonly name = 'ContractRevert'
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

export function revert(reason: string): never {
  throw new ContractRevert(reason)
}

/** Runs what a contract would run; a revert inside becomes the returned value. */
export function orReverted<T>(run: () => T): T | Reverted {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof ContractRevert) return { status: 'reverted', reason: cause.reason }
    throw cause
  }
}

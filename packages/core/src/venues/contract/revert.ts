import { PlimsollError } from '../../errors.js'

/** What a contract answers instead of changing anything: the rule says no. The reason is the contract's own word for it. */
export interface Reverted {
  readonly status: 'reverted'
  readonly reason: string
}

/**
 * Carries a revert out of nested arithmetic. A call (a liquidation, a purchase, an absorption) returns it as `Reverted`; a function that
 * computes a single figure throws it, since there is no figure then.
 */
class ContractRevert extends PlimsollError<'contract_reverted'> {
  readonly reason: string

  constructor(reason: string) {
    super('contract_reverted', `The contract reverts with ${reason}: its arithmetic has no answer for these figures.`)
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

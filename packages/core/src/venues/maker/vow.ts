import { excessOver, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'

/** The house's own books, rad. */
export interface Vow {
  /** DAI it has. */
  readonly dai: bigint
  /** Bad debt of the house in all: queued, on auction, or free to be healed. */
  readonly sin: bigint
  /** Bad debt that still waits in the queue, by the second in which it came. */
  readonly queue: ReadonlyMap<bigint, bigint>
  /** Bad debt on auction for governance tokens. */
  readonly onAuction: bigint
  /** Seconds that bad debt waits before it may be auctioned. */
  readonly wait: bigint
}

/** A liquidation's debt enters the queue. */
export function fess(vow: Vow, of: { readonly due: bigint; readonly now: bigint }): Vow {
  const queue = new Map(vow.queue)
  queue.set(of.now, (queue.get(of.now) ?? 0n) + of.due)
  return { ...vow, sin: vow.sin + of.due, queue }
}

/** Releases what has waited long enough. */
export function flog(
  vow: Vow,
  of: { readonly era: bigint; readonly now: bigint },
): { readonly status: 'done'; readonly vow: Vow } | Reverted {
  return orReverted(() => {
    if (of.era + vow.wait > of.now) revert('Error(Vow/wait-not-finished)')
    const queue = new Map(vow.queue)
    queue.delete(of.era)
    return { status: 'done', vow: { ...vow, queue } }
  })
}

/** Pays free bad debt with the house's DAI. */
export function heal(vow: Vow, amount: bigint): { readonly status: 'done'; readonly vow: Vow } | Reverted {
  return orReverted(() => {
    if (amount > vow.dai) revert('Error(Vow/insufficient-surplus)')
    if (amount > freeSin(vow)) revert('Error(Vow/insufficient-debt)')
    return { status: 'done', vow: { ...vow, dai: vow.dai - amount, sin: vow.sin - amount } }
  })
}

/** Bad debt that may be healed now: neither queued nor on auction, rad. */
export function freeSin(vow: Vow): bigint {
  let queued = 0n
  for (const due of vow.queue.values()) queued += due
  return uint(vow.sin - queued - vow.onAuction)
}

/** What nothing pays for, rad: the hole that is auctioned off for governance tokens. */
export function uncovered(vow: Vow): bigint {
  return excessOver(vow.sin, vow.dai)
}

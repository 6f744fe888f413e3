import { divFloor } from '../../number/index.js'
import { divide, powHalfUp, smallerOf, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { MAKER_RAY, rayOver, rayTimes, wadTimes } from './units.js'

/** How an auction's price falls from its top. Seconds, rays. */
export type PriceCurve =
  | { readonly type: 'linear'; readonly tau: bigint }
  | { readonly type: 'stairstep'; readonly cut: bigint; readonly step: bigint }
  | { readonly type: 'exponential'; readonly cut: bigint }

export interface AuctionTerms {
  readonly curve: PriceCurve
  /** Top = feed price × buf, ray. */
  readonly buf: bigint
  /** Seconds after which an auction must be restarted. */
  readonly tail: bigint
  /** Part of the top below which it must be restarted, ray. */
  readonly cusp: bigint
  /** Keeper's reward: a flat tip (rad) and a share of the tab (wad). */
  readonly tip: bigint
  readonly chip: bigint
  /** ⌊dust × chop⌋, rad, as it was last stored: nothing below is left in an auction, and no restart below is rewarded. */
  readonly chost: bigint
}

/** A running auction: what it is to raise (rad), what it sells (wad), since when (seconds), from which price (ray). */
export interface Sale {
  readonly tab: bigint
  readonly lot: bigint
  readonly tic: bigint
  readonly top: bigint
}

/** A fresh auction, and the reward (rad) of the keeper that started it. */
export interface Kick {
  readonly sale: Sale
  readonly coin: bigint
}

/** Starts an auction. @throws the contract's revert where there is nothing to sell or no price */
export function kick(of: {
  readonly tab: bigint
  readonly lot: bigint
  readonly terms: AuctionTerms
  readonly feedPrice: bigint
  readonly now: bigint
}): Kick {
  const { tab, lot, terms, now } = of
  if (tab === 0n) revert('Error(Clipper/zero-tab)')
  if (lot === 0n) revert('Error(Clipper/zero-lot)')
  const top = rayTimes(of.feedPrice, terms.buf)
  if (top === 0n) revert('Error(Clipper/zero-top-price)')
  return { sale: { tab, lot, tic: now, top }, coin: terms.tip + wadTimes(tab, terms.chip) }
}

/**
 * Price (ray) so many seconds after the top.
 *
 *   linear       0 from tau on; ⌊top × ⌊(tau − seconds) ÷ tau⌋⌋
 *   stairstep    ⌊top × cut^⌊seconds ÷ step⌋⌋        exponential  ⌊top × cut^seconds⌋
 */
export function auctionPrice(curve: PriceCurve, top: bigint, seconds: bigint): bigint {
  switch (curve.type) {
    case 'linear':
      return seconds >= curve.tau ? 0n : rayTimes(top, divFloor((curve.tau - seconds) * MAKER_RAY, curve.tau))
    case 'stairstep':
      return rayTimes(top, powHalfUp(curve.cut, divide(seconds, curve.step, 'floor'), MAKER_RAY))
    case 'exponential':
      return rayTimes(top, powHalfUp(curve.cut, seconds, MAKER_RAY))
  }
}

/** The price now, and whether the auction has run too long or fallen too far to be taken from. */
export function auctionStatus(
  sale: Sale,
  terms: AuctionTerms,
  now: bigint,
): { readonly price: bigint; readonly needsRedo: boolean } {
  const seconds = uint(now - sale.tic)
  const price = auctionPrice(terms.curve, sale.top, seconds)
  return { price, needsRedo: seconds > terms.tail || rayOver(price, sale.top) < terms.cusp }
}

export interface Take {
  readonly status: 'done'
  /** Ray. */
  readonly price: bigint
  /** DAI paid, rad. */
  readonly owe: bigint
  /** Collateral bought, wad. */
  readonly bought: bigint
  readonly tabAfter: bigint
  readonly lotAfter: bigint
  /** Collateral that goes back to the vault's owner because the tab is paid, wad. */
  readonly returned: bigint
  /** Room that the auction gives back to the limits, rad: all of the rest where the lot ends first. */
  readonly freed: bigint
  readonly isClosed: boolean
}

/** Buys from an auction: at most `amount`, never more than the tab, and never so that less than `chost` would be left. */
export function take(
  sale: Sale,
  terms: AuctionTerms,
  call: { readonly amount: bigint; readonly priceMax: bigint; readonly now: bigint },
): Take | Reverted {
  return orReverted(() => {
    const { price, needsRedo } = auctionStatus(sale, terms, call.now)
    if (needsRedo) revert('Error(Clipper/needs-reset)')
    if (call.priceMax < price) revert('Error(Clipper/too-expensive)')
    const { owe, bought } = purchase(sale, terms, { price, wanted: smallerOf(sale.lot, call.amount) })
    const tabAfter = sale.tab - owe
    const lotAfter = sale.lot - bought
    const isSoldOut = lotAfter === 0n
    return {
      status: 'done',
      price,
      owe,
      bought,
      tabAfter,
      lotAfter,
      returned: !isSoldOut && tabAfter === 0n ? lotAfter : 0n,
      freed: isSoldOut ? sale.tab : owe,
      isClosed: isSoldOut || tabAfter === 0n,
    }
  })
}

function purchase(
  { tab, lot }: Sale,
  { chost }: AuctionTerms,
  of: { readonly price: bigint; readonly wanted: bigint },
): { readonly owe: bigint; readonly bought: bigint } {
  const owe = uint(of.wanted * of.price)
  if (owe > tab) return { owe: tab, bought: divFloor(tab, of.price) }
  if (owe === tab || of.wanted === lot || tab - owe >= chost) return { owe, bought: of.wanted }
  if (tab <= chost) revert('Error(Clipper/no-partial-purchase)')
  return { owe: tab - chost, bought: divide(tab - chost, of.price, 'floor') }
}

/** Restarts an auction that needs it from today's price; rewarded only where tab and lot are worth at least `chost`. */
export function redo(
  sale: Sale,
  terms: AuctionTerms,
  of: { readonly feedPrice: bigint; readonly now: bigint },
): ({ readonly status: 'done' } & Kick) | Reverted {
  return orReverted(() => {
    if (!auctionStatus(sale, terms, of.now).needsRedo) revert('Error(Clipper/cannot-reset)')
    const top = rayTimes(of.feedPrice, terms.buf)
    if (top === 0n) revert('Error(Clipper/zero-top-price)')
    const isWorthIt = sale.tab >= terms.chost && uint(sale.lot * of.feedPrice) >= terms.chost
    const coin = isWorthIt ? terms.tip + wadTimes(sale.tab, terms.chip) : 0n
    return { status: 'done', sale: { ...sale, tic: of.now, top }, coin }
  })
}

/** What `chost` becomes when somebody refreshes it. */
export function chostOf(of: { readonly dust: bigint; readonly chop: bigint }): bigint {
  return wadTimes(of.dust, of.chop)
}

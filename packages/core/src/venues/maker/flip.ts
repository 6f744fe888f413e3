import { divide, smallerOf, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { rayTimes } from './units.js'
import { debtOf, type Ilk, isUnsafe, type Urn } from './vault.js'

/**
 * The English auction that Maker used until 2021 and on 12 March 2020: first bids rise to the tab, then the lot shrinks. Bids are locked,
 * the first may be next to nothing, and whoever bids last wins: docs/venues/maker.md has the day.
 */
export interface FlipAuction {
  /** DAI bid, rad. */
  readonly bid: bigint
  /** Collateral on sale, wad. */
  readonly lot: bigint
  /** What is to be raised, rad. */
  readonly tab: bigint
  /** When the last bid runs out, seconds; 0 before the first. */
  readonly tic: bigint
  /** When the auction ends at the latest, seconds. */
  readonly end: bigint
  readonly bidder: string | null
}

export interface FlipTerms {
  /** Least rise of a bid or fall of a lot, wad: 1.05 is five percent. */
  readonly beg: bigint
  /** Seconds that a bid stands; seconds that the auction runs. */
  readonly ttl: bigint
  readonly tau: bigint
}

type Bidding = { readonly status: 'done'; readonly auction: FlipAuction } | Reverted

/**
 * Starts the liquidation of an unsafe vault as of before 2021: at most `lump` of collateral in one auction, and no limit over all.
 *
 *   lot = min(ink, lump); art = min(art, ⌊lot × art ÷ ink⌋); tab = ⌊art × rate × chop⌋, chop at ray scale
 */
export function bite(
  vault: { readonly urn: Urn; readonly ilk: Ilk },
  of: { readonly lump: bigint; readonly chop: bigint; readonly now: bigint; readonly terms: FlipTerms },
): { readonly status: 'done'; readonly urn: Urn; readonly due: bigint; readonly auction: FlipAuction } | Reverted {
  const { urn, ilk } = vault
  return orReverted(() => {
    if (!isUnsafe(urn, ilk)) revert('Error(Cat/not-unsafe)')
    const lot = smallerOf(urn.ink, of.lump)
    const art = smallerOf(urn.art, divide(uint(lot * urn.art), urn.ink, 'floor'))
    const due = debtOf({ ink: lot, art }, ilk)
    return {
      status: 'done',
      urn: { ink: urn.ink - lot, art: urn.art - art },
      due,
      auction: flipKick({ lot, tab: rayTimes(due, of.chop), now: of.now }, of.terms),
    }
  })
}

/** A fresh auction has no bid: the first needs only to be above 0. */
export function flipKick(
  of: { readonly lot: bigint; readonly tab: bigint; readonly now: bigint },
  terms: FlipTerms,
): FlipAuction {
  return { bid: 0n, lot: of.lot, tab: of.tab, tic: 0n, end: of.now + terms.tau, bidder: null }
}

/** Phase one: the same lot for more DAI, up to the tab. */
export function tend(
  auction: FlipAuction,
  terms: FlipTerms,
  call: { readonly bidder: string; readonly lot: bigint; readonly bid: bigint; readonly now: bigint },
): Bidding {
  return orReverted(() => {
    refuseEnded(auction, call.now)
    if (call.lot !== auction.lot) revert('Error(Flipper/lot-not-matching)')
    if (call.bid > auction.tab) revert('Error(Flipper/higher-than-tab)')
    if (call.bid <= auction.bid) revert('Error(Flipper/bid-not-higher)')
    const isEnough = call.bid * 10n ** 18n >= terms.beg * auction.bid || call.bid === auction.tab
    if (!isEnough) revert('Error(Flipper/insufficient-increase)')
    const { bid, bidder } = call
    return { status: 'done', auction: { ...auction, bid, bidder, tic: call.now + terms.ttl } }
  })
}

/** Phase two: the tab is bid, and the lot shrinks; the rest goes back to the vault. */
export function dent(
  auction: FlipAuction,
  terms: FlipTerms,
  call: { readonly bidder: string; readonly lot: bigint; readonly bid: bigint; readonly now: bigint },
): Bidding {
  return orReverted(() => {
    refuseEnded(auction, call.now)
    if (call.bid !== auction.bid) revert('Error(Flipper/not-matching-bid)')
    if (call.bid !== auction.tab) revert('Error(Flipper/tend-not-finished)')
    if (call.lot >= auction.lot) revert('Error(Flipper/lot-not-lower)')
    if (terms.beg * call.lot > auction.lot * 10n ** 18n) revert('Error(Flipper/insufficient-decrease)')
    const { lot, bidder } = call
    return { status: 'done', auction: { ...auction, lot, bidder, tic: call.now + terms.ttl } }
  })
}

/** The winner takes the lot: after the last bid's time, or the auction's. */
export function deal(
  auction: FlipAuction,
  now: bigint,
): { readonly status: 'done'; readonly winner: string; readonly lot: bigint; readonly paid: bigint } | Reverted {
  return orReverted(() => {
    const isOver = auction.tic !== 0n && (auction.tic < now || auction.end < now)
    if (!isOver || auction.bidder === null) return revert('Error(Flipper/not-finished)')
    return { status: 'done', winner: auction.bidder, lot: auction.lot, paid: auction.bid }
  })
}

function refuseEnded(auction: FlipAuction, now: bigint): void {
  if (auction.tic <= now && auction.tic !== 0n) revert('Error(Flipper/already-finished-tic)')
  if (auction.end <= now) revert('Error(Flipper/already-finished-end)')
}

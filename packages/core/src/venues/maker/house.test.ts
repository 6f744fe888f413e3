import { describe, expect, test } from 'vitest'
import { bite, deal, dent, type FlipTerms, flipKick, tend } from './flip.js'
import { canPoke, OSM_START, poke } from './osm.js'
import { MAKER_RAD, MAKER_RAY, MAKER_WAD } from './units.js'
import { dripRate, spotOf } from './vault.js'
import { fess, flog, freeSin, heal, uncovered, type Vow } from './vow.js'

describe('the delayed feed', () => {
  test('a price is public an hour before it counts, and moves on whole hours', () => {
    const first = poke(OSM_START, { source: 200n * MAKER_WAD, now: 1_750_000_580n })
    const osm = first.status === 'done' ? first.osm : OSM_START
    expect(osm).toEqual({ current: null, next: 200n * MAKER_WAD, zzz: 1_749_999_600n, hop: 3600n })
    expect(canPoke(osm, osm.zzz + 3599n)).toBe(false)
    expect(canPoke(osm, osm.zzz + 3600n)).toBe(true)
    expect(poke(osm, { source: 100n * MAKER_WAD, now: osm.zzz + 3599n })).toMatchObject({ status: 'reverted' })
    const second = poke(osm, { source: 100n * MAKER_WAD, now: osm.zzz + 3600n })
    expect(second).toMatchObject({ osm: { current: 200n * MAKER_WAD, next: 100n * MAKER_WAD } })
  })

  test('a source without a value changes nothing, and a feed without one makes nothing liquidatable', () => {
    expect(poke(OSM_START, { source: null, now: 3600n })).toEqual({ status: 'done', osm: OSM_START })
    expect(spotOf(null, { par: MAKER_RAY, mat: 2n * MAKER_RAY })).toBe(0n)
    expect(spotOf(300n * MAKER_WAD, { par: MAKER_RAY, mat: (3n * MAKER_RAY) / 2n })).toBe(200n * MAKER_RAY)
  })

  test('a drip at once changes nothing', () => {
    expect(dripRate(MAKER_RAY, { duty: MAKER_RAY + 1n, base: 0n, rho: 5n, now: 5n })).toBe(MAKER_RAY)
    expect(dripRate(MAKER_RAY, { duty: 2n * MAKER_RAY, base: 0n, rho: 5n, now: 8n })).toBe(8n * MAKER_RAY)
  })
})

describe("the house's bad debt", () => {
  const vow: Vow = { dai: 60n * MAKER_RAD, sin: 0n, queue: new Map(), onAuction: 0n, wait: 100n }
  const queued = fess(vow, { due: 100n * MAKER_RAD, now: 7n })

  test('waits in the queue, is released, and is healed with what the house has', () => {
    expect(freeSin(queued)).toBe(0n)
    expect(flog(queued, { era: 7n, now: 106n })).toEqual({ status: 'reverted', reason: 'Error(Vow/wait-not-finished)' })
    const released = flog(queued, { era: 7n, now: 107n })
    const free = released.status === 'done' ? released.vow : vow
    expect(freeSin(free)).toBe(100n * MAKER_RAD)
    expect(heal(free, 60n * MAKER_RAD)).toMatchObject({ vow: { dai: 0n, sin: 40n * MAKER_RAD } })
    expect(heal(free, 61n * MAKER_RAD)).toMatchObject({ reason: 'Error(Vow/insufficient-surplus)' })
    expect(heal(queued, MAKER_RAD)).toMatchObject({ reason: 'Error(Vow/insufficient-debt)' })
    expect(uncovered(queued)).toBe(40n * MAKER_RAD)
  })
})

describe('the English auction of 12 March 2020', () => {
  const terms: FlipTerms = { beg: (103n * MAKER_WAD) / 100n, ttl: 600n, tau: 21_600n }
  const auction = flipKick({ lot: 50n * MAKER_WAD, tab: 4_000n * MAKER_RAD, now: 0n }, terms)

  test('one bid of next to nothing wins fifty ether where nobody else bids', () => {
    const bid = tend(auction, terms, { bidder: 'a', lot: auction.lot, bid: 1n, now: 10n })
    expect(bid.status === 'done' && deal(bid.auction, 610n)).toMatchObject({ reason: 'Error(Flipper/not-finished)' })
    expect(bid.status === 'done' && deal(bid.auction, 611n)).toEqual({
      status: 'done',
      winner: 'a',
      lot: 50n * MAKER_WAD,
      paid: 1n,
    })
  })

  test.each([
    { name: 'no bid at all', call: { lot: auction.lot, bid: 0n }, reason: 'bid-not-higher' },
    { name: 'more than the tab', call: { lot: auction.lot, bid: auction.tab + 1n }, reason: 'higher-than-tab' },
    { name: 'another lot', call: { lot: 1n, bid: 1n }, reason: 'lot-not-matching' },
  ])('refuses $name', ({ call, reason }) => {
    expect(tend(auction, terms, { bidder: 'a', now: 1n, ...call })).toEqual({
      status: 'reverted',
      reason: `Error(Flipper/${reason})`,
    })
  })

  test('bids rise by three percent, then the lot shrinks by three', () => {
    const low = tend(auction, terms, { bidder: 'a', lot: auction.lot, bid: 100n * MAKER_RAD, now: 1n })
    if (low.status === 'reverted') throw new Error(low.reason)
    const more = { bidder: 'b', lot: auction.lot, now: 2n }
    expect(tend(low.auction, terms, { ...more, bid: 103n * MAKER_RAD - 1n })).toMatchObject({
      reason: 'Error(Flipper/insufficient-increase)',
    })
    expect(tend(low.auction, terms, { ...more, bid: 103n * MAKER_RAD })).toMatchObject({ auction: { bidder: 'b' } })
    const full = tend(low.auction, terms, { ...more, bid: auction.tab })
    if (full.status === 'reverted') throw new Error(full.reason)
    const shrink = { bidder: 'c', bid: auction.tab, now: 3n }
    expect(dent(full.auction, terms, { ...shrink, lot: 49n * MAKER_WAD })).toMatchObject({
      reason: 'Error(Flipper/insufficient-decrease)',
    })
    expect(dent(full.auction, terms, { ...shrink, lot: 48n * MAKER_WAD })).toMatchObject({ auction: { bidder: 'c' } })
    expect(dent(low.auction, terms, { ...shrink, bid: 100n * MAKER_RAD, lot: MAKER_WAD })).toMatchObject({
      reason: 'Error(Flipper/tend-not-finished)',
    })
  })

  test('a vault is auctioned at most fifty ether at a time', () => {
    const urn = { ink: 120n * MAKER_WAD, art: 12_000n * MAKER_WAD }
    const ilk = { totalArt: urn.art, rate: MAKER_RAY, spot: 90n * MAKER_RAY, dust: 20n * MAKER_RAD }
    const of = { lump: 50n * MAKER_WAD, chop: (113n * MAKER_RAY) / 100n, now: 0n, terms }
    expect(bite({ urn, ilk }, of)).toMatchObject({
      due: 5_000n * MAKER_RAD,
      urn: { ink: 70n * MAKER_WAD, art: 7_000n * MAKER_WAD },
      auction: { lot: 50n * MAKER_WAD, tab: 5_650n * MAKER_RAD, bid: 0n },
    })
    expect(bite({ urn, ilk: { ...ilk, spot: 100n * MAKER_RAY } }, of)).toMatchObject({
      reason: 'Error(Cat/not-unsafe)',
    })
  })
})

import { describe, expect, test } from 'vitest'
import { type AuctionTerms, auctionPrice, auctionStatus, chostOf, redo, type Sale, take } from './clip.js'
import { bark, type DogState } from './dog.js'
import { MAKER_RAD, MAKER_RAY, MAKER_WAD } from './units.js'
import { type Ilk, isUnsafe } from './vault.js'

const UINT_MAX = 2n ** 256n - 1n
const CUT = { type: 'stairstep', cut: (99n * MAKER_RAY) / 100n, step: 1n } as const

const terms: AuctionTerms = {
  curve: CUT,
  buf: (125n * MAKER_RAY) / 100n,
  tail: 3600n,
  cusp: (3n * MAKER_RAY) / 10n,
  tip: 100n * MAKER_RAD,
  chip: MAKER_WAD / 50n,
  chost: 0n,
}
/** The auction of the published tests: 110 DAI for 40 units at 5. */
const sale: Sale = { tab: 110n * MAKER_RAD, lot: 40n * MAKER_WAD, tic: 0n, top: 5n * MAKER_RAY }
const buy = (amount: bigint, of: { now?: bigint; terms?: AuctionTerms; priceMax?: bigint } = {}) =>
  take(sale, of.terms ?? terms, { amount, priceMax: of.priceMax ?? 5n * MAKER_RAY, now: of.now ?? 0n })

describe('published examples of the auction', () => {
  test('test_take_over_tab: more than the tab is worth pays the tab, and the rest goes back to the vault', () => {
    const got = { owe: 110n * MAKER_RAD, bought: 22n * MAKER_WAD, returned: 18n * MAKER_WAD, isClosed: true }
    expect(buy(25n * MAKER_WAD)).toMatchObject(got)
  })

  test('test_take_at_tab: the same at exactly the tab', () => {
    const got = { owe: 110n * MAKER_RAD, bought: 22n * MAKER_WAD, returned: 18n * MAKER_WAD, isClosed: true }
    expect(buy(22n * MAKER_WAD)).toMatchObject(got)
  })

  test('test_take_bid_recalculates_due_to_chost_check: a purchase leaves at least chost', () => {
    expect(buy(18n * MAKER_WAD, { terms: { ...terms, chost: 22n * MAKER_RAD } })).toMatchObject({
      tabAfter: 22n * MAKER_RAD,
      owe: 88n * MAKER_RAD,
      bought: 17_600_000_000_000_000_000n,
      lotAfter: 22_400_000_000_000_000_000n,
      isClosed: false,
    })
  })

  test('test_take_full_lot_partial_tab: a lot that ends first gives all of the tab back to the limits', () => {
    const got = buy(40n * MAKER_WAD, { now: 69n })
    expect(got).toMatchObject({ isClosed: true, lotAfter: 0n, returned: 0n, freed: 110n * MAKER_RAD })
    expect(got.status === 'done' && got.owe < 110n * MAKER_RAD && got.tabAfter > 0n).toBe(true)
  })

  test('test_redo_incentive: the price 100 seconds after a top of 5', () => {
    expect(auctionPrice(CUT, 5n * MAKER_RAY, 100n)).toBe(1_830_161_706_366_147_524_653_080_130n)
  })

  const stale = { feedPrice: 4n * MAKER_RAY, now: 3601n }
  test('test_redo_incentive: tip and share of the tab', () => {
    expect(redo(sale, terms, stale)).toMatchObject({ coin: (1022n * MAKER_RAD) / 10n, sale: { top: 5n * MAKER_RAY } })
  })

  test('test_redo_incentive: nothing for a lot that is worth less than chost', () => {
    const dusty = { ...sale, lot: 2n * MAKER_WAD }
    expect(redo(dusty, { ...terms, chost: 22n * MAKER_RAD }, stale)).toMatchObject({ coin: 0n })
  })

  test('test_partial_liquidation_Hole_limit: what fits into the limit, floored', () => {
    const urn = { ink: 40n * MAKER_WAD, art: 100n * MAKER_WAD }
    const ilk: Ilk = { totalArt: 100n * MAKER_WAD, rate: MAKER_RAY, spot: 2n * MAKER_RAY, dust: 20n * MAKER_RAD }
    const dog: DogState = {
      limitAll: 75n * MAKER_RAD,
      usedAll: 0n,
      limit: 1000n * MAKER_RAD,
      used: 0n,
      chop: (11n * MAKER_WAD) / 10n,
    }
    expect(bark({ urn, ilk }, dog, { terms, feedPrice: 4n * MAKER_RAY, now: 0n })).toMatchObject({
      tab: 75n * MAKER_RAD - MAKER_RAY / 5n,
    })
  })
})

describe('refusals', () => {
  test.each([
    {
      name: 'a price above the buyer’s limit',
      got: buy(1n, { priceMax: 5n * MAKER_RAY - 1n }),
      reason: 'too-expensive',
    },
    { name: 'an auction that has run its time', got: buy(1n, { now: 3601n }), reason: 'needs-reset' },
    {
      name: 'a part of an auction that is small itself',
      got: buy(1n, { terms: { ...terms, chost: 110n * MAKER_RAD } }),
      reason: 'no-partial-purchase',
    },
    {
      name: 'a restart that is not needed',
      got: redo(sale, terms, { feedPrice: 4n * MAKER_RAY, now: 1n }),
      reason: 'cannot-reset',
    },
  ])('$name', ({ got, reason }) => {
    expect(got).toEqual({ status: 'reverted', reason: `Error(Clipper/${reason})` })
  })

  test.each([
    { seconds: 119n, needsRedo: false },
    // 0.99^119 is above 0.3024, 0.99^120 is 0.2994.
    { seconds: 120n, needsRedo: true },
  ])('after $seconds s the price is under the cusp: $needsRedo', ({ seconds, needsRedo }) => {
    expect(auctionStatus(sale, terms, seconds).needsRedo).toBe(needsRedo)
  })

  test('the time of an auction ends strictly after its tail', () => {
    const slow: AuctionTerms = { ...terms, curve: { type: 'linear', tau: 10_000n }, cusp: 0n }
    expect(auctionStatus(sale, slow, 3600n).needsRedo).toBe(false)
    expect(auctionStatus(sale, slow, 3601n).needsRedo).toBe(true)
  })

  const ilk: Ilk = { totalArt: MAKER_WAD, rate: MAKER_RAY, spot: 100n * MAKER_RAY, dust: 0n }
  test.each([
    { art: 100n * MAKER_WAD - 1n, spot: 100n * MAKER_RAY, is: false },
    { art: 100n * MAKER_WAD, spot: 100n * MAKER_RAY, is: false },
    { art: 100n * MAKER_WAD + 1n, spot: 100n * MAKER_RAY, is: true },
    // A feed without a price.
    { art: 100n * MAKER_WAD + 1n, spot: 0n, is: false },
  ])('one unit of collateral at a spot of $spot with a debt of $art may be liquidated: $is', ({ art, spot, is }) => {
    expect(isUnsafe({ ink: MAKER_WAD, art }, { ...ilk, spot })).toBe(is)
  })

  test('a spot so large that the product overflows reverts as the contract does', () => {
    const vault = { urn: { ink: UINT_MAX, art: MAKER_WAD }, ilk }
    const dog = { limitAll: MAKER_RAD, usedAll: 0n, limit: MAKER_RAD, used: 0n, chop: MAKER_WAD }
    expect(bark(vault, dog, { terms, feedPrice: MAKER_RAY, now: 0n })).toMatchObject({ status: 'reverted' })
  })

  test('chost is what dust becomes with the penalty', () => {
    expect(chostOf({ dust: 7_500n * MAKER_RAD, chop: (113n * MAKER_WAD) / 100n })).toBe(8_475n * MAKER_RAD)
  })
})

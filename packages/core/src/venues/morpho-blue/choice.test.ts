import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { morphoChoice, repayableShares } from './choice.js'
import { morphoLiquidate } from './liquidation.js'
import { MORPHO_WAD, type MorphoMarket, morphoHealthFactor, ORACLE_SCALE } from './market.js'

const market: MorphoMarket = {
  totalSupplyAssets: 10n ** 15n,
  totalSupplyShares: 10n ** 21n,
  totalBorrowAssets: 10n ** 14n,
  totalBorrowShares: 10n ** 20n,
  lastUpdate: 0n,
  fee: 0n,
}
const terms = { lltv: (86n * MORPHO_WAD) / 100n, price: ORACLE_SCALE }
const position = (collateral: bigint, debt: bigint) => ({ collateral, borrowShares: debt * 10n ** 6n })

describe('the side of the call', () => {
  test('where the collateral covers the debt with its incentive all shares are repaid', () => {
    const got = morphoChoice(market, position(110_000n, 100_000n), terms)
    expect(got).toMatchObject({ call: { seizedAssets: 0n, repaidShares: 10n ** 11n }, takesEverything: false })
    expect(got?.liquidation.position.borrowShares).toBe(0n)
  })

  test('elsewhere all collateral is seized and the rest written off', () => {
    const got = morphoChoice(market, position(100_000n, 100_000n), terms)
    expect(got).toMatchObject({ call: { seizedAssets: 100_000n, repaidShares: 0n }, takesEverything: true })
    expect(got !== null && got.liquidation.badDebtAssets > 0n).toBe(true)
  })

  test.each([
    { name: 'a healthy position', of: position(200_000n, 100_000n), at: terms },
    { name: 'a price of 0', of: position(100_000n, 100_000n), at: { ...terms, price: 0n } },
  ])('$name has none', ({ of, at }) => {
    expect(morphoChoice(market, of, at)).toBeNull()
  })

  test('the frontier is the lltv times the incentive', () => {
    expect(morphoChoice(market, position(100_000n, 100_000n), terms)?.frontier).toBe(897_703_549_060_542_796n)
  })
})

describe('properties', () => {
  const amounts = fc.tuple(fc.bigInt({ min: 10n ** 6n, max: 10n ** 12n }), fc.bigInt({ min: 87n, max: 130n }))

  test('one share more than repayable reverts, that many do not', () => {
    fc.assert(
      fc.property(amounts, ([collateral, perCent]) => {
        const of = position(collateral, (collateral * perCent) / 100n)
        const most = repayableShares(market, of, terms)
        const repay = (repaidShares: bigint) => morphoLiquidate(market, of, terms, { seizedAssets: 0n, repaidShares })
        expect(repay(most).status).toBe('done')
        expect(repay(most + 1n)).toEqual({ status: 'reverted', reason: 'Panic(17)' })
      }),
    )
  })

  test('health rises under a partial liquidation exactly when collateral ≥ incentive × debt, outside the rounding', () => {
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 10n, max: 500n }), ([collateral, perCent], part) => {
        const debt = (collateral * perCent) / 100n
        const of = position(collateral, debt)
        const shares = (repayableShares(market, of, terms) * part) / 1_000n
        const got = morphoLiquidate(market, of, terms, { seizedAssets: 0n, repaidShares: shares })
        if (got.status !== 'done') throw new Error(got.reason)
        const before = morphoHealthFactor(market, of, terms) ?? 0n
        const after = morphoHealthFactor(got.market, got.position, terms) ?? 0n
        const distance = collateral * MORPHO_WAD - debt * 1_043_841_336_116_910_229n
        fc.pre((distance < 0n ? -distance : distance) > debt * (MORPHO_WAD / 1_000n))
        expect(after > before).toBe(distance > 0n)
      }),
    )
  })
})

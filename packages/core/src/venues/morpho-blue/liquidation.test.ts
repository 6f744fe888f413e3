import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accrue } from './accrual.js'
import { morphoLiquidate } from './liquidation.js'
import {
  isHealthy,
  liquidationIncentive,
  MORPHO_WAD,
  type MorphoMarket,
  ORACLE_SCALE,
  toAssetsCeil,
  toAssetsFloor,
  toSharesCeil,
  toSharesFloor,
} from './market.js'

const market: MorphoMarket = {
  totalSupplyAssets: 10n ** 12n,
  totalSupplyShares: 10n ** 18n,
  totalBorrowAssets: 10n ** 11n,
  totalBorrowShares: 10n ** 17n,
  lastUpdate: 0n,
  fee: 0n,
}
const lltv = (8n * MORPHO_WAD) / 10n
const terms = { lltv, price: ORACLE_SCALE }
const shares = (assets: bigint): bigint => assets * 10n ** 6n

test.each([
  ['385', '1150000000000000000'],
  ['625', '1126760563380281690'],
  ['770', '1074113856068743286'],
  ['860', '1043841336116910229'],
  ['915', '1026167265264238070'],
  ['945', '1016776817488561260'],
  ['965', '1010611419909044972'],
  ['980', '1006036217303822937'],
])('the incentive at an lltv of 0.%s is %s', (permille, incentive) => {
  expect(liquidationIncentive(BigInt(permille) * 10n ** 15n)).toBe(BigInt(incentive))
})

describe('the line', () => {
  test.each([
    { debt: 799n, healthy: true },
    { debt: 800n, healthy: true },
    { debt: 801n, healthy: false },
  ])('a debt of $debt against 1,000 at 80 % is healthy: $healthy', ({ debt, healthy }) => {
    expect(isHealthy(market, { collateral: 1_000n, borrowShares: shares(debt) }, terms)).toBe(healthy)
  })
})

describe('liquidations', () => {
  const position = { collateral: 1_000n, borrowShares: shares(990n) }
  const liquidate = (seizedAssets: bigint, repaidShares: bigint, of = position) =>
    morphoLiquidate(market, of, terms, { seizedAssets, repaidShares })

  test.each([
    { name: 'neither side', call: [0n, 0n], reason: 'Error(inconsistent input)' },
    { name: 'both sides', call: [1n, 1n], reason: 'Error(inconsistent input)' },
    { name: 'one unit more collateral than there is', call: [1_001n, 0n], reason: 'Panic(17)' },
    { name: 'more shares than are owed', call: [0n, shares(990n) + 1n], reason: 'Panic(17)' },
  ])('$name: $reason', ({ call: [seized = 0n, repaid = 0n], reason }) => {
    expect(liquidate(seized, repaid)).toEqual({ status: 'reverted', reason })
  })

  test('the last unit of collateral decides whether the rest is written off', () => {
    const kept = liquidate(999n, 0n)
    const taken = liquidate(1_000n, 0n)
    expect(kept).toMatchObject({ badDebtAssets: 0n, position: { collateral: 1n } })
    expect(taken.status === 'done' && taken.badDebtAssets > 0n && taken.position.borrowShares === 0n).toBe(true)
    if (taken.status !== 'done') throw new Error(taken.reason)
    expect(taken.market.totalSupplyAssets).toBe(market.totalSupplyAssets - taken.badDebtAssets)
  })

  test('a price of 0 makes shares unpayable', () => {
    const got = morphoLiquidate(market, position, { lltv, price: 0n }, { seizedAssets: 0n, repaidShares: 1n })
    expect(got).toEqual({ status: 'reverted', reason: 'Panic(18)' })
  })
})

describe('shares round against the caller', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 30n })
  const pool = fc.record({ assets: amount, shares: amount })
  test('what is paid in buys no more than it is worth, what is taken out costs no less', () => {
    fc.assert(
      fc.property(pool, amount, (of, x) => {
        expect(toAssetsFloor(toSharesFloor(x, of), of) <= x).toBe(true)
        expect(toAssetsCeil(toSharesCeil(x, of), of) >= x).toBe(true)
        expect(toSharesFloor(toAssetsFloor(x, of), of) <= x).toBe(true)
        expect(toSharesCeil(toAssetsCeil(x, of), of) >= x).toBe(true)
      }),
    )
  })
})

test('interest reaches borrowers and suppliers alike, and the fee is a part of it', () => {
  const rate = MORPHO_WAD / 10n / 31_536_000n
  const grown = accrue({ ...market, fee: MORPHO_WAD / 10n }, { rate, timestamp: 31_536_000n })
  expect(grown.interest).toBe(10_516_666_665n)
  expect(grown.market.totalSupplyAssets - market.totalSupplyAssets).toBe(grown.interest)
  const pool = { assets: grown.market.totalSupplyAssets, shares: grown.market.totalSupplyShares }
  expect(toAssetsFloor(grown.feeShares, pool) <= grown.interest / 10n).toBe(true)
  expect(accrue(market, { rate, timestamp: 0n })).toEqual({ interest: 0n, feeShares: 0n, market })
})

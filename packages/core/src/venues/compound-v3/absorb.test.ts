import { describe, expect, test } from 'vitest'
import { absorb, absorbAll } from './absorb.js'
import { type CometAccount, type CometView, isBorrowCollateralized, isCometLiquidatable } from './account.js'
import { type CometConfig, FACTOR_ONE, INDEX_ONE, presentValue, principalValue, storedConfig } from './market.js'
import { buyCollateral, quoteCollateral } from './storefront.js'

const curve = { kink: 0n, slopeLow: 0n, slopeHigh: 0n, base: 0n }
const asset = (name: string, scale: bigint) => ({
  asset: name,
  scale,
  borrowCollateralFactor: FACTOR_ONE / 2n,
  liquidateCollateralFactor: (9n * FACTOR_ONE) / 10n,
  liquidationFactor: FACTOR_ONE,
})
const config: CometConfig = {
  baseScale: 10n ** 6n,
  supply: curve,
  borrow: curve,
  storeFrontPriceFactor: FACTOR_ONE / 2n,
  targetReserves: 1_000n,
  assets: [asset('COMP', 10n ** 18n), asset('WBTC', 10n ** 8n), asset('WETH', 10n ** 18n)],
}
const totals = {
  baseSupplyIndex: INDEX_ONE,
  baseBorrowIndex: INDEX_ONE,
  totalSupplyBase: 10n ** 12n,
  totalBorrowBase: 10n ** 11n,
  lastAccrualTime: 100n,
}
const prices = {
  base: 100_000_000n,
  assets: new Map([
    ['COMP', 17_500_000_000n],
    ['WBTC', 4_100_000_000_000n],
    ['WETH', 300_000_000_000n],
  ]),
}
const view: CometView = { config, totals, prices }
const account: CometAccount = {
  principal: -44_174_999_999n,
  assetsIn: 7n,
  collateral: new Map([
    ['COMP', 10n ** 18n],
    ['WBTC', 10n ** 8n],
    ['WETH', 10n ** 18n],
  ]),
}

test('published: "more than enough collateral" leaves the account the rest as base supply', () => {
  expect(absorb(view, account, 100n)).toMatchObject({
    basePaidOut: 44_175_000_000n,
    badDebt: 0n,
    account: { principal: 1n, assetsIn: 0n },
  })
})

describe('absorption', () => {
  test('what the collateral lacks is the loss of the reserves', () => {
    const deeper = { ...account, principal: -50_000_000_000n }
    expect(absorb(view, deeper, 100n)).toMatchObject({
      basePaidOut: 50_000_000_000n,
      badDebt: 5_825_000_000n,
      account: { principal: 0n },
    })
  })

  test('one healthy account reverts the whole batch', () => {
    const healthy = { ...account, principal: -1n }
    expect(absorbAll(view, [account, healthy], 100n)).toEqual({ status: 'reverted', reason: 'NotLiquidatable' })
    expect(absorbAll(view, [account, account], 100n)).toMatchObject({ status: 'done' })
  })

  // 0.9 × 44,175 = 39,757.5 is the line.
  test.each([
    { principal: -39_757_500_001n, is: true },
    { principal: -39_757_500_000n, is: false },
    { principal: -39_757_499_999n, is: false },
    { principal: 0n, is: false },
  ])('an account of principal $principal may be absorbed: $is', ({ principal, is }) => {
    expect(isCometLiquidatable(view, { ...account, principal })).toBe(is)
  })

  test('the initial side stands apart from the maintenance side', () => {
    expect(isBorrowCollateralized(view, { ...account, principal: -22_087_500_000n })).toBe(true)
    expect(isBorrowCollateralized(view, { ...account, principal: -22_087_500_001n })).toBe(false)
  })

  test('a broken feed is seen only where it is reached', () => {
    const broken = { ...view, prices: { ...prices, assets: new Map([...prices.assets, ['WETH', 0n]]) } }
    expect(isCometLiquidatable(broken, { ...account, principal: -30_000_000_000n })).toBe(false)
    expect(isCometLiquidatable(broken, account)).toEqual({ status: 'reverted', reason: 'BadPrice' })
  })

  test('a debt floors to the account, its principal ceils against it', () => {
    const grown = { ...totals, baseBorrowIndex: (3n * INDEX_ONE) / 2n, baseSupplyIndex: (3n * INDEX_ONE) / 2n }
    expect([presentValue(-3n, grown), presentValue(3n, grown)]).toEqual([-4n, 4n])
    expect([principalValue(-4n, grown), principalValue(4n, grown)]).toEqual([-3n, 2n])
  })

  test('factors keep four decimals', () => {
    const odd = { ...config, assets: [{ ...asset('COMP', 1n), liquidationFactor: 933_399_999_999_999_999n }] }
    expect(storedConfig(odd).assets[0]?.liquidationFactor).toBe(933_300_000_000_000_000n)
  })
})

describe('the store front', () => {
  const selling = {
    ...config,
    assets: config.assets.map((each) => ({ ...each, liquidationFactor: (8n * FACTOR_ONE) / 10n })),
  }
  const purchase = { asset: 'WETH', baseAmount: 2_700_000_000n, minAmount: 0n }

  test('half of a penalty of 20 % is the discount', () => {
    expect(quoteCollateral(selling, prices, purchase)).toBe(10n ** 18n)
  })

  test.each([
    { state: { reserves: 1_000n, collateralReserves: 10n ** 18n }, got: { reason: 'NotForSale' } },
    { state: { reserves: 999n, collateralReserves: 10n ** 18n }, got: { received: 10n ** 18n } },
    { state: { reserves: -1n, collateralReserves: 10n ** 18n - 1n }, got: { reason: 'InsufficientReserves' } },
  ])('reserves of $state.reserves and $state.collateralReserves for sale', ({ state, got }) => {
    expect(buyCollateral(selling, prices, state, purchase)).toMatchObject(got)
  })

  test('refuses less than the buyer accepts', () => {
    const state = { reserves: 0n, collateralReserves: 10n ** 19n }
    expect(buyCollateral(selling, prices, state, { ...purchase, minAmount: 10n ** 18n + 1n })).toMatchObject({
      reason: 'TooMuchSlippage',
    })
  })

  test('an asset that is not listed is an error of the caller', () => {
    expect(() => quoteCollateral(selling, prices, { asset: 'WETHX', baseAmount: 1n })).toThrow('Did you mean "WETH"?')
  })
})

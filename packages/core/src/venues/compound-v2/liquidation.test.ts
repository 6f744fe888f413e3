import { describe, expect, test } from 'vitest'
import { accountLiquidity, type CompoundPositions } from './account.js'
import { type Comptroller, compoundLiquidate } from './liquidation.js'
import { borrowRate, type CompoundMarket, exchangeRate, type JumpRate, MANTISSA as ONE } from './market.js'

/** Two markets with 18 decimals and an exchange rate of 1; the debt's price is 1. */
const market = (asset: string, price: bigint): CompoundMarket => ({
  asset,
  price: price * ONE,
  collateralFactor: (75n * ONE) / 100n,
  reserveFactor: ONE / 10n,
  cash: 1_000n * ONE,
  totalBorrows: 0n,
  totalReserves: 0n,
  totalSupply: 1_000n * ONE,
  initialExchangeRate: ONE / 50n,
  borrowIndex: ONE,
  accrualBlock: 10n,
  isBorrowPaused: false,
})
const model: JumpRate = {
  baseRatePerYear: 0n,
  multiplierPerYear: ONE / 10n,
  jumpMultiplierPerYear: ONE,
  kink: (8n * ONE) / 10n,
  blocksPerYear: 2_102_400n,
}
const comptroller: Comptroller = {
  closeFactor: ONE / 2n,
  liquidationIncentive: (108n * ONE) / 100n,
  protocolSeizeShare: (28n * ONE) / 1000n,
}
const state = (debt: bigint, changes: Partial<CompoundMarket> = {}) => ({
  markets: [market('ETH', 100n), { ...market('DAI', 1n), ...changes }],
  positions: new Map([
    ['ETH', { tokens: ONE, borrowPrincipal: 0n, borrowInterestIndex: 0n }],
    ['DAI', { tokens: 0n, borrowPrincipal: debt, borrowInterestIndex: ONE }],
  ]) as CompoundPositions,
  block: 10n,
})
const call = (repayAmount: bigint) => ({ borrowed: 'DAI', collateral: 'ETH', repayAmount })

describe('the line', () => {
  test.each([
    { debt: 75n * ONE - 1n, liquidity: 1n, shortfall: 0n },
    { debt: 75n * ONE, liquidity: 0n, shortfall: 0n },
    { debt: 75n * ONE + 1n, liquidity: 0n, shortfall: 1n },
  ])('a debt of $debt against 75', ({ debt, liquidity, shortfall }) => {
    const { markets, positions } = state(debt)
    expect(accountLiquidity(markets, positions)).toEqual({ liquidity, shortfall })
    const reverted = { reason: 'LiquidateComptrollerRejection(3)' }
    expect(compoundLiquidate(state(debt), comptroller, model, call(ONE))).toMatchObject(
      shortfall === 0n ? reverted : { status: 'done' },
    )
  })

  test('an entered market without a price refuses every question', () => {
    const { markets, positions } = state(ONE, { price: 0n })
    expect(accountLiquidity(markets, positions)).toBeNull()
    expect(compoundLiquidate(state(ONE, { price: 0n }), comptroller, model, call(ONE))).toMatchObject({
      reason: 'LiquidateComptrollerRejection(13)',
    })
  })
})

describe('amounts', () => {
  test.each([
    { name: 'half of the debt', repay: 40n * ONE, got: { status: 'done' } },
    { name: 'one unit more', repay: 40n * ONE + 1n, got: { reason: 'LiquidateComptrollerRejection(17)' } },
    { name: 'nothing', repay: 0n, got: { reason: 'LiquidateCloseAmountIsZero' } },
  ])('$name', ({ repay, got }) => {
    expect(compoundLiquidate(state(80n * ONE), comptroller, model, call(repay))).toMatchObject(got)
  })

  test('the protocol keeps its share of everything seized', () => {
    expect(compoundLiquidate(state(80n * ONE), comptroller, model, call(40n * ONE))).toMatchObject({
      seizeTokens: (432n * ONE) / 1000n,
      liquidatorSeizeTokens: (419_904n * ONE) / 1_000_000n,
      protocolSeizeAmount: (12_096n * ONE) / 1_000_000n,
    })
  })

  test('more than the account has is refused, not taken down', () => {
    expect(compoundLiquidate(state(200n * ONE), comptroller, model, call(93n * ONE))).toEqual({
      status: 'reverted',
      reason: 'Error(LIQUIDATE_SEIZE_TOO_MUCH)',
    })
  })

  test('a deprecated market is cleared without a shortfall and without a close factor', () => {
    const deprecated = { collateralFactor: 0n, isBorrowPaused: true, reserveFactor: ONE }
    expect(compoundLiquidate(state(ONE, deprecated), comptroller, model, call(ONE))).toMatchObject({ status: 'done' })
    expect(compoundLiquidate(state(ONE, deprecated), comptroller, model, call(ONE + 1n))).toMatchObject({
      reason: 'Error(Can not repay more than the total borrow)',
    })
  })
})

describe('markets', () => {
  test('an empty market has its first exchange rate', () => {
    expect(exchangeRate({ ...market('DAI', 1n), totalSupply: 0n })).toBe(ONE / 50n)
  })

  test.each([
    { usage: 0n, rate: 0n },
    // A tenth a year is what the kink costs; the rest is a fifth of the usage at a slope of one.
    { usage: 800n, rate: 47_564_687_975n },
    { usage: 1_000n, rate: 47_564_687_975n + 95_129_375_951n },
  ])('borrowed $usage of 1,000 costs $rate a block', ({ usage, rate }) => {
    const used = { ...market('DAI', 1n), cash: (1_000n - usage) * ONE, totalBorrows: usage * ONE }
    expect(borrowRate(used, model)).toBe(rate)
  })
})

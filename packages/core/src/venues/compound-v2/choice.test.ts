import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ratio, Value } from '../../number/index.js'
import { fixedSpreadBound } from '../../rules/index.js'
import { largestRepay } from './choice.js'
import { type CompoundCall, compoundLiquidate } from './liquidation.js'
import { type CompoundMarket, type JumpRate, MANTISSA as ONE } from './market.js'

const model: JumpRate = {
  baseRatePerYear: 0n,
  multiplierPerYear: 0n,
  jumpMultiplierPerYear: 0n,
  kink: ONE,
  blocksPerYear: 2_102_400n,
}
const pair = { borrowed: 'DAI', collateral: 'ETH' }

/** Both at a price of 1 and an exchange rate of 1, without interest. */
function stateOf(tokens: bigint, debt: bigint, weight: bigint): Parameters<typeof compoundLiquidate>[0] {
  const market = (asset: string): CompoundMarket => ({
    asset,
    price: ONE,
    collateralFactor: weight,
    reserveFactor: 0n,
    cash: 10n ** 30n,
    totalBorrows: 0n,
    totalReserves: 0n,
    totalSupply: 10n ** 30n,
    initialExchangeRate: ONE,
    borrowIndex: ONE,
    accrualBlock: 1n,
    isBorrowPaused: false,
  })
  return {
    markets: [market('ETH'), { ...market('DAI'), totalBorrows: debt, totalSupply: 10n ** 30n + debt }],
    positions: new Map([
      ['ETH', { tokens, borrowPrincipal: 0n, borrowInterestIndex: 0n }],
      ['DAI', { tokens: 0n, borrowPrincipal: debt, borrowInterestIndex: ONE }],
    ]),
    block: 1n,
  }
}

const percent = ONE / 100n

describe('the largest repayment', () => {
  test.each([
    { name: 'the close factor', tokens: 1_000n, debt: 900n, repay: 450n },
    { name: 'what the tokens pay for', tokens: 108n, debt: 900n, repay: 100n },
    { name: 'nothing, for a healthy account', tokens: 2_000n, debt: 900n, repay: 0n },
  ])('is $name', ({ tokens, debt, repay }) => {
    const state = stateOf(tokens, debt, 75n * percent)
    const terms = { closeFactor: ONE / 2n, liquidationIncentive: 108n * percent, protocolSeizeShare: 0n }
    expect(largestRepay(state, terms, model, pair)).toBe(repay)
    const more: CompoundCall = { ...pair, repayAmount: repay + 1n }
    expect(compoundLiquidate(state, terms, model, more).status).toBe('reverted')
  })
})

test('no sequence of partial liquidations pays more than the bound, plus a unit a step', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 50n, max: 90n }),
      fc.bigInt({ min: 1n, max: 15n }),
      fc.bigInt({ min: 10n, max: 100n }),
      fc.bigInt({ min: 10n ** 6n, max: 10n ** 24n }),
      fc.bigInt({ min: 60n, max: 160n }),
      fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 20 }),
      (weight, bonus, closeFactor, debt, perCent, parts) => {
        const tokens = (debt * perCent) / 100n
        const bound = fixedSpreadBound({
          collateral: tokens as Value,
          debt: debt as Value,
          maintenanceWeight: (weight * percent) as Ratio,
          liquidationBonus: (bonus * percent) as Ratio,
          closeFactor: (closeFactor * percent) as Ratio,
        })
        fc.pre(bound !== null)
        const terms = {
          closeFactor: closeFactor * percent,
          liquidationIncentive: ONE + bonus * percent,
          protocolSeizeShare: 0n,
        }
        let state = stateOf(tokens, debt, weight * percent)
        let [earned, steps] = [0n, 0n]
        for (const part of parts) {
          const repayAmount = (largestRepay(state, terms, model, pair) * part) / 1_000n
          const outcome = compoundLiquidate(state, terms, model, { ...pair, repayAmount })
          if (outcome.status === 'reverted') continue
          earned += outcome.liquidatorSeizeTokens - repayAmount
          steps += 1n
          state = { ...state, markets: outcome.markets, positions: outcome.positions }
        }
        expect(earned <= (bound?.bound ?? 0n) + steps + 1n).toBe(true)
      },
    ),
  )
})

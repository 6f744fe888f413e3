import { compoundV2 } from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Protocol } from '../registry.js'
import { integerAt, pick, recordAt, revertOf, textAt } from './read.js'

/** Compound v2: the stale view of every account, then the liquidation in the block that included it (the next one, where it reverted). */
export const compound2: Protocol = {
  format: 'lending',
  name: 'compound-v2',
  run(vector, set) {
    const pre = recordAt(vector, 'pre')
    const result = recordAt(vector, 'result')
    const call = recordAt(vector, 'call')
    const markets = listAt(pre, 'markets').map(marketOf)
    const positions = positionsOf(listAt(pre, 'markets'))
    const reverted = revertOf(result)
    const block = reverted === null ? integerAt(result, 'block') : integerAt(pre, 'block') + 1n
    const got = compoundV2.compoundLiquidate(
      { markets, positions, block },
      {
        closeFactor: integerAt(vector, 'closeFactor'),
        liquidationIncentive: integerAt(vector, 'liquidationIncentive'),
        protocolSeizeShare: integerAt(vector, 'protocolSeizeShare'),
      },
      modelOf(recordAt(set, 'irm')),
      {
        borrowed: textAt(call, 'borrowed'),
        collateral: textAt(call, 'collateral'),
        repayAmount: integerAt(call, 'repayAmount'),
      },
    )
    const accountLiquidity = compoundV2.accountLiquidity(markets, positions)
    const expected = { accountLiquidity: pick(recordAt(pre, 'accountLiquidity'), ['liquidity', 'shortfall']) }
    if (got.status === 'reverted') {
      return { expected: { ...expected, reverted }, got: { accountLiquidity, reverted: got.reason } }
    }
    if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
    return {
      expected: {
        ...expected,
        ...pick(result, ['seizeTokens', 'liquidatorSeizeTokens', 'protocolSeizeAmountUnderlying']),
      },
      got: { ...got, accountLiquidity, protocolSeizeAmountUnderlying: got.protocolSeizeAmount },
    }
  },
}

function marketOf(market: Fields): compoundV2.CompoundMarket {
  return {
    asset: textAt(market, 'sym'),
    price: integerAt(market, 'price'),
    collateralFactor: integerAt(market, 'collateralFactor'),
    reserveFactor: integerAt(market, 'reserveFactor'),
    cash: integerAt(market, 'cash'),
    totalBorrows: integerAt(market, 'totalBorrows'),
    totalReserves: integerAt(market, 'totalReserves'),
    totalSupply: integerAt(market, 'totalSupply'),
    // Read only while nothing is supplied; the stored rate is the initial one then.
    initialExchangeRate: integerAt(market, 'exchangeRateStored'),
    borrowIndex: integerAt(market, 'borrowIndex'),
    accrualBlock: integerAt(market, 'accrualBlockNumber'),
    isBorrowPaused: false,
  }
}

function positionsOf(markets: readonly Fields[]): compoundV2.CompoundPositions {
  return new Map(
    markets.map((market) => {
      const user = recordAt(market, 'user')
      return [
        textAt(market, 'sym'),
        {
          tokens: integerAt(user, 'cTokenBalance'),
          borrowPrincipal: integerAt(user, 'borrowPrincipal'),
          borrowInterestIndex: integerAt(user, 'borrowInterestIndex'),
        },
      ]
    }),
  )
}

function modelOf(model: Fields): compoundV2.JumpRate {
  if (model.model !== 'JumpRateModelV2') throw new Error(`unknown rate model ${String(model.model)}`)
  return {
    baseRatePerYear: integerAt(model, 'baseRatePerYear'),
    multiplierPerYear: integerAt(model, 'multiplierPerYear'),
    jumpMultiplierPerYear: integerAt(model, 'jumpMultiplierPerYear'),
    kink: integerAt(model, 'kink'),
    blocksPerYear: integerAt(model, 'blocksPerYear'),
  }
}

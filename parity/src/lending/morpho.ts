import { divFloor, morphoBlue } from '@plimsoll/core'
import type { Fields, Protocol } from '../registry.js'
import { integerAt, pick, recordAt, revertOf } from './read.js'

const TOTALS = ['totalSupplyAssets', 'totalSupplyShares', 'totalBorrowAssets', 'totalBorrowShares']
const LIQUIDATED = ['repaidAssets', 'repaidShares', 'seizedAssets', 'badDebtAssets', 'badDebtShares']
const YEAR_S = 31_536_000n

/** Morpho Blue: accrual at the recorded mock's rate, then the liquidation of every vector. */
export const morpho: Protocol = {
  format: 'lending',
  name: 'morpho-blue',
  run(vector) {
    const pre = recordAt(vector, 'pre')
    const result = recordAt(vector, 'result')
    const call = recordAt(vector, 'call')
    const position = recordAt(pre, 'position')
    const stored = marketOf(recordAt(pre, 'market'))
    const accrual = morphoBlue.accrue(stored, { rate: mockRate(stored), timestamp: integerAt(vector, 'timestamp') })
    const got = morphoBlue.morphoLiquidate(
      accrual.market,
      { borrowShares: integerAt(position, 'borrowShares'), collateral: integerAt(position, 'collateral') },
      { lltv: integerAt(recordAt(vector, 'marketParams'), 'lltv'), price: integerAt(vector, 'oraclePrice') },
      { seizedAssets: integerAt(call, 'seizedAssets'), repaidShares: integerAt(call, 'repaidShares') },
    )
    const reverted = revertOf(result)
    if (got.status === 'reverted') return { expected: { reverted }, got: { reverted: got.reason } }
    if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
    const post = recordAt(recordAt(result, 'post'), 'market')
    return {
      expected: {
        accrue: pick(recordAt(result, 'accrue'), ['interest', 'feeShares']),
        ...pick(result, LIQUIDATED),
        market: pick(post, TOTALS),
      },
      got: { accrue: accrual, ...got },
    }
  },
}

function marketOf(market: Fields): morphoBlue.MorphoMarket {
  return {
    totalSupplyAssets: integerAt(market, 'totalSupplyAssets'),
    totalSupplyShares: integerAt(market, 'totalSupplyShares'),
    totalBorrowAssets: integerAt(market, 'totalBorrowAssets'),
    totalBorrowShares: integerAt(market, 'totalBorrowShares'),
    lastUpdate: integerAt(market, 'lastUpdate'),
    fee: integerAt(market, 'fee'),
  }
}

/** The vectors' interest rate model: utilization a year. */
function mockRate(market: morphoBlue.MorphoMarket): bigint {
  return divFloor(divFloor(market.totalBorrowAssets * 10n ** 18n, market.totalSupplyAssets), YEAR_S)
}

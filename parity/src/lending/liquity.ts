import { liquityV1 } from '@plimsoll/core'
import type { Fields, Protocol } from '../registry.js'
import { integerAt, pick, recordAt, revertOf } from './read.js'

const RESULTS = [
  'spLUSDBurned',
  'spETHGained',
  'redistributedDebt',
  'redistributedColl',
  'collSurplus',
  'collGasCompensation',
  'LUSDGasCompensation',
]

/** Liquity v1: ratios and mode, then the liquidation of every trove. The pool keeps 1 LUSD in the recorded version. */
export const liquity: Protocol = {
  format: 'lending',
  name: 'liquity-v1',
  run(vector, set) {
    const pre = recordAt(vector, 'pre')
    const result = recordAt(vector, 'result')
    const constants = constantsOf(recordAt(set, 'constants'))
    const system = systemOf(pre)
    const troveFields = recordAt(pre, 'trove')
    const trove = { debt: integerAt(troveFields, 'entireDebt'), coll: integerAt(troveFields, 'entireColl') }
    const got = liquityV1.liquidateTrove(system, trove, constants)
    const state = {
      ICR: liquityV1.collateralRatioOf(trove, system.price),
      TCR: liquityV1.collateralRatioOf(system, system.price),
      recoveryMode: liquityV1.isRecoveryMode(system, constants),
    }
    const expected = pick(pre, ['ICR', 'TCR', 'recoveryMode'])
    const reverted = revertOf(result)
    if (got.status === 'reverted')
      return { expected: { ...expected, reverted }, got: { ...state, reverted: got.reason } }
    if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
    return {
      expected: { ...expected, ...pick(result, RESULTS) },
      got: {
        ...state,
        ...got,
        spLUSDBurned: got.poolBurned,
        spETHGained: got.poolGained,
        LUSDGasCompensation: got.lusdGasCompensation,
      },
    }
  },
}

function systemOf(pre: Fields): liquityV1.LiquitySystem {
  return {
    coll: integerAt(pre, 'activeColl') + integerAt(pre, 'defaultColl'),
    debt: integerAt(pre, 'activeDebt') + integerAt(pre, 'defaultDebt'),
    poolLusd: integerAt(pre, 'spLUSD'),
    price: integerAt(pre, 'price'),
    isLastTrove: false,
  }
}

function constantsOf(constants: Fields): liquityV1.LiquityConstants {
  return {
    minimumRatio: integerAt(constants, 'MCR'),
    criticalRatio: integerAt(constants, 'CCR'),
    gasCompensation: integerAt(constants, 'LUSD_GAS_COMPENSATION'),
    gasDivisor: integerAt(constants, 'PERCENT_DIVISOR'),
    poolMin: 10n ** 18n,
  }
}

import { aaveV3 } from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Protocol, Recomputed } from '../registry.js'
import { integerAt, pick, recordAt, revertOf, textAt } from './read.js'

/** Aave v3: indexes, balances, account data, and the liquidation call of every vector. */
export const aave: Protocol = {
  format: 'lending',
  name: 'aave-v3',
  run(vector, set) {
    const market = marketOf(vector, set)
    const user = userOf(recordAt(recordAt(vector, 'pre'), 'user'))
    const state = stateOf(vector, market, user)
    const liquidation = liquidationOf(vector, market, user)
    return {
      expected: { ...state.expected, liquidation: liquidation.expected },
      got: { ...state.got, liquidation: liquidation.got },
    }
  },
}

function marketOf(vector: Fields, set: Fields): aaveV3.AaveMarket {
  return {
    rules: aaveV3.versionOf(textAt(set, 'version')),
    reserves: listAt(recordAt(vector, 'pre'), 'reserves').map(reserveOf),
    eModes: listAt(set, 'eModes').map((mode) => ({
      id: Number(integerAt(mode, 'id')),
      ltv: integerAt(mode, 'ltv'),
      liquidationThreshold: integerAt(mode, 'lt'),
      liquidationBonus: integerAt(mode, 'lb'),
      collateral: new Set(mode.assets as string[]),
      borrowable: null,
      ltvZero: new Set(),
    })),
    timestamp: integerAt(vector, 'timestamp'),
    sentinel: null,
  }
}

function reserveOf(reserve: Fields): aaveV3.Reserve {
  const configuration = aaveV3.reserveConfiguration(integerAt(reserve, 'configData'))
  const { isActive, isPaused, debtCeiling, isSiloed } = configuration
  return {
    asset: textAt(reserve, 'sym'),
    id: Number(integerAt(reserve, 'id')),
    unit: 10n ** integerAt(reserve, 'decimals'),
    price: integerAt(reserve, 'price'),
    ltv: integerAt(reserve, 'ltv'),
    liquidationThreshold: integerAt(reserve, 'liquidationThreshold'),
    liquidationBonus: integerAt(reserve, 'liquidationBonus'),
    liquidationProtocolFee: integerAt(reserve, 'liquidationProtocolFee'),
    isActive,
    isPaused,
    liquidationGracePeriodUntil: 0n,
    liquidityIndex: integerAt(reserve, 'liquidityIndex'),
    variableBorrowIndex: integerAt(reserve, 'variableBorrowIndex'),
    currentLiquidityRate: integerAt(reserve, 'currentLiquidityRate'),
    currentVariableBorrowRate: integerAt(reserve, 'currentVariableBorrowRate'),
    lastUpdateTimestamp: integerAt(reserve, 'lastUpdateTimestamp'),
    deficit: 'deficit' in reserve ? integerAt(reserve, 'deficit') : 0n,
    modes: {
      ...aaveV3.NO_MODES,
      debtCeiling,
      isSiloed,
      isBorrowableInIsolation: configuration.canBeBorrowedInIsolation,
    },
  }
}

function userOf(user: Fields): aaveV3.AaveUser {
  return {
    eMode: Number(integerAt(user, 'eMode')),
    configuration: integerAt(user, 'configData'),
    positions: new Map(
      listAt(user, 'positions').map((position) => [
        textAt(position, 'sym'),
        {
          scaledSupply: integerAt(position, 'scaledAToken'),
          scaledDebt: integerAt(position, 'scaledVariableDebt'),
        },
      ]),
    ),
  }
}

function stateOf(vector: Fields, market: aaveV3.AaveMarket, user: aaveV3.AaveUser): Recomputed {
  const pre = recordAt(vector, 'pre')
  const balances = new Map(market.reserves.map((reserve) => [reserve.asset, aaveV3.balancesOf(market, user, reserve)]))
  const positions = listAt(recordAt(pre, 'user'), 'positions')
  return {
    expected: {
      reserves: listAt(pre, 'reserves').map((each) => pick(each, ['normalizedIncomeAtT', 'normalizedDebtAtT'])),
      positions: positions.map((each) => pick(each, ['aTokenBalance', 'variableDebt'])),
      accountData: pre.accountData,
    },
    got: {
      reserves: market.reserves.map((reserve) => {
        const { supply, debt } = aaveV3.indexesOf(reserve, market)
        return { normalizedIncomeAtT: supply, normalizedDebtAtT: debt }
      }),
      positions: positions.map((each) => {
        const { supplied, debt } = balances.get(textAt(each, 'sym')) ?? { supplied: 0n, debt: 0n }
        return { aTokenBalance: supplied, variableDebt: debt }
      }),
      accountData: aaveV3.accountData(market, user),
    },
  }
}

function liquidationOf(vector: Fields, market: aaveV3.AaveMarket, user: aaveV3.AaveUser): Recomputed {
  const call = recordAt(vector, 'call')
  const result = recordAt(vector, 'result')
  const [collateral, debt] = [textAt(call, 'collateral'), textAt(call, 'debt')]
  const got = aaveV3.liquidationCall(market, user, { collateral, debt, debtToCover: integerAt(call, 'debtToCover') })
  const reverted = revertOf(result)
  if (got.status === 'reverted') return { expected: { reverted }, got: { reverted: got.reason } }
  if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
  const isOneAsset = collateral === debt
  const hasBadDebt = got.deficits.length > 0
  return {
    expected: {
      ...pick(result, ['debtToCover', 'liquidatedCollateralAmount', 'treasuryScaledATokenDelta', 'deficits']),
      ...(!isOneAsset && pick(result, ['liquidatorDebtTokenDelta'])),
      ...(!hasBadDebt && { scaledVariableDebt: debtAfter(result, debt) }),
    },
    got: {
      debtToCover: got.debtToCover,
      liquidatedCollateralAmount: got.liquidatedCollateral,
      treasuryScaledATokenDelta: got.protocolFeeScaled,
      deficits: got.deficits.map(({ asset, amount }) => ({ sym: asset, amount })),
      liquidatorDebtTokenDelta: -got.debtToCover,
      scaledVariableDebt: aaveV3.positionOf(got.user, debt).scaledDebt,
    },
  }
}

function debtAfter(result: Fields, asset: string): bigint {
  const positions = listAt(recordAt(recordAt(result, 'post'), 'user'), 'positions')
  const position = positions.find((each) => each.sym === asset)
  if (position === undefined) throw new Error(`the state after has no ${asset}`)
  return integerAt(position, 'scaledVariableDebt')
}

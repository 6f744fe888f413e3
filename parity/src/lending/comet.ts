import { compoundV3 } from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Protocol, Recomputed } from '../registry.js'
import { integerAt, pick, recordAt, revertOf, textAt } from './read.js'

/** Compound v3: both views on the stored index, the debt accrued, the absorption, and a purchase of what it seized. */
export const comet: Protocol = {
  format: 'lending',
  name: 'compound-v3-comet',
  run(vector, set) {
    const pre = recordAt(vector, 'pre')
    const timestamp = integerAt(vector, 'timestamp')
    const view = viewOf(vector, set)
    const account = accountOf(pre, view.config)
    const totals = compoundV3.accrueComet(view.totals, view.config, timestamp)
    const absorption = compoundV3.absorb(view, account, timestamp)
    const absorbed = absorbOf(recordAt(vector, 'absorb'), absorption)
    const bought = 'buy' in vector ? buyOf(vector, view, absorption) : { expected: {}, got: {} }
    return {
      expected: {
        ...pick(pre, ['isLiquidatable', 'isBorrowCollateralized', 'borrowBalanceOf']),
        ...pick(vector, ['isLiquidatableAfterAccrue']),
        absorb: absorbed.expected,
        buy: bought.expected,
      },
      got: {
        isLiquidatable: compoundV3.isCometLiquidatable(view, account),
        isBorrowCollateralized: compoundV3.isBorrowCollateralized(view, account),
        borrowBalanceOf: compoundV3.borrowBalanceOf(totals, account),
        isLiquidatableAfterAccrue: compoundV3.isCometLiquidatable({ ...view, totals }, account),
        absorb: absorbed.got,
        buy: bought.got,
      },
    }
  },
}

type Absorbed = ReturnType<typeof compoundV3.absorb>

function absorbOf(recorded: Fields, absorption: Absorbed): Recomputed {
  const reverted = revertOf(recorded)
  if (absorption.status === 'reverted') return { expected: { reverted }, got: { reverted: absorption.reason } }
  if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
  return {
    expected: {
      ...pick(recorded, ['basePaidOut', 'usdValue', 'collateral']),
      ...pick(recordAt(recorded, 'post'), ['principal']),
    },
    got: {
      basePaidOut: absorption.basePaidOut,
      usdValue: absorption.value,
      collateral: absorption.collateral.map(({ asset, amount, value }) => ({
        sym: asset,
        collateralAbsorbed: amount,
        usdValue: value,
      })),
      principal: absorption.account.principal,
    },
  }
}

/** The purchase follows the absorption in the same second. */
function buyOf(vector: Fields, view: compoundV3.CometView, absorption: Absorbed): Recomputed {
  const buy = recordAt(vector, 'buy')
  const pre = recordAt(vector, 'pre')
  const asset = textAt(buy, 'asset')
  const baseAmount = integerAt(buy, 'baseAmount')
  const { config, prices } = view
  const seized =
    absorption.status === 'done' ? absorption.collateral.find((each) => each.asset === asset)?.amount : undefined
  const state = {
    reserves: compoundV3.reservesOf(
      integerAt(pre, 'cometBaseBalance'),
      absorption.status === 'done' ? absorption.totals : view.totals,
    ),
    collateralReserves: integerAt(recordAt(pre, 'collateralReserves'), asset) + (seized ?? 0n),
  }
  const bought = compoundV3.buyCollateral(config, prices, state, { asset, baseAmount, minAmount: 0n })
  const quote = compoundV3.quoteCollateral(config, prices, { asset, baseAmount })
  const reverted = revertOf(buy)
  if (bought.status === 'reverted')
    return { expected: { ...pick(buy, ['quote']), reverted }, got: { quote, reverted: bought.reason } }
  if (reverted !== null) return { expected: { reverted }, got: { reverted: 'nothing' } }
  return { expected: pick(buy, ['quote', 'received']), got: { quote, received: bought.received } }
}

function viewOf(vector: Fields, set: Fields): compoundV3.CometView {
  const totals = recordAt(recordAt(vector, 'pre'), 'totals')
  const prices = recordAt(vector, 'prices')
  const config = configOf(recordAt(set, 'config'))
  return {
    config: compoundV3.storedConfig(config),
    totals: {
      baseSupplyIndex: integerAt(totals, 'baseSupplyIndex'),
      baseBorrowIndex: integerAt(totals, 'baseBorrowIndex'),
      totalSupplyBase: integerAt(totals, 'totalSupplyBase'),
      totalBorrowBase: integerAt(totals, 'totalBorrowBase'),
      lastAccrualTime: integerAt(totals, 'lastAccrualTime'),
    },
    prices: {
      base: integerAt(prices, 'base'),
      assets: new Map(config.assets.map(({ asset }) => [asset, integerAt(prices, asset)])),
    },
  }
}

function accountOf(pre: Fields, config: compoundV3.CometConfig): compoundV3.CometAccount {
  const collateral = recordAt(pre, 'collateral')
  return {
    principal: integerAt(pre, 'principal'),
    assetsIn: integerAt(pre, 'assetsIn'),
    collateral: new Map(config.assets.map(({ asset }) => [asset, integerAt(collateral, asset)])),
  }
}

function configOf(config: Fields): compoundV3.CometConfig {
  const curve = (side: 'supply' | 'borrow'): compoundV3.RateCurve => ({
    kink: integerAt(config, `${side}Kink`),
    slopeLow: integerAt(config, `${side}PerYearInterestRateSlopeLow`),
    slopeHigh: integerAt(config, `${side}PerYearInterestRateSlopeHigh`),
    base: integerAt(config, `${side}PerYearInterestRateBase`),
  })
  return {
    // The recorded market lends USDC.
    baseScale: 10n ** 6n,
    supply: curve('supply'),
    borrow: curve('borrow'),
    storeFrontPriceFactor: integerAt(config, 'storeFrontPriceFactor'),
    targetReserves: integerAt(config, 'targetReserves'),
    assets: listAt(config, 'assetConfigs').map((asset) => ({
      asset: textAt(asset, 'sym'),
      scale: 10n ** integerAt(asset, 'decimals'),
      borrowCollateralFactor: integerAt(asset, 'borrowCollateralFactor'),
      liquidateCollateralFactor: integerAt(asset, 'liquidateCollateralFactor'),
      liquidationFactor: integerAt(asset, 'liquidationFactor'),
    })),
  }
}

import { ftx, gmxV2, okx, perpV2, rational, synthetixV3 } from '@plimsoll/core'
import { flagAt, integerAt, listAt, numberAt, numbersAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model, signedAt } from './model.js'

/** Venues whose rules stand alone: FTX, OKX portfolio margin, GMX v2, Perpetual Protocol v2, Synthetix v3. */
export const protocolModels: readonly Model[] = [
  model('ftx.flowchart', (inputs) => {
    const { equity, leverage, distance } = ftx.accountAfterMove({
      collateral: numberAt(inputs, 'collateral'),
      entryValue: signedAt(inputs, 'entryNotional'),
      move: numberAt(inputs, 'move'),
    })
    return { equity, leverageOnEntryNotional: leverage, distancePctOfEntryNotional: percent(distance) }
  }),
  model('ftx.naiveMf', (inputs) => {
    const { equity, fraction } = ftx.fractionOfAssets({
      assets: numberAt(inputs, 'assetValue'),
      debt: numberAt(inputs, 'debt'),
    })
    return { equity, mfOnAssets: fraction }
  }),
  model('okx.pm.scaling', (inputs) => {
    const { unscaled, scaledCharge, requirement } = okx.portfolioRequirement({
      block: numberAt(inputs, 'mrBlock'),
      minimumCharge: numberAt(inputs, 'mr7Raw'),
      bands: listAt(inputs, 'tiers').map((row) => ({ upTo: numberAt(row, 'upTo'), multiplier: numberAt(row, 'mult') })),
    })
    return { mmrBefore: unscaled, mr7Adjusted: scaledCharge, mmrAfter: requirement }
  }),
  model('okx.partial.toTierMax', (inputs) => ({
    contractsToClose: okx.contractsToTier(numberAt(inputs, 'contracts'), numberAt(inputs, 'targetTierMax')),
  })),
  model('gmx.liquidatable', (inputs) => {
    const price = numberAt(inputs, 'price')
    const sizeUsd = numberAt(inputs, 'sizeUsd')
    const remaining = gmxV2.remainingCollateral({
      collateralTokens: numberAt(inputs, 'collateralTokens'),
      collateralPrice: flagAt(inputs, 'collateralIsIndex') ? price : rational(1n),
      sizeUsd,
      entryPrice: numberAt(inputs, 'entryPrice'),
      indexPrice: price,
      side: numberAt(inputs, 'side').numerator < 0n ? 'short' : 'long',
    })
    return {
      remaining,
      liquidatable: gmxV2.isLiquidatable(remaining, {
        sizeUsd,
        collateralUsdMin: numberAt(inputs, 'minCollateralUsd'),
        collateralFactorMin: numberAt(inputs, 'minCollateralFactor'),
      }),
    }
  }),
  model('perp.maxRepayDebt', (inputs) => ({ maxRepay: perpV2.repaymentMax(debtOf(inputs)) })),
  model('perp.maxRepay', (inputs) => {
    const { repayment, collateral } = perpV2.liquidationMax(debtOf(inputs), {
      ...discountedOf(inputs),
      held: numberAt(inputs, 'collateral'),
      decimals: integerAt(inputs, 'decimals'),
      settlementDecimals: integerAt(inputs, 'settleDecimals'),
    })
    return { maxRepay: repayment, maxCollateral: collateral }
  }),
  model('perp.repayForCollateral', (inputs) => ({
    settlement: perpV2.paymentFor(numberAt(inputs, 'collateral'), {
      ...discountedOf(inputs),
      settlementDecimals: integerAt(inputs, 'settleDecimals'),
    }),
  })),
  model('perp.collateralForRepay', (inputs) => ({
    collateral: perpV2.collateralFor(numberAt(inputs, 'settlement'), {
      ...discountedOf(inputs),
      decimals: integerAt(inputs, 'decimals'),
    }),
  })),
  model('snx.account', (inputs) => {
    const prices = numbersAt(inputs, 'prices')
    const positions = listAt(inputs, 'markets').map((row, index): synthetixV3.SkewPosition => {
      const size = numberAt(row, 'size')
      const skewScale = numberAt(row, 'skewScale')
      const price = prices[index]
      if (price === undefined) throw new Error(`market ${index} has no price`)
      const opened = { price: numberAt(row, 'open'), skewBefore: rational(0n), skewAfter: size, skewScale }
      return {
        size,
        entryPrice: synthetixV3.fillPrice(opened),
        price,
        market: {
          skewScale,
          initialFraction: numberAt(row, 'imf'),
          initialFractionMin: numberAt(row, 'minImf'),
          maintenanceScalar: numberAt(row, 'mmScalar'),
        },
      }
    })
    const { pnl, availableMargin, maintenance, isLiquidatable } = synthetixV3.assessAccount({
      collateral: numberAt(inputs, 'collateral'),
      positions,
      positionMarginMin: numberAt(inputs, 'minPositionMargin'),
    })
    return { pnl, availableMargin, maintenance, liquidatable: isLiquidatable }
  }),
  model('snx.window', (inputs) => {
    const maxPerWindow = synthetixV3.windowMax({
      makerFee: numberAt(inputs, 'makerFee'),
      takerFee: numberAt(inputs, 'takerFee'),
      skewScale: numberAt(inputs, 'skewScale'),
      multiplier: numberAt(inputs, 'multiplier'),
      windowSeconds: numberAt(inputs, 'windowSeconds'),
    })
    return {
      maxPerWindow,
      remainingAfterFirst: synthetixV3.leftAfterWindow(numberAt(inputs, 'position'), maxPerWindow),
    }
  }),
]

function debtOf(inputs: Fields): perpV2.SettlementDebt {
  return {
    debt: numberAt(inputs, 'debt'),
    dust: numberAt(inputs, 'dust'),
    liquidationRatio: numberAt(inputs, 'liquidationRatio'),
    insuranceRate: numberAt(inputs, 'insuranceRate'),
  }
}

function discountedOf(inputs: Fields): perpV2.Discounted {
  return { price: numberAt(inputs, 'price'), discount: numberAt(inputs, 'discount') }
}

/** The unit in which the vector states it. */
function percent(fraction: ReturnType<typeof numberAt>) {
  return { numerator: fraction.numerator * 100n, denominator: fraction.denominator }
}

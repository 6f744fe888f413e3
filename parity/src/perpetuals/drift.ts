import { driftV2 } from '@plimsoll/core'
import { flagAt, integerAt, numberAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model } from './model.js'

/** Drift v2 margin in its own integers; drift-liquidation.ts has what follows. */
export const driftMarginModels: readonly Model[] = [
  model('drift.assetWeight', (inputs) => ({ weight: driftV2.assetWeight(spotSizeOf(inputs)) })),
  model('drift.liabilityWeight', (inputs) => ({ weight: driftV2.liabilityWeight(spotSizeOf(inputs)) })),
  model('drift.upnlWeight', (inputs) => ({
    weight: driftV2.pnlWeight({
      pnl: integerAt(inputs, 'unrealizedPnl'),
      imfFactor: integerAt(inputs, 'imfFactor'),
      weight: integerAt(inputs, 'weight'),
    }),
  })),
  model('drift.scaledInitialWeight', (inputs) => ({
    weight: driftV2.scaledInitialWeight({
      deposits: numberAt(inputs, 'depositTokens'),
      price: numberAt(inputs, 'priceUsd'),
      start: numberAt(inputs, 'start'),
      weight: integerAt(inputs, 'weight'),
    }),
  })),
  model('drift.perpRequirement', (inputs) => {
    const { requirement, weightedPnl } = driftV2.perpInitialMargin(perpOf(inputs), {
      price: integerAt(inputs, 'price'),
      marginRatio: integerAt(inputs, 'marginRatio'),
      imfFactor: integerAt(inputs, 'imfFactor'),
      pnlWeight: integerAt(inputs, 'upnlWeight'),
    })
    return { marginRequirement: requirement, weightedUpnl: weightedPnl }
  }),
  model('drift.marginRatio', (inputs) => ({
    ratio: driftV2.perpMarginRatio({
      size: integerAt(inputs, 'size'),
      ratios: { initial: integerAt(inputs, 'init'), maintenance: integerAt(inputs, 'maint') },
      imfFactor: integerAt(inputs, 'imf'),
      type: oneOf(inputs, 'type', ['initial', 'fill', 'maintenance']),
      ...(inputs.highLeverage !== undefined &&
        flagAt(inputs, 'highLeverage') && {
          highLeverage: { initial: integerAt(inputs, 'hlInit'), maintenance: integerAt(inputs, 'hlMaint') },
        }),
    }),
  })),
  model('drift.customRatio', (inputs) => ({
    marginRequirement: driftV2.chosenRatioRequirement({
      side: oneOf(inputs, 'type', ['initial', 'maintenance']),
      perpNotional: integerAt(inputs, 'perpNotional'),
      perpInitialRatio: integerAt(inputs, 'perpRatio'),
      perpMaintenanceRatio: integerAt(inputs, 'perpMaint'),
      borrowValue: integerAt(inputs, 'borrowValue'),
      liabilityInitialWeight: integerAt(inputs, 'liabWeight'),
      liabilityMaintenanceWeight: integerAt(inputs, 'liabMaint'),
      chosenRatio: integerAt(inputs, 'customRatio'),
    }),
  })),
  model('drift.customCollateral', (inputs) => ({
    totalCollateral: driftV2.chosenRatioCollateral({
      value: integerAt(inputs, 'value'),
      weight: integerAt(inputs, 'weight'),
      chosenRatio: integerAt(inputs, 'customRatio'),
    }),
  })),
  model('drift.strictPrice', (inputs) => {
    const { requirement, collateral } = driftV2.strictMargin(
      { price: integerAt(inputs, 'quotePrice'), average5m: integerAt(inputs, 'quoteTwap5m') },
      {
        deposit: integerAt(inputs, 'deposit'),
        perpNotional: integerAt(inputs, 'perpNotional'),
        marginRatio: integerAt(inputs, 'ratio'),
      },
    )
    return { marginRequirement: requirement, totalCollateral: collateral }
  }),
  model('drift.liqBuffer', (inputs) => {
    const { collateral, withBuffer } = driftV2.bufferedCollateral({
      deposit: integerAt(inputs, 'deposit'),
      pnl: integerAt(inputs, 'perpPnl'),
      buffer: integerAt(inputs, 'bufferBps'),
    })
    return { totalCollateral: collateral, totalCollateralPlusBuffer: withBuffer }
  }),
  model('drift.isolated', (inputs) => {
    const isolated = driftV2.isolatedMargin(
      { base: integerAt(inputs, 'isoBase'), quote: integerAt(inputs, 'isoQuote') },
      {
        deposit: integerAt(inputs, 'isoDeposit'),
        price: integerAt(inputs, 'price'),
        marginRatio: integerAt(inputs, 'ratio'),
        buffer: integerAt(inputs, 'isoBuffer'),
      },
    )
    const crossDeposit = integerAt(inputs, 'crossDeposit')
    return {
      crossRequirement: driftV2.part(integerAt(inputs, 'crossBorrowValue'), integerAt(inputs, 'liabWeight')),
      // The isolated position takes nothing from the cross account and adds nothing to it.
      crossCollateral: crossDeposit,
      isoRequirement: isolated.requirement,
      isoCollateral: isolated.collateral,
      isoRequirementPlusBuffer: isolated.requirementWithBuffer,
      isoCollateralPlusBuffer: isolated.collateralWithBuffer,
    }
  }),
]

function spotSizeOf(inputs: Fields): driftV2.SpotSize {
  return {
    amount: integerAt(inputs, 'size'),
    decimals: integerAt(inputs, 'decimals'),
    imfFactor: integerAt(inputs, 'imfFactor'),
    weight: integerAt(inputs, 'weight'),
  }
}

function perpOf(inputs: Fields): driftV2.PerpPosition {
  return { base: integerAt(inputs, 'base'), quote: integerAt(inputs, 'quote') }
}

function oneOf<const T extends string>(inputs: Fields, key: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === inputs[key])
  if (found === undefined) throw new Error(`the input ${key} is none of ${allowed.join(', ')}`)
  return found
}

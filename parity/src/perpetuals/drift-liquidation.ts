import { driftV2 } from '@plimsoll/core'
import { integerAt, listAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model } from './model.js'

/** Drift v2: the steps of a liquidation and what follows when nothing is left. */
export const driftLiquidationModels: readonly Model[] = [
  model('drift.baseToCover', (inputs) => ({
    baseAmount: driftV2.baseToCover({
      ...shortageOf(inputs),
      marginRatio: integerAt(inputs, 'marginRatio'),
      liquidatorFee: integerAt(inputs, 'liquidationFee'),
      fundFee: integerAt(inputs, 'ifFee'),
      oraclePrice: integerAt(inputs, 'oraclePrice'),
      quotePrice: integerAt(inputs, 'quotePrice'),
    }),
  })),
  model('drift.perpIfFee', (inputs) => ({
    fee: driftV2.perpFundFee({
      ...shortageOf(inputs),
      base: integerAt(inputs, 'baseAmount'),
      marginRatio: integerAt(inputs, 'marginRatio'),
      liquidatorFee: integerAt(inputs, 'liquidatorFee'),
      oraclePrice: integerAt(inputs, 'oraclePrice'),
      quotePrice: integerAt(inputs, 'quotePrice'),
      fundFeeMax: integerAt(inputs, 'maxIfFee'),
    }),
  })),
  model('drift.spotIfFee', (inputs) => ({
    fee: driftV2.spotFundFee(sidesOf(inputs), {
      ...shortageOf(inputs),
      amount: integerAt(inputs, 'tokenAmount'),
      decimals: integerAt(inputs, 'decimals'),
      price: integerAt(inputs, 'price'),
      fundFeeMax: integerAt(inputs, 'maxIfFee'),
    }),
  })),
  model('drift.liabilityToCover', (inputs) => ({
    liabilityTransfer: driftV2.liabilityToCover(sidesOf(inputs), {
      ...shortageOf(inputs),
      liabilityDecimals: integerAt(inputs, 'liabilityDecimals'),
      liabilityPrice: integerAt(inputs, 'liabilityPrice'),
      fundFee: integerAt(inputs, 'ifFee'),
    }),
  })),
  model('drift.liabilityImplied', (inputs) => ({
    liabilityTransfer: driftV2.liabilityImplied(
      integerAt(inputs, 'assetAmount'),
      sideOf(inputs, 'asset'),
      sideOf(inputs, 'liability'),
    ),
  })),
  model('drift.assetTransfer', (inputs) => ({
    assetTransfer: driftV2.assetSeized(
      { held: integerAt(inputs, 'assetAmount'), liabilityAmount: integerAt(inputs, 'liabilityAmount') },
      sideOf(inputs, 'asset'),
      sideOf(inputs, 'liability'),
    ),
  })),
  model('drift.maxPct', (inputs) => ({
    pct: driftV2.curableShare(integerAt(inputs, 'marginShortage'), paceOf(inputs)),
  })),
  model('drift.liqFee', (inputs) => ({
    fee: driftV2.liquidatorFee({
      base: integerAt(inputs, 'base'),
      feeMax: integerAt(inputs, 'max'),
      slot: integerAt(inputs, 'slot'),
      lastActiveSlot: integerAt(inputs, 'lastActiveSlot'),
    }),
  })),
  model('drift.liquidatePerp', (inputs) => {
    const step = driftV2.liquidatePerp({
      position: { base: integerAt(inputs, 'base'), quote: integerAt(inputs, 'quote') },
      collateral: integerAt(inputs, 'collateral'),
      price: integerAt(inputs, 'price'),
      maintenanceRatio: integerAt(inputs, 'mmr'),
      buffer: integerAt(inputs, 'bufferBps'),
      liquidatorFee: integerAt(inputs, 'liqFee'),
      fundFeeMax: integerAt(inputs, 'ifFee'),
      stepSize: integerAt(inputs, 'stepSize'),
      liquidatorBaseMax: integerAt(inputs, 'liquidatorMaxBase'),
      pace: paceOf(inputs),
    })
    return {
      userBase: step.position.base,
      userQuote: step.position.quote,
      liquidatorBase: step.taken.base,
      liquidatorQuote: step.taken.quote,
      ifFeePaid: step.fundFee,
      marginFreed: step.marginFreed,
    }
  }),
  model('drift.fundingDelta', (inputs) => ({
    cumulativeFundingDelta: driftV2.socialLossDelta(integerAt(inputs, 'loss'), openInterestOf(inputs)),
  })),
  model('drift.perpBankruptcy', (inputs) => {
    const before = { long: integerAt(inputs, 'cumLong'), short: integerAt(inputs, 'cumShort') }
    const after = driftV2.socializeLoss(before, integerAt(inputs, 'loss'), openInterestOf(inputs))
    const payments = listAt(inputs, 'positions').map((row) =>
      driftV2.fundingPayment({ base: integerAt(row, 'base'), lastIndex: integerAt(row, 'last') }, after),
    )
    return { cumLong: after.long, cumShort: after.short, payments }
  }),
  model('drift.depositInterestDelta', (inputs) => ({
    delta: driftV2.depositInterestDelta(integerAt(inputs, 'borrow'), poolOf(inputs)),
  })),
  model('drift.spotBankruptcy', (inputs) => {
    const after = driftV2.shareBadDebt(integerAt(inputs, 'borrow'), poolOf(inputs))
    return { cumulativeDepositInterest: after.cumulativeInterest, depositsAfter: driftV2.depositsOf(after) }
  }),
]

function shortageOf(inputs: Fields) {
  return { marginShortage: integerAt(inputs, 'marginShortage') }
}

function sidesOf(inputs: Fields): driftV2.SpotSides {
  return {
    assetWeight: integerAt(inputs, 'assetWeight'),
    liabilityWeight: integerAt(inputs, 'liabilityWeight'),
    assetMultiplier: integerAt(inputs, 'assetMultiplier'),
    liabilityMultiplier: integerAt(inputs, 'liabilityMultiplier'),
  }
}

function sideOf(inputs: Fields, name: 'asset' | 'liability'): driftV2.SpotSide {
  return {
    decimals: integerAt(inputs, `${name}Decimals`),
    price: integerAt(inputs, `${name}Price`),
    multiplier: integerAt(inputs, `${name}Multiplier`),
  }
}

function paceOf(inputs: Fields): driftV2.Pace {
  return {
    slot: integerAt(inputs, 'slot'),
    lastActiveSlot: integerAt(inputs, 'lastActiveSlot'),
    initialShare: integerAt(inputs, 'initialPct'),
    duration: integerAt(inputs, 'duration'),
    marginFreed: integerAt(inputs, 'marginFreed'),
  }
}

function openInterestOf(inputs: Fields): driftV2.OpenInterest {
  return { long: integerAt(inputs, 'baseLong'), short: integerAt(inputs, 'baseShort') }
}

function poolOf(inputs: Fields): driftV2.DepositPool {
  return {
    balance: integerAt(inputs, 'depositBalance'),
    cumulativeInterest: integerAt(inputs, 'cumulativeDepositInterest'),
    decimals: integerAt(inputs, 'decimals'),
  }
}

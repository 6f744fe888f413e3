import { formulas, type Rational } from '@plimsoll/core'
import { listAt, numberAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model } from './model.js'

/** How rates follow the size: marginal tables whose deduction ("cum") keeps the requirement continuous, flat ones, steps, roots. */
export const tierModels: readonly Model[] = [
  model('tiers.cum', (inputs) => ({ cum: formulas.exactDeductions(bandsOf(inputs)) })),
  model('tiers.cumStep', (inputs) => ({
    cum: formulas.nextDeduction(numberAt(inputs, 'prevCum'), {
      floor: numberAt(inputs, 'floor'),
      rate: numberAt(inputs, 'rate'),
      rateBefore: numberAt(inputs, 'prevRate'),
    }),
  })),
  model('tiers.lookup', (inputs) => {
    if (inputs.boundary !== 'floor-inclusive') throw new Error(`unknown boundary ${String(inputs.boundary)}`)
    const bands = bandsOf(inputs)
    const starts = bands.map(({ floor }) => floor)
    const place = formulas.bandIndexOf(starts, numberAt(inputs, 'notional'))
    return { rate: bands[place]?.rate, cum: formulas.exactDeductions(bands)[place] }
  }),
  model('hyperliquid.mmr', (inputs) => ({ mmr: formulas.halfInitialRate(numberAt(inputs, 'maxLeverage')) })),
  model('hyperliquid.tiers.continuity', (inputs) => {
    const bands = listAt(inputs, 'tiers').map((row) => ({
      floor: numberAt(row, 'floor'),
      rate: formulas.halfInitialRate(numberAt(row, 'maxLeverage')),
    }))
    return { continuousAtEveryFloor: formulas.isContinuous(bands, formulas.exactDeductions(bands)) }
  }),
  model('okx.tier', (inputs) => ({
    mmr: formulas.flatRateOf(
      listAt(inputs, 'tiers').map((row) => ({ min: numberAt(row, 'min'), rate: numberAt(row, 'mmr') })),
      numberAt(inputs, 'size'),
    ),
  })),
  model('bitmex.riskLimit', (inputs) => {
    const value = numberAt(inputs, 'positionValue')
    const { steps, maintenanceRate, initialRate } = formulas.riskLimitRates({
      value,
      baseLimit: numberAt(inputs, 'baseLimit'),
      step: numberAt(inputs, 'step'),
      baseMaintenance: numberAt(inputs, 'baseMaint'),
      baseInitial: numberAt(inputs, 'baseInit'),
    })
    const maintenanceMargin = formulas.tieredMaintenance({ notional: value, rate: maintenanceRate })
    return { steps, maintRate: maintenanceRate, initRate: initialRate, maintenanceMargin }
  }),
  model('deribit.standard', (inputs) => {
    const { ratePercent, coins, quote } = formulas.sizedMargin({
      size: numberAt(inputs, 'positionCoins'),
      indexPrice: numberAt(inputs, 'index'),
      basePercent: numberAt(inputs, 'basePct'),
      incrementPercent: numberAt(inputs, 'incrementPctPerCoin'),
    })
    return { ratePct: ratePercent, marginCoins: coins, marginQuote: quote }
  }),
  model('ftx.imfSqrt', (inputs) => ({
    imf: formulas.squareRootRate({ factor: numberAt(inputs, 'imfFactor'), size: numberAt(inputs, 'size') }),
  })),
]

function bandsOf(inputs: Fields): readonly { readonly floor: Rational; readonly rate: Rational }[] {
  return listAt(inputs, 'tiers').map((row) => ({ floor: numberAt(row, 'floor'), rate: numberAt(row, 'rate') }))
}

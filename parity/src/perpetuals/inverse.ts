import { bybit, formulas } from '@plimsoll/core'
import { numberAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model, signedAt } from './model.js'

/** Coin-margined contracts. */
export const inverseModels: readonly Model[] = [
  model('inverse.im', (inputs) => {
    const face = formulas.faceValue(numberAt(inputs, 'contracts'), numberAt(inputs, 'contractSize'))
    const notional = formulas.inverseNotional(face, numberAt(inputs, 'price'))
    return { initialMargin: formulas.initialMargin(notional, numberAt(inputs, 'leverage')) }
  }),
  model('binance.coinm.mm', (inputs) => {
    const face = formulas.faceValue(numberAt(inputs, 'contracts'), numberAt(inputs, 'contractSize'))
    const notional = formulas.inverseNotional(face, numberAt(inputs, 'mark'))
    const rates = { rate: numberAt(inputs, 'mmr'), deduction: numberAt(inputs, 'cum') }
    return { notional, maintenanceMargin: formulas.tieredMaintenance({ notional, ...rates }) }
  }),
  model('bybit.inverse.cross.bankruptcy', (inputs) => ({
    bankruptcyPrice: bybit.inverseCrossBankruptcyPrice(crossOf(inputs)),
  })),
  model('bybit.inverse.cross.liq', (inputs) => ({
    liquidationPrice: bybit.inverseCrossLiquidationPrice({
      ...crossOf(inputs),
      maintenanceRate: numberAt(inputs, 'mmr'),
      tick: numberAt(inputs, 'tick'),
    }),
  })),
  model('bybit.inverse.isolated.bankruptcy', (inputs) => {
    const found = bybit.inverseIsolatedBankruptcyPrice({
      contracts: numberAt(inputs, 'side'),
      entryPrice: numberAt(inputs, 'entry'),
      leverage: numberAt(inputs, 'leverage'),
      tick: numberAt(inputs, 'tick'),
    })
    return { raw: found?.raw, bankruptcyPrice: found?.price }
  }),
  model('bitmex.inverse.funding', (inputs) => {
    const face = signedAt(inputs, 'contracts')
    const entryPrice = numberAt(inputs, 'entry')
    const { fundingPaid, realizedPnl, net } = formulas.inverseRoundTrip({
      face,
      entryPrice,
      exitPrice: numberAt(inputs, 'exit'),
      markPrice: numberAt(inputs, 'mark'),
      fundingRate: numberAt(inputs, 'fundingRate'),
    })
    return { entryValue: formulas.inverseNotional(face, entryPrice), fundingPaid, realisedPnl: realizedPnl, net }
  }),
]

function crossOf(inputs: Fields) {
  return {
    contracts: signedAt(inputs, 'contracts'),
    entryPrice: numberAt(inputs, 'entry'),
    balance: numberAt(inputs, 'balance'),
    orderMargin: numberAt(inputs, 'orderMargin'),
    takerFee: numberAt(inputs, 'takerFee'),
  }
}

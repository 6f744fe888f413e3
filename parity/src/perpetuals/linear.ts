import { formulas, phemex, type Rational, ZERO } from '@plimsoll/core'
import { listAt, numberAt, recordAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model, signedAt } from './model.js'

/** Margin and prices of linear contracts, by the venues that print them. */
export const linearModels: readonly Model[] = [
  model('linear.im', (inputs) => {
    const notional = formulas.linearNotional(numberAt(inputs, 'qty'), numberAt(inputs, 'price'))
    return { initialMargin: formulas.initialMargin(notional, numberAt(inputs, 'leverage')) }
  }),
  model('linear.openLoss', (inputs) => ({
    openLoss: formulas.openLoss({
      side: numberAt(inputs, 'direction').numerator < 0n ? 'sell' : 'buy',
      quantity: numberAt(inputs, 'qty'),
      orderPrice: numberAt(inputs, 'orderPrice'),
      markPrice: numberAt(inputs, 'mark'),
    }),
  })),
  model('linear.liq.feeInMaintenance', (inputs) => ({
    liquidationPrice: formulas.linearLiquidationPrice({
      marginEquity: numberAt(inputs, 'margin'),
      legs: [{ ...legOf(inputs, 'qty'), closingFee: numberAt(inputs, 'takerFee') }],
    }),
  })),
  model('binance.usdm.liq', (inputs) => ({ liquidationPrice: crossPrice(inputs) })),
  model('binance.usdm.liq.buffered', (inputs) => {
    const liquidationPrice = crossPrice(inputs)
    if (liquidationPrice === null) return {}
    return {
      liquidationPrice: formulas.bufferedLiquidationPrice({
        liquidationPrice,
        entryPrice: numberAt(recordAt(inputs, 'position'), 'entry'),
        buffer: numberAt(inputs, 'buffer'),
        side: numberAt(recordAt(inputs, 'position'), 'side').numerator < 0n ? 'short' : 'long',
      }),
    }
  }),
  model('hyperliquid.isolated', (inputs) => ({
    liquidationPrice: formulas.linearLiquidationPrice({
      marginEquity: numberAt(inputs, 'isolatedMargin'),
      legs: [
        {
          quantity: signedAt(inputs, 'size'),
          entryPrice: numberAt(inputs, 'entry'),
          rate: formulas.halfInitialRate(numberAt(inputs, 'maxLeverage')),
        },
      ],
    }),
  })),
  model('ftx.mfPrice', (inputs) => ({
    price: formulas.linearLiquidationPrice({
      marginEquity: numberAt(inputs, 'collateral'),
      legs: [
        { quantity: signedAt(inputs, 'qty'), entryPrice: numberAt(inputs, 'entry'), rate: numberAt(inputs, 'mf') },
      ],
    }),
  })),
  model('phemex.linear.isolated', (inputs) => {
    const quantity = signedAt(inputs, 'contracts')
    const position = {
      quantity,
      entryPrice: formulas.averagePrice(numberAt(inputs, 'openValue'), numberAt(inputs, 'contracts')),
    }
    const closingFee = numberAt(inputs, 'takerFee')
    const assignedBalance = phemex.assignedBalance({
      ...position,
      leverage: numberAt(inputs, 'leverage'),
      takerFee: closingFee,
    })
    const leg = { ...position, rate: numberAt(inputs, 'mmr'), deduction: numberAt(inputs, 'mmAmount'), closingFee }
    return {
      assignedBalance,
      liquidationPrice: formulas.linearLiquidationPrice({ marginEquity: assignedBalance, legs: [leg] }),
    }
  }),
  model('bybit.linear.isolated', (inputs) => {
    const quantity = signedAt(inputs, 'qty')
    const entryPrice = numberAt(inputs, 'entry')
    const notional = formulas.linearNotional(quantity, entryPrice)
    const initialMargin = formulas.initialMargin(notional, numberAt(inputs, 'leverage'))
    const maintenanceMargin = formulas.tieredMaintenance({
      notional,
      rate: numberAt(inputs, 'mmr'),
      deduction: numberAt(inputs, 'mmDeduction'),
    })
    const liquidationPrice = formulas.linearEntryLiquidationPrice({
      quantity,
      entryPrice,
      collateral: [initialMargin, numberAt(inputs, 'extraMargin')],
      requirement: maintenanceMargin,
    })
    return { initialMargin, maintenanceMargin, liquidationPrice }
  }),
  model('bybit.linear.bankruptcy', (inputs) => {
    const entryPrice = numberAt(inputs, 'entry')
    const quantity = numberAt(inputs, 'side')
    const notional = formulas.linearNotional(quantity, entryPrice)
    return {
      bankruptcyPrice: formulas.linearEntryLiquidationPrice({
        quantity,
        entryPrice,
        collateral: [formulas.initialMargin(notional, numberAt(inputs, 'leverage'))],
        requirement: ZERO,
      }),
    }
  }),
  model('bybit.linear.adlBankruptcy', (inputs) => ({
    bankruptcyPrice: formulas.linearEntryLiquidationPrice({
      quantity: signedAt(inputs, 'qty'),
      entryPrice: numberAt(inputs, 'entry'),
      collateral: [numberAt(inputs, 'positionMargin'), numberAt(inputs, 'walletBalance')],
      requirement: ZERO,
    }),
  })),
  model('bitmex.linear.cross', (inputs) => {
    const position = {
      quantity: signedAt(inputs, 'qty'),
      entryPrice: numberAt(inputs, 'entry'),
      collateral: [numberAt(inputs, 'walletBalance')],
    }
    const notional = formulas.linearNotional(position.quantity, position.entryPrice)
    const maintenanceMargin = formulas.tieredMaintenance({ notional, rate: numberAt(inputs, 'mmr') })
    return {
      initialMargin: formulas.tieredMaintenance({ notional, rate: numberAt(inputs, 'imr') }),
      maintenanceMargin,
      bankruptcyPrice: formulas.linearEntryLiquidationPrice({ ...position, requirement: ZERO }),
      liquidationPrice: formulas.linearEntryLiquidationPrice({ ...position, requirement: maintenanceMargin }),
    }
  }),
]

function legOf(inputs: Fields, quantity: string) {
  return { quantity: signedAt(inputs, quantity), entryPrice: numberAt(inputs, 'entry'), rate: numberAt(inputs, 'mmr') }
}

function crossPrice(inputs: Fields): Rational | null {
  const position = recordAt(inputs, 'position')
  const others = listAt(inputs, 'others').map((other) => ({
    ...legOf(other, 'qty'),
    deduction: numberAt(other, 'cum'),
    markPrice: numberAt(other, 'mark'),
  }))
  return formulas.linearLiquidationPrice({
    marginEquity: formulas.sharedMarginEquity(numberAt(inputs, 'walletBalance'), others),
    legs: [{ ...legOf(position, 'qty'), deduction: numberAt(position, 'cum') }],
  })
}

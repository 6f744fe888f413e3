import { formulas } from '@plimsoll/core'
import { listAt, nameAt, numberAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model, signedAt } from './model.js'

/** Collateral, funding, marks, settlement and the queue of auto-deleveraging. */
export const marketModels: readonly Model[] = [
  model('haircut.linear', (inputs) => ({
    collateral: formulas.weightedCollateral(numberAt(inputs, 'value'), numberAt(inputs, 'ratio')),
  })),
  model('binance.autoexchange', (inputs) => ({
    collateralSold: formulas.collateralToSell(numberAt(inputs, 'deficit'), numberAt(inputs, 'collateralRate')),
  })),
  model('binance.multiasset', (inputs) => {
    const margin = formulas.multiAssetMargin({
      assets: listAt(inputs, 'assets').map((row) => ({
        asset: nameAt(row, 'asset'),
        wallet: numberAt(row, 'equity'),
        indexPrice: numberAt(row, 'index'),
        bidBuffer: numberAt(row, 'bidBuffer'),
        askBuffer: numberAt(row, 'askBuffer'),
      })),
      positions: listAt(inputs, 'positions').map((row) => ({
        asset: nameAt(row, 'asset'),
        quantity: signedAt(row, 'qty'),
        entryPrice: numberAt(row, 'entry'),
        markPrice: numberAt(row, 'mark'),
        initialRate: numberAt(row, 'imr'),
        maintenanceRate: numberAt(row, 'mmr'),
      })),
    })
    return {
      bidRate: margin.bidRates,
      askRate: margin.askRates,
      accountEquity: margin.accountEquity,
      uniAvailableForOrder: margin.available,
      availableForOrder: margin.availableByAsset,
      accountMaintenanceMargin: margin.maintenanceRequirement,
      marginRatio: margin.marginFigure,
    }
  }),
  model('kraken.funding.hourly', (inputs) => ({
    fundingRatePerHour: formulas.hourlyPremiumRate({
      contractPrice: numberAt(inputs, 'perp'),
      indexPrice: numberAt(inputs, 'index'),
      capPerHour: numberAt(inputs, 'capPerHour'),
    }),
  })),
  model('bitmex.interest', (inputs) => ({
    interestRate: formulas.interestRate({
      quoteRateDaily: numberAt(inputs, 'quoteRateDaily'),
      baseRateDaily: numberAt(inputs, 'baseRateDaily'),
      intervalsPerDay: numberAt(inputs, 'intervalsPerDay'),
    }),
  })),
  model('dated.fairBasis', (inputs) => ({
    ...formulas.datedFairPrice({
      indexPrice: numberAt(inputs, 'index'),
      impactBid: numberAt(inputs, 'impactBid'),
      impactAsk: numberAt(inputs, 'impactAsk'),
      daysToExpiry: numberAt(inputs, 'daysToExpiry'),
    }),
  })),
  model('ftx.expiry', (inputs) => ({
    collateral: formulas.settledCollateral({
      collateral: numberAt(inputs, 'collateral'),
      realizedPnl: numberAt(inputs, 'realisedPnl'),
      unrealizedPnl: numberAt(inputs, 'unrealisedPnl'),
      quantity: numberAt(inputs, 'qty'),
      markPrice: numberAt(inputs, 'prevMark'),
      settlementPrice: numberAt(inputs, 'settlement'),
    }),
  })),
  model('adl.quintiles', (inputs) => {
    const ranked = formulas.adlQuintiles(candidatesOf(inputs))
    return { order: ranked.map(({ id }) => id), quintile: ranked.map(({ quintile }) => quintile) }
  }),
  model('adl.assign', (inputs) => {
    const assigned = formulas.adlAssignment(candidatesOf(inputs), numberAt(inputs, 'closeQty'))
    return {
      closed: new Map(assigned.map(({ id, closed }) => [id, closed])),
      remaining: new Map(
        assigned.filter(({ remaining }) => remaining.numerator > 0n).map(({ id, remaining }) => [id, remaining]),
      ),
    }
  }),
]

function candidatesOf(inputs: Fields) {
  return listAt(inputs, 'accounts').map((row) => ({
    id: nameAt(row, 'id'),
    quantity: numberAt(row, 'qty'),
    score: numberAt(row, 'score'),
  }))
}

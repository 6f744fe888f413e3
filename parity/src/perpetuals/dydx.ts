import { dydxV4 } from '@plimsoll/core'
import { flagAt, integerAt, listAt, nameAt, numberAt, numbersAt, recordAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { model } from './model.js'

/** dYdX v4 in its own integers. */
export const dydxModels: readonly Model[] = [
  model('dydx.notional', (inputs) => ({
    quoteQuantums: dydxV4.netNotional(priceOf(inputs), integerAt(inputs, 'quantums')),
  })),
  model('dydx.margin', (inputs) => {
    const market = marketOf({ ...inputs, id: 'market' })
    const notional = dydxV4.netNotional(market, integerAt(inputs, 'quantums'))
    const openInterest = dydxV4.netNotional(market, integerAt(inputs, 'openInterest'))
    return {
      initialMargin: dydxV4.scaledInitialRequirement(notional, market.initialPpm, { ...capsOf(inputs), openInterest }),
      maintenanceMargin: dydxV4.maintenanceRequirement(market, integerAt(inputs, 'quantums')),
    }
  }),
  model('dydx.imQuote', (inputs) => ({
    initialMargin: dydxV4.scaledInitialRequirement(integerAt(inputs, 'quoteQuantums'), integerAt(inputs, 'imPpm'), {
      ...capsOf(inputs),
      openInterest: integerAt(inputs, 'oiQuote'),
    }),
  })),
  model('dydx.oimf', (inputs) => ({
    imPpm: dydxV4.scaledInitialPpm(integerAt(inputs, 'imPpm'), {
      ...capsOf(inputs),
      openInterest: integerAt(inputs, 'oiQuote'),
    }),
  })),
  model('dydx.isLiquidatable', (inputs) => ({
    liquidatable: dydxV4.isLiquidatable({
      netCollateral: integerAt(inputs, 'netCollateral'),
      maintenanceRequirement: integerAt(inputs, 'maintenance'),
    }),
  })),
  model('dydx.collateralized', (inputs) => ({
    collateralized: dydxV4.isCollateralized(integerAt(inputs, 'netCollateral'), integerAt(inputs, 'requirement')),
  })),
  model('dydx.subaccount.isLiquidatable', (inputs) => ({
    liquidatable: dydxV4.isLiquidatable(dydxV4.riskOf(accountOf(inputs))),
  })),
  model('dydx.riskCmp', (inputs) => ({
    cmp: dydxV4.compareRisk(rankedOf(recordAt(inputs, 'a')), rankedOf(recordAt(inputs, 'b'))),
  })),
  model('dydx.settlePpm', (inputs) => ({
    netSettlementPpm: dydxV4.netSettlementPpm({
      fundingIndex: integerAt(inputs, 'fundingIndex'),
      positionIndex: integerAt(inputs, 'positionIndex'),
      quantums: integerAt(inputs, 'quantums'),
    }),
  })),
  model('dydx.fundingIndexDelta', (inputs) => ({
    indexDelta: dydxV4.fundingIndexDelta(priceOf(inputs), {
      seconds: integerAt(inputs, 'seconds'),
      rate8hPpm: integerAt(inputs, 'rate8hPpm'),
    }),
  })),
  model('dydx.fundingClamp', (inputs) => ({
    maxAbsFundingPpm: dydxV4.fundingRatePpmMax({
      clampFactorPpm: integerAt(inputs, 'clampFactorPpm'),
      initialPpm: integerAt(inputs, 'imPpm'),
      maintenanceFractionPpm: integerAt(inputs, 'mmFractionPpm'),
    }),
  })),
  model('dydx.premium', (inputs) => ({
    premiumPpm: dydxV4.premiumPpm({
      bids: levelsOf(inputs, 'bids'),
      asks: levelsOf(inputs, 'asks'),
      index: numberAt(inputs, 'index'),
      impactNotional: numberAt(inputs, 'impactNotional'),
      premiumPpmMax: integerAt(inputs, 'maxAbsPpm'),
    }),
  })),
  model('dydx.bankruptcy', (inputs) => ({
    deltaQuoteQuantums: dydxV4.bankruptcyQuote(accountOf(inputs), closingOf(inputs)),
  })),
  model('dydx.fillable', (inputs) => ({
    fillablePrice: dydxV4.fillablePrice(accountOf(inputs), {
      market: nameAt(inputs, 'perp'),
      bankruptcyAdjustmentPpm: integerAt(inputs, 'bankruptcyAdjustmentPpm'),
      spreadToMaintenancePpm: integerAt(inputs, 'spreadToMaintenanceRatioPpm'),
    }),
  })),
  model('dydx.subticks', (inputs) => ({
    subticks: dydxV4.fillableSubticks({
      price: numberAt(inputs, 'fillablePrice'),
      closes: flagAt(inputs, 'liquidatingLong') ? 'long' : 'short',
      subticksPerTick: integerAt(inputs, 'subticksPerTick'),
      quantumConversionExponent: integerAt(inputs, 'quantumConversionExponent'),
    }),
  })),
  model('dydx.insuranceDelta', (inputs) => ({
    insuranceFundDelta: dydxV4.insuranceFundDelta(accountOf(inputs), {
      market: nameAt(inputs, 'perp'),
      side: flagAt(inputs, 'isBuy') ? 'buy' : 'sell',
      quantums: integerAt(inputs, 'fillAmount'),
      subticks: integerAt(inputs, 'subticks'),
      quantumConversionExponent: integerAt(inputs, 'quantumConversionExponent'),
      liquidationFeePpmMax: integerAt(inputs, 'maxLiquidationFeePpm'),
    }),
  })),
  model('dydx.minMaxNotional', (inputs) => {
    const { least, most } = dydxV4.closableNotional(marketOf(recordAt(inputs, 'market')), {
      quantums: integerAt(inputs, 'quantums'),
      positionNotionalMin: integerAt(inputs, 'minPositionNotional'),
      portionPpmMax: integerAt(inputs, 'maxPortionPpm'),
    })
    return { min: least, max: most }
  }),
  model('dydx.blockLimits', (inputs) => {
    const { notional, insurance } = dydxV4.blockLimitsLeft({
      notionalMax: integerAt(inputs, 'maxNotional'),
      notionalSoFar: integerAt(inputs, 'prevNotional'),
      insuranceLostMax: integerAt(inputs, 'maxInsuranceLost'),
      insuranceDeltaSoFar: integerAt(inputs, 'prevInsurance'),
    })
    return { remainingNotional: notional, remainingInsurance: insurance }
  }),
  model('dydx.ifValid', (inputs) => ({
    valid: dydxV4.isFundSufficient(integerAt(inputs, 'balance'), integerAt(inputs, 'delta')),
  })),
  model('dydx.deleverage', (inputs) => {
    const result = dydxV4.deleverage({
      liquidated: accountOf(recordAt(inputs, 'liquidated')),
      offsetting: accountOf(recordAt(inputs, 'offsetting')),
      closing: closingOf(inputs),
    })
    if (result.status === 'rejected') return { valid: false }
    return { valid: true, liquidatedQuote: result.liquidatedQuote, offsettingQuote: result.offsettingQuote }
  }),
]

function priceOf(inputs: Fields) {
  return {
    atomicResolution: integerAt(inputs, 'atomicResolution'),
    price: integerAt(inputs, 'price'),
    exponent: integerAt(inputs, 'exponent'),
  }
}

function marketOf(inputs: Fields): dydxV4.PerpetualMarket {
  return {
    ...priceOf(inputs),
    id: nameAt(inputs, 'id'),
    initialPpm: integerAt(inputs, 'imPpm'),
    maintenanceFractionPpm: integerAt(inputs, 'mmFractionPpm'),
  }
}

function accountOf(inputs: Fields): dydxV4.Subaccount {
  const positions = listAt(inputs, 'positions')
  return {
    quoteBalance: integerAt(inputs, 'quoteBalance'),
    markets: listAt(inputs, 'markets').map(marketOf),
    positions: new Map(positions.map((row) => [nameAt(row, 'perp'), integerAt(row, 'quantums')])),
  }
}

function closingOf(inputs: Fields): dydxV4.Closing {
  return { market: nameAt(inputs, 'perp'), quantums: integerAt(inputs, 'deltaQuantums') }
}

function capsOf(inputs: Fields) {
  return { lowerCap: integerAt(inputs, 'oiLowerCap'), upperCap: integerAt(inputs, 'oiUpperCap') }
}

function rankedOf(inputs: Fields) {
  return { netCollateral: integerAt(inputs, 'nc'), maintenanceRequirement: integerAt(inputs, 'mmr') }
}

function levelsOf(inputs: Fields, side: string): readonly dydxV4.BookLevel[] {
  const rows = inputs[side]
  if (!Array.isArray(rows)) throw new Error(`the input ${side} is no list`)
  return rows.map((_, index) => {
    const level = numbersAt(Object.fromEntries(rows.entries()), String(index))
    const [price, size] = level
    if (price === undefined || size === undefined) throw new Error(`a level of ${side} is no pair`)
    return { price, size }
  })
}

import {
  collarMargin,
  conversionMargin,
  coveredCallInitial,
  coveredPutTotalCeil,
  type HedgedStock,
  type HedgeRates,
  longOptionMargin,
  type NakedRates,
  nakedMargin,
  type Price,
  protectivePutInitialCeil,
  type Quantity,
  quantity,
  type Ratio,
  ratio,
  type ShortOption,
  type SpreadLeg,
  shortOutlivesLongCeil,
  spreadMargin,
  strangleMargin,
} from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { brokerModels, flagAt, isGiven, numberAt, wordAt } from './inputs.js'
import { shown } from './shown.js'

/** Option strategies by rule. */
export const optionModels: readonly Model[] = brokerModels({
  'option.long': (inputs) =>
    shown(
      longOptionMargin(
        { price: numberAt<Price>(inputs, 'price'), ...sizeOf(inputs) },
        { isLongDated: flagAt(inputs, 'listedLongDated'), longDatedRate: ratio('0.75') },
      ),
    ),
  'option.naked': (inputs) =>
    shown(
      nakedMargin(shortOf(inputs, 'strike', 'price'), nakedRates(inputs), {
        ...sizeOf(inputs),
        isPremiumIncluded: !flagAt(inputs, 'netPremium'),
        ...(isGiven(inputs, 'perContractFloor') && { perShareFloor: numberAt<Price>(inputs, 'perContractFloor') }),
      }),
    ),
  'option.shortStrangle': (inputs) => {
    const { margin } = strangleMargin(
      {
        underlying: numberAt<Price>(inputs, 'underlying'),
        call: { strike: numberAt<Price>(inputs, 'callStrike'), price: numberAt<Price>(inputs, 'callPrice') },
        put: { strike: numberAt<Price>(inputs, 'putStrike'), price: numberAt<Price>(inputs, 'putPrice') },
      },
      nakedRates(inputs),
      { contracts: numberAt<Quantity>(inputs, 'contracts', '1'), multiplier: quantity('100') },
    )
    return shown({ margin })
  },
  'option.spread': (inputs) => {
    const spread = spreadMargin(listAt(inputs, 'legs').map(legOf), numberAt<Quantity>(inputs, 'multiplier', '100'))
    if (spread === null) throw new Error('the short calls are not covered')
    return shown({ maxLossGross: spread.maxLoss, netDebit: spread.netDebit, requirement: spread.requirement })
  },
  'option.calendarShortLater': (inputs) =>
    shown({
      margin: shortOutlivesLongCeil(
        { longPrice: numberAt<Price>(inputs, 'longPrice'), short: shortOf(inputs, 'shortStrike', 'shortPrice') },
        nakedRates(inputs),
        quantity('100'),
      ),
    }),
  'option.coveredCall.regT': (inputs) =>
    shown(
      coveredCallInitial(stockOf(inputs), {
        rate: numberAt<Ratio>(inputs, 'rate', '0.5'),
        premium: numberAt<Price>(inputs, 'optionPrice', '0'),
      }),
    ),
  'option.protectivePut.regT': (inputs) =>
    shown({
      margin: protectivePutInitialCeil(stockOf(inputs), {
        rate: numberAt<Ratio>(inputs, 'rate', '0.5'),
        premium: numberAt<Price>(inputs, 'optionPrice', '0'),
      }),
    }),
  'option.coveredPut.regT': (inputs) =>
    shown({ total: coveredPutTotalCeil(stockOf(inputs), numberAt<Ratio>(inputs, 'rate', '0.5')) }),
  'option.collar': (inputs) =>
    shown(
      collarMargin(
        stockOf(inputs),
        { putStrike: numberAt<Price>(inputs, 'putStrike'), callStrike: numberAt<Price>(inputs, 'callStrike') },
        hedgeRates(inputs),
      ),
    ),
  'option.conversion': (inputs) =>
    shown(
      conversionMargin(
        stockOf(inputs),
        { side: wordAt(inputs, 'side', ['conversion', 'reverse']), strike: numberAt<Price>(inputs, 'strike') },
        hedgeRates(inputs),
      ),
    ),
})

function sizeOf(inputs: Fields): { contracts: Quantity; multiplier: Quantity } {
  return {
    contracts: numberAt<Quantity>(inputs, 'contracts', '1'),
    multiplier: numberAt<Quantity>(inputs, 'multiplier', '100'),
  }
}

function shortOf(inputs: Fields, strike: string, price: string): ShortOption {
  return {
    right: wordAt(inputs, 'type', ['call', 'put']),
    strike: numberAt<Price>(inputs, strike),
    price: numberAt<Price>(inputs, price),
    underlying: numberAt<Price>(inputs, 'underlying'),
  }
}

function legOf(leg: Fields): SpreadLeg {
  return {
    right: wordAt(leg, 'type', ['call', 'put']),
    strike: numberAt<Price>(leg, 'strike'),
    quantity: numberAt<Quantity>(leg, 'quantity'),
    price: numberAt<Price>(leg, 'price', '0'),
  }
}

function nakedRates(inputs: Fields): NakedRates {
  return {
    rate: numberAt<Ratio>(inputs, 'pct', '0.20'),
    floorRate: numberAt<Ratio>(inputs, 'floorPct', '0.10'),
    leverage: numberAt<Ratio>(inputs, 'leverage', '1'),
  }
}

function stockOf(inputs: Fields): HedgedStock {
  return { stock: numberAt<Price>(inputs, 'stock'), shares: numberAt<Quantity>(inputs, 'shares', '100') }
}

function hedgeRates(inputs: Fields): HedgeRates {
  return { initial: numberAt<Ratio>(inputs, 'rate', '0.5'), ofStrike: ratio('0.10'), ofCallStrike: ratio('0.25') }
}

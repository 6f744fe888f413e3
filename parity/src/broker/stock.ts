import {
  accountEquity,
  callPrice,
  deficiencyOf,
  depositReleaseFloor,
  equityLossCeil,
  equityRatioFloor,
  finraRegT,
  holdableFloor,
  loanPerShare,
  longCallPriceCeil,
  longCallValueCeil,
  ONE_QUANTITY,
  openLong,
  openShort,
  type Price,
  type Quantity,
  type Ratio,
  saleReleaseFloor,
  saleToMeetCeil,
  securitiesToMeetCeil,
  sharesOfValueCeil,
  shortCallPriceFloor,
  shortCallValueFloor,
  shortStockMaintenance,
  type Value,
  ZERO_VALUE,
} from '@plimsoll/core'
import type { Fields, Model } from '../registry.js'
import { brokerModels, flagAt, isGiven, numberAt, valueAt } from './inputs.js'
import { shown } from './shown.js'

/** Long and short stock: the account identity, opening, maintenance, calls and what cures them. */
export const stockModels: readonly Model[] = brokerModels({
  'regt.long.open': (inputs) => {
    const value = valueAt(inputs)
    return shown({
      marketValue: value,
      ...openLong({
        value,
        rate: numberAt<Ratio>(inputs, 'rate', '0.5'),
        minimumEquity: numberAt<Value>(inputs, 'minimumEquity', '0'),
        isFirst: flagAt(inputs, 'firstTransaction'),
      }),
    })
  },
  'long.equity': (inputs) => {
    const { marketValue, longEquity } = longOf(inputs)
    return shown({ equity: longEquity, ratio: equityRatioFloor(longEquity, marketValue) })
  },
  'long.equityLossPct': (inputs) =>
    shown({
      equityLossPct: equityLossCeil({
        marketValue: numberAt<Value>(inputs, 'marketValue'),
        debit: numberAt<Value>(inputs, 'debit'),
        move: numberAt<Ratio>(inputs, 'movePct'),
      }),
    }),
  'long.callPrice': (inputs) => {
    const price = numberAt<Price>(inputs, 'price')
    const initial = numberAt<Ratio>(inputs, 'initial')
    const maintenance = numberAt<Ratio>(inputs, 'maintenance')
    return shown({
      price: callPrice({ side: 'long', price, initial, maintenance }),
      loanPerShare: loanPerShare(price, initial),
    })
  },
  'long.callPriceFromLoan': (inputs) =>
    shown({
      price: longCallPriceCeil(
        numberAt<Value>(inputs, 'loan'),
        numberAt<Quantity>(inputs, 'shares'),
        numberAt<Ratio>(inputs, 'maintenance'),
      ),
    }),
  'long.callMarketValue': (inputs) => {
    const debit = numberAt<Value>(inputs, 'debit')
    const marketValue = longCallValueCeil(debit, numberAt<Ratio>(inputs, 'maintenance'))
    if (marketValue === null) return {}
    return shown({ marketValue, equity: balance({ longValue: marketValue, debit }).equity })
  },
  'long.callAmount': longCall,
  'seed.long': longCall,
  'long.liquidateTo': (inputs) => {
    const invested = numberAt<Value>(inputs, 'invested')
    const investedAfter = holdableFloor(numberAt<Value>(inputs, 'equity'), numberAt<Ratio>(inputs, 'requirement'))
    if (investedAfter === null) return {}
    return shown({ investedAfter, sale: balance({ longValue: invested, debit: investedAfter }).equity })
  },
  'call.saleToMeet': (inputs) =>
    shown({ sale: saleToMeetCeil(numberAt<Value>(inputs, 'call'), numberAt<Ratio>(inputs, 'rate')) }),
  'call.saleRelease': (inputs) =>
    shown({ release: saleReleaseFloor(numberAt<Value>(inputs, 'sale'), numberAt<Ratio>(inputs, 'rate')) }),
  'call.securitiesToMeet': (inputs) =>
    shown({
      securities: securitiesToMeetCeil(numberAt<Value>(inputs, 'call'), numberAt<Ratio>(inputs, 'maintenance')),
    }),
  'call.depositRelease': (inputs) =>
    shown({ release: depositReleaseFloor(numberAt<Value>(inputs, 'value'), numberAt<Ratio>(inputs, 'maintenance')) }),
  'short.open': (inputs) =>
    shown(
      openShort({
        value: valueAt(inputs),
        rate: numberAt<Ratio>(inputs, 'rate', '0.5'),
        priorCredit: numberAt<Value>(inputs, 'priorCredit', '0'),
      }),
    ),
  'short.credit': (inputs) =>
    shown({
      // The credit whose equity is the given one: proceeds at today's value plus the equity as its deposit.
      credit: openShort({
        value: numberAt<Value>(inputs, 'marketValue'),
        rate: 0n as Ratio,
        priorCredit: numberAt<Value>(inputs, 'equity'),
      }).credit,
    }),
  'short.equity': (inputs) => {
    const { shortValue, shortEquity } = shortOf(inputs)
    return shown({ equity: shortEquity, ratio: equityRatioFloor(shortEquity, shortValue) })
  },
  'short.callPrice': (inputs) =>
    shown({
      price: callPrice({
        side: 'short',
        price: numberAt<Price>(inputs, 'price'),
        initial: numberAt<Ratio>(inputs, 'initial'),
        maintenance: numberAt<Ratio>(inputs, 'maintenance'),
      }),
    }),
  'short.callPriceFromCredit': (inputs) =>
    shown({
      price: shortCallPriceFloor(
        numberAt<Value>(inputs, 'credit'),
        numberAt<Quantity>(inputs, 'shares'),
        numberAt<Ratio>(inputs, 'maintenance'),
      ),
    }),
  'short.callMarketValue': (inputs) =>
    shown({
      marketValue: shortCallValueFloor(numberAt<Value>(inputs, 'credit'), numberAt<Ratio>(inputs, 'maintenance')),
    }),
  'short.callAmount': (inputs) => {
    const { shortValue, shortEquity } = shortOf(inputs)
    return deficiency(inputs, shortEquity, shortValue)
  },
  'short.maintenance': (inputs) => {
    const price = numberAt<Price>(inputs, 'price')
    const shares = isGiven(inputs, 'value')
      ? sharesOfValueCeil(numberAt<Value>(inputs, 'value'), price)
      : isGiven(inputs, 'shares')
        ? numberAt<Quantity>(inputs, 'shares')
        : ONE_QUANTITY
    return shown(shortStockMaintenance({ price, shares }, finraRegT.maintenanceShort))
  },
  'combined.equity': (inputs) =>
    shown(
      accountEquity({
        longValue: numberAt<Value>(inputs, 'longValue'),
        debit: numberAt<Value>(inputs, 'debit'),
        credit: numberAt<Value>(inputs, 'credit'),
        shortValue: numberAt<Value>(inputs, 'shortValue'),
      }),
    ),
})

function longCall(inputs: Fields): Fields {
  const { marketValue, debit, longEquity } = longOf(inputs)
  const call = deficiencyOf({ equity: longEquity, marketValue, maintenance: numberAt<Ratio>(inputs, 'maintenance') })
  const after = balance({ longValue: marketValue, debit: balance({ longValue: debit, debit: call.amount }).equity })
  return {
    ...deficiency(inputs, longEquity, marketValue),
    ...shown({
      saleToMeet: saleToMeetCeil(call.amount, numberAt<Ratio>(inputs, 'maintenance')),
      debitAfterDeposit: balance({ longValue: debit, debit: call.amount }).equity,
      equityAfterDeposit: after.equity,
    }),
  }
}

function deficiency(inputs: Fields, equity: Value, marketValue: Value): Fields {
  const call = deficiencyOf({ equity, marketValue, maintenance: numberAt<Ratio>(inputs, 'maintenance') })
  return {
    ...shown({
      equity,
      ratio: equityRatioFloor(equity, marketValue),
      requirement: call.requirement,
      call: call.amount,
    }),
    isCall: call.isCall,
  }
}

function longOf(inputs: Fields): { marketValue: Value; debit: Value; longEquity: Value } {
  const marketValue = numberAt<Value>(inputs, 'marketValue')
  const debit = numberAt<Value>(inputs, 'debit')
  return { marketValue, debit, longEquity: balance({ longValue: marketValue, debit }).longEquity }
}

function shortOf(inputs: Fields): { shortValue: Value; shortEquity: Value } {
  const shortValue = numberAt<Value>(inputs, 'marketValue')
  const { shortEquity } = balance({ credit: numberAt<Value>(inputs, 'credit'), shortValue })
  return { shortValue, shortEquity }
}

function balance(of: Partial<Parameters<typeof accountEquity>[0]>): ReturnType<typeof accountEquity> {
  return accountEquity({ longValue: ZERO_VALUE, debit: ZERO_VALUE, credit: ZERO_VALUE, shortValue: ZERO_VALUE, ...of })
}

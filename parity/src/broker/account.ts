import {
  applyFlow,
  type DebtRate,
  dayTradingBuyingPowerFloor,
  debtRequirementCeil,
  interestCeil,
  intradayDeficit,
  leveragedRate,
  type Memorandum,
  minorDeficit,
  type Price,
  type Quantity,
  type Ratio,
  ratio,
  regTStanding,
  sameDayNetFloor,
  stockDay,
  subtract,
  usableSma,
  type Value,
  value,
} from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { brokerModels, isGiven, numberAt, wholeAt, wordAt } from './inputs.js'
import { shown } from './shown.js'

const BOND_RATES: Readonly<Record<string, DebtRate>> = {
  investment: { ofValue: ratio('0.10'), ofPrincipal: ratio('0') },
  muni: { ofValue: ratio('0.07'), ofPrincipal: ratio('0') },
}
const BOND_RATE_OTHER: DebtRate = { ofValue: ratio('0.20'), ofPrincipal: ratio('0.07') }

/** What an account remembers and pays: SMA, day trading, intraday deficits, interest; securities with rates of their own. */
export const accountModels: readonly Model[] = brokerModels({
  'sma.excess': (inputs) => {
    const standing = regTStanding(memorandumOf(inputs), numberAt<Ratio>(inputs, 'regT', '0.5'))
    return shown({
      equity: standing.equity,
      regTRequirement: standing.requirement,
      excess: standing.excess,
      restrictedBy: standing.restrictedBy,
      buyingPower: standing.buyingPower,
    })
  },
  'sma.sale': (inputs) => {
    const rate = numberAt<Ratio>(inputs, 'releaseRate', '0.5')
    const sold = applyFlow(memorandumOf(inputs), { type: 'sale', amount: numberAt<Value>(inputs, 'sale') }, rate)
    const after = applyFlow(sold, { type: 'withdrawal', amount: numberAt<Value>(inputs, 'withdraw', '0') }, rate)
    const { marketValue, debit, sma } = after
    return shown({ marketValue, debit, sma, equity: subtract(marketValue, debit) })
  },
  'sma.use': (inputs) => {
    const account = memorandumOf(inputs)
    const used = usableSma(account, {
      regT: numberAt<Ratio>(inputs, 'regT', '0.5'),
      maintenance: numberAt<Ratio>(inputs, 'maintenance', '0.25'),
    })
    return shown({ ...used, equity: subtract(account.marketValue, account.debit) })
  },
  'sma.sameDay': (inputs) =>
    shown({
      net: sameDayNetFloor(
        { sold: numberAt<Value>(inputs, 'sold'), bought: numberAt<Value>(inputs, 'bought') },
        numberAt<Ratio>(inputs, 'rate', '0.5'),
      ),
    }),
  'letf.maintenance': (inputs) =>
    shown({
      rate: leveragedRate(
        numberAt<Ratio>(inputs, 'leverage'),
        ratio(wordAt(inputs, 'side', ['long', 'short']) === 'long' ? '0.25' : '0.30'),
      ),
    }),
  'bond.maintenance': (inputs) =>
    shown({
      requirement: debtRequirementCeil(BOND_RATES[String(inputs.grade)] ?? BOND_RATE_OTHER, {
        marketValue: numberAt<Value>(inputs, 'marketValue'),
        principal: numberAt<Value>(inputs, 'principal', '0'),
      }),
    }),
  'intraday.minor': (inputs) => {
    const { threshold, isMinor } = minorDeficit(
      {
        equity: numberAt<Value>(inputs, 'equity'),
        ...(isGiven(inputs, 'deficit') && { deficit: numberAt<Value>(inputs, 'deficit') }),
      },
      { share: ratio('0.05'), amount: value('1000') },
    )
    return { ...shown({ threshold }), minor: isMinor }
  },
  'intraday.deficit': (inputs) => {
    const points = stockDay({
      cash: numberAt<Value>(inputs, 'cash'),
      maintenance: ratio('0.25'),
      steps: listAt(inputs, 'steps').map((step) => ({
        ...(isGiven(step, 'price') && { price: numberAt<Price>(step, 'price') }),
        buy: numberAt<Quantity>(step, 'buy', '0'),
        sell: numberAt<Quantity>(step, 'sell', '0'),
        deposit: numberAt<Value>(step, 'deposit', '0'),
      })),
    })
    return shown(intradayDeficit(points))
  },
  'daytrade.buyingPower': (inputs) =>
    shown({
      buyingPower: dayTradingBuyingPowerFloor({
        equity: numberAt<Value>(inputs, 'equity'),
        maintenance: numberAt<Value>(inputs, 'maintenance'),
        multiple: numberAt<Ratio>(inputs, 'multiple', '4'),
      }),
    }),
  'interest.simple': (inputs) =>
    shown({
      interest: interestCeil({
        debit: numberAt<Value>(inputs, 'debit'),
        annualRate: numberAt<Ratio>(inputs, 'rate'),
        days: wholeAt(inputs, 'days'),
        basis: wholeAt(inputs, 'basis'),
      }),
    }),
})

function memorandumOf(inputs: Fields): Memorandum {
  return {
    marketValue: numberAt<Value>(inputs, 'marketValue'),
    debit: numberAt<Value>(inputs, 'debit'),
    sma: numberAt<Value>(inputs, 'sma', '0'),
  }
}

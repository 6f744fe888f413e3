import {
  type FuturesPosition,
  formatDecimal,
  futuresCallPrice,
  fxPosition,
  levelPrice,
  type MarginTerms,
  marginLevelOf,
  marginShare,
  negate,
  type Price,
  type Quantity,
  type Ratio,
  settleDaily,
  stopOutEquityFloor,
  stopOutOrder,
  usedMarginCeil,
  type Value,
  withdrawPrice,
  ZERO_VALUE,
} from '@plimsoll/core'
import { listAt } from '../read.js'
import type { Fields, Model } from '../registry.js'
import { brokerModels, flagAt, isGiven, numberAt, numbersAt, wordAt } from './inputs.js'
import { shown } from './shown.js'

/** Futures with daily settlement, FX and CFDs with a margin level. */
export const futuresAndFxModels: readonly Model[] = brokerModels({
  'futures.callPrice': (inputs) => {
    const position = futuresOf(inputs)
    const price = numberAt<Price>(inputs, 'price')
    const call = futuresCallPrice(position, price)
    return shown({
      price: call?.price ?? null,
      change: call?.change ?? null,
      lossToCallPerContract: call?.lossPerContract ?? null,
      withdrawPrice: withdrawPrice(position, price, numberAt<Value>(inputs, 'withdraw', '0')),
    })
  },
  'futures.mtm': (inputs) => {
    const settled = settleDaily(futuresOf(inputs), {
      start: numberAt<Price>(inputs, 'start'),
      settlements: numbersAt<Price>(inputs, 'settlements'),
    })
    return {
      balances: settled.days.map(({ balance }) => formatDecimal(balance)),
      calls: settled.days.map(({ call }) => formatDecimal(call)),
      ...shown({ totalGain: settled.totalGain, finalBalance: settled.finalBalance }),
    }
  },
  'fx.state': (inputs) => {
    const units = numberAt<Quantity>(inputs, 'units')
    const open = numberAt<Price>(inputs, 'open')
    const position = fxPosition(
      {
        units: wordAt(inputs, 'side', ['long', 'short'], 'long') === 'long' ? units : negate(units),
        open,
        now: isGiven(inputs, 'now') ? numberAt<Price>(inputs, 'now') : open,
      },
      {
        basis: flagAt(inputs, 'contractInBase') ? 'base' : (inputs.remark ?? 'true') === 'false' ? 'entry' : 'mark',
        terms: termsOf(inputs),
      },
    )
    const balance = isGiven(inputs, 'balance') ? levelOf({ ...inputs, ...position }) : {}
    return { ...shown({ ...position }), ...balance }
  },
  'fx.level': (inputs) =>
    levelOf({
      balance: inputs.equity,
      floatingPl: ZERO_VALUE,
      usedMargin: numberAt<Value>(inputs, 'usedMargin'),
    }),
  'fx.stopOutEquity': (inputs) =>
    shown({ equity: stopOutEquityFloor(numberAt<Value>(inputs, 'usedMargin'), percentAt(inputs, 'stopOutPct')) }),
  'fx.stopOutPrice': (inputs) =>
    shown({
      price: levelPrice(
        {
          side: wordAt(inputs, 'side', ['long', 'short']),
          units: numberAt<Quantity>(inputs, 'units'),
          open: numberAt<Price>(inputs, 'open'),
          balance: numberAt<Value>(inputs, 'balance'),
          rate: marginShare(termsOf(inputs)),
        },
        percentAt(inputs, 'levelPct'),
      ),
    }),
  'fx.stopOutOrder': (inputs) => {
    const { closed, marginLevel } = stopOutOrder(
      {
        balance: numberAt<Value>(inputs, 'balance'),
        positions: listAt(inputs, 'positions').map((position) => ({
          id: String(position.id),
          floatingPl: numberAt<Value>(position, 'pl'),
          margin: numberAt<Value>(position, 'margin'),
        })),
      },
      { level: percentAt(inputs, 'stopOutPct'), boundary: 'at_or_below' },
    )
    return { closed, marginLevelPct: percent(marginLevel) }
  },
  'cfd.requiredMargin': (inputs) =>
    shown({ margin: usedMarginCeil(numberAt<Value>(inputs, 'value'), { rate: numberAt<Ratio>(inputs, 'rate') }) }),
  'equity.float': (inputs) => {
    const { equity } = marginLevelOf({
      balance: numberAt<Value>(inputs, 'balance'),
      floatingPl: numberAt<Value>(inputs, 'pl'),
      usedMargin: ZERO_VALUE,
    })
    return shown({ equity })
  },
})

function levelOf(given: Fields & { readonly floatingPl: Value; readonly usedMargin: Value }): Fields {
  const { equity, freeMargin, marginLevel } = marginLevelOf({
    balance: numberAt<Value>(given, 'balance'),
    floatingPl: given.floatingPl,
    usedMargin: given.usedMargin,
  })
  return { ...shown({ equity, freeMargin }), marginLevelPct: percent(marginLevel) }
}

function futuresOf(inputs: Fields): FuturesPosition {
  return {
    side: wordAt(inputs, 'side', ['long', 'short']),
    contracts: numberAt<Quantity>(inputs, 'contracts', '1'),
    size: numberAt<Quantity>(inputs, 'size'),
    initial: numberAt<Value>(inputs, 'initial'),
    maintenance: numberAt<Value>(inputs, 'maintenance'),
  }
}

function termsOf(inputs: Fields): MarginTerms {
  return isGiven(inputs, 'marginRate')
    ? { rate: numberAt<Ratio>(inputs, 'marginRate') }
    : { leverage: numberAt<Ratio>(inputs, 'leverage') }
}

/** 50 (percent) is the ratio 0.5. */
function percentAt(inputs: Fields, key: string): Ratio {
  return (numberAt<Ratio>(inputs, key) / 100n) as Ratio
}

function percent(level: Ratio | null): string | null {
  return level === null ? null : formatDecimal((level * 100n) as typeof level)
}

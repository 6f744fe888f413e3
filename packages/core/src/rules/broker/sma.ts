import {
  add,
  exact,
  larger,
  negate,
  portionCeil,
  portionFloor,
  quotientOf,
  type Ratio,
  smaller,
  subtract,
  toValueFloor,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'

/** A long margin account beside its special memorandum account. */
export interface Memorandum {
  readonly marketValue: Value
  readonly debit: Value
  /** ≥ 0: the line of credit that Regulation T remembers. */
  readonly sma: Value
}

/** How a long stands against Regulation T's initial share at today's value. */
export interface RegTStanding {
  readonly equity: Value
  readonly requirement: Value
  /** ≥ 0, what may enter the SMA. */
  readonly excess: Value
  /** ≥ 0, by how much the account is restricted. */
  readonly restrictedBy: Value
  /** excess ÷ rate, down. */
  readonly buyingPower: Value
}

/**
 * Regulation T at today's value: a fall of the price restricts an account, it never calls it.
 *
 *   requirement = ⌈marketValue × rate⌉; excess = max(0, equity − requirement); restrictedBy = max(0, requirement − equity)
 *
 * Source: 12 CFR 220.5 (read 2026-11).
 */
export function regTStanding(long: { readonly marketValue: Value; readonly debit: Value }, rate: Ratio): RegTStanding {
  const equity = subtract(long.marketValue, long.debit)
  const requirement = portionCeil(long.marketValue, rate)
  const over = subtract(equity, requirement)
  const excess = larger(over, ZERO_VALUE)
  return {
    equity,
    requirement,
    excess,
    restrictedBy: larger(negate(over), ZERO_VALUE),
    buyingPower: buyingPowerFloor(excess, rate),
  }
}

/** What an amount of SMA buys: sma ÷ rate, down; twice it at 50 %. */
export function buyingPowerFloor(sma: Value, rate: Ratio): Value {
  return rate === 0n ? sma : toValueFloor(quotientOf(exact(sma), exact(rate)))
}

/** What happens to a margin account, in money > 0. Deposited securities and trades are marginable stock. */
export interface MemorandumFlow {
  readonly type: 'deposit' | 'withdrawal' | 'dividend' | 'purchase' | 'sale' | 'securities'
  readonly amount: Value
}

/**
 * The account after a flow:
 *
 *   deposit, dividend + 100 % · sale + ⌊rate⌋ · securities + ⌊(1 − rate)⌋ · purchase − ⌈rate⌉ · withdrawal − 100 %
 *
 * A purchase or a withdrawal beyond the SMA makes it negative: that part is a Fed call (`fedCallOf`).
 * Source: 12 CFR 220.5; brokers' descriptions of the practical update (read 2026-11).
 */
export function applyFlow(before: Memorandum, flow: MemorandumFlow, rate: Ratio): Memorandum {
  const { marketValue, debit, sma } = before
  const { amount } = flow
  switch (flow.type) {
    case 'deposit':
    case 'dividend':
      return { marketValue, debit: subtract(debit, amount), sma: add(sma, amount) }
    case 'withdrawal':
      return { marketValue, debit: add(debit, amount), sma: subtract(sma, amount) }
    case 'purchase':
      return {
        marketValue: add(marketValue, amount),
        debit: add(debit, amount),
        sma: subtract(sma, portionCeil(amount, rate)),
      }
    case 'sale':
      return {
        marketValue: subtract(marketValue, amount),
        debit: subtract(debit, amount),
        sma: add(sma, portionFloor(amount, rate)),
      }
    case 'securities':
      return {
        marketValue: add(marketValue, amount),
        debit,
        sma: add(sma, subtract(amount, portionCeil(amount, rate))),
      }
  }
}

/**
 * The account at a new market value, as at every close: a larger excess lifts the SMA, a fall of the price never lowers it. It is a
 * high-water line.
 */
export function markMemorandum(before: Memorandum, marketValue: Value, rate: Ratio): Memorandum {
  const marked = { ...before, marketValue }
  return { ...marked, sma: larger(before.sma, regTStanding(marked, rate).excess) }
}

/** What is missing after trades that the SMA did not cover, ≥ 0: the Fed call of the day. */
export function fedCallOf(after: Memorandum): Value {
  return larger(negate(after.sma), ZERO_VALUE)
}

/**
 * Sold on a day and bought the same day, netted: + releases, − has to be paid. (sold − bought) × rate, down.
 * @example sameDayNetFloor({ sold: value('20000'), bought: value('11000') }, ratio('0.5')) // 4,500
 */
export function sameDayNetFloor(day: { readonly sold: Value; readonly bought: Value }, rate: Ratio): Value {
  return portionFloor(subtract(day.sold, day.bought), rate)
}

/**
 * How much of the SMA may buy stock: all of it where the account still meets its maintenance afterwards, nothing where it does not.
 * Restriction alone does not stop it.
 *
 *   purchase = ⌊sma ÷ regT⌋; usable = sma where equity ≥ ⌈(marketValue + purchase) × maintenance⌉, else 0
 */
export function usableSma(
  account: Memorandum,
  rates: { readonly regT: Ratio; readonly maintenance: Ratio },
): { readonly usable: Value; readonly purchase: Value } {
  const purchase = buyingPowerFloor(account.sma, rates.regT)
  const equity = subtract(account.marketValue, account.debit)
  const required = portionCeil(add(account.marketValue, purchase), rates.maintenance)
  return { usable: equity >= required ? account.sma : ZERO_VALUE, purchase }
}

/** Cash that may be taken out: limited by the SMA and by the excess over maintenance, ≥ 0. */
export function withdrawable(account: Memorandum, maintenance: Ratio): Value {
  const excess = subtract(subtract(account.marketValue, account.debit), portionCeil(account.marketValue, maintenance))
  return larger(smaller(account.sma, excess), ZERO_VALUE)
}

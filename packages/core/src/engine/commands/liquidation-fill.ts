import { invariant } from '../../errors.js'
import type { CommandPayloads } from '../../model/index.js'
import { absolute, divCeil, notionalCeil, subtract, type Value, WAD } from '../../number/index.js'
import { familyOf } from '../../rules/index.js'
import { type Context, cash, type Handler, house, inScope, refuse } from '../context.js'
import { proceed } from '../lifecycle.js'
import type { Liquidation } from '../state.js'
import { decideSide, isOption, outsidePostings, type Side, tradeFault } from './fill.js'
import { unitOf } from './open-account.js'

/** The market's answer to a liquidation order: the trade is booked, the fee goes to the fund, and the liquidation goes on. */
export const liquidationFill: Handler<CommandPayloads['liquidation_fill']> = (context, command) => {
  const liquidation = byOrder(context, command.order)
  if (liquidation === undefined) {
    return refuse('order_unknown', `There is no open liquidation order ${command.order}: it was filled, or never made.`)
  }
  const account = context.books.accounts.get(liquidation.account)
  const book = context.books.rulebooks.get(liquidation.venue)
  const held = account?.scopes.get(liquidation.scope)
  invariant(
    account !== undefined && book !== undefined && held !== undefined,
    'an open order has its account, scope and rules',
  )
  const { order } = liquidation
  const trade = {
    market: order.market,
    quantity: command.quantity,
    price: command.price,
    leg: order.leg ?? ('net' as const),
    of:
      order.leg === null
        ? ('asset' as const)
        : isOption(book, order.market)
          ? ('option' as const)
          : ('contract' as const),
  }
  const fault = tradeFault(book, trade)
  if (fault !== null) return fault
  if (command.quantity > 0n !== order.quantity > 0n) {
    return refuse(
      'quantity_wrong_side',
      `The order ${order.id} ${order.quantity > 0n ? 'buys' : 'sells'}: fill it on that side.`,
    )
  }
  if (absolute(command.quantity) > absolute(order.quantity)) {
    return refuse('quantity_above_order', `The order ${order.id} has less left than that: fill at most what is left.`)
  }
  // From here on the command is accepted.
  const side = decideSide(account, book, held, trade)
  const notional = notionalCeil(absolute(command.quantity), command.price)
  const fee = feeOf(context, side, { market: order.market, notional })
  const venue = account.venue
  const charged = [
    cash(inScope(account.id, held.id), book.currency, -fee),
    cash(house('insurance_fund', venue), book.currency, fee),
  ]
  const postings = [...side.postings, ...outsidePostings(venue, book, trade), ...(fee === 0n ? [] : charged)]
  context.emit(
    {
      type: 'liquidation.filled',
      liquidation: liquidation.id,
      order: order.id,
      account: account.id,
      scope: held.id,
      market: order.market,
      quantity: command.quantity,
      price: command.price,
      notional,
      realizedPnl: side.realizedPnl,
      fee,
    },
    postings,
  )
  const left = subtract(order.quantity, command.quantity)
  if (left === 0n) proceed(context, liquidation)
  else {
    context.books.liquidations.set(liquidation.id, { ...liquidation, order: { ...order, quantity: left } })
    // What is filled so far may be enough.
    context.examine(account.id, null)
  }
  return null
}

/** Up to the next unit, and never more than the equity that the trade has left: the fee itself makes no bad debt. */
function feeOf(context: Context, side: Side, closed: { market: string; notional: Value }): Value {
  const { book, account, after } = side
  const family = familyOf(book)
  const unit = unitOf(book, book.currency)
  const rate = family.policies(book).feeOf(closed.market)
  const full = divCeil(closed.notional * rate, WAD * unit) * unit
  if (full === 0n) return full as Value
  const only = { ...account, scopes: new Map([[after.id, after]]) }
  const [assessed] = family.assess(only, book, { prices: context.books.prices, atMs: context.atMs }).scopes
  const equity = assessed?.risk?.equity ?? 0n
  const most = equity > 0n ? (equity / unit) * unit : 0n
  return (full < most ? full : most) as Value
}

function byOrder(context: Context, order: string): Liquidation | undefined {
  // An order's id is its liquidation's with a number behind: liq-12-1.
  const liquidation = context.books.liquidations.get(order.slice(0, order.lastIndexOf('-')))
  return liquidation?.order.id === order ? liquidation : undefined
}

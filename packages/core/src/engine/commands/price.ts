import type { CommandPayloads } from '../../model/index.js'
import { formatDecimal } from '../../number/index.js'
import type { Triggers } from '../../triggers/index.js'
import { type Handler, refuse } from '../context.js'

/** A new price: it is set, and then everyone whom it may have put under the line is looked at, in the order of their ids. */
export function priceHandler(triggers: Triggers): Handler<CommandPayloads['price']> {
  return (context, { market, price }) => {
    const { books } = context
    const isContract = [...books.rulebooks.values()].some(
      (book) => book.family === 'derivatives' && book.markets.has(market),
    )
    // A worthless share has the price 0; no contract has.
    if (price < 0n || (price === 0n && isContract)) {
      return refuse('price_not_positive', `A price of ${market} is above 0: ${formatDecimal(price)} is not taken.`)
    }
    // From here on the command is accepted.
    books.prices.set(market, { status: 'ok', price, observedAtMs: context.atMs })
    context.emit({ type: 'price.accepted', market, price })
    for (const account of triggers.wake(market, price)) context.examine(account, { factor: market, price })
    return null
  }
}

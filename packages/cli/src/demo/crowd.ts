import {
  type Account,
  type Command,
  type DerivativesRulebook,
  divFloor,
  type Engine,
  familyOf,
  type Quantity,
  quoteOf,
  WAD,
} from '@plimsoll/core'
import type { Draw } from '../input/draw.js'

/** People who come back: an account without a position pays in and opens one again, so that the book never runs dry. */
export interface Crowd {
  /** A few commands of one step. */
  next(engine: Pick<Engine, 'state'>): readonly Command[]
}

const LEVERAGES = [5n, 8n, 10n, 15n, 20n, 25n, 50n]
/** Accounts looked at in a step. */
const LOOKS = 40
/** The least that a returning account trades with, and the most, in the currency. */
const STAKE = { from: 200, to: 20_000 }

export function createCrowd(book: DerivativesRulebook, draw: Draw): Crowd {
  const markets = [...book.markets.keys()]
  let at = 0
  return {
    next: (engine) => {
      const ids = [...engine.state.accounts.keys()]
      const commands: Command[] = []
      for (let look = 0; look < LOOKS && look < ids.length; look++) {
        at = (at + 1) % ids.length
        const account = engine.state.accounts.get(ids[at] ?? '')
        if (account === undefined || account.venue !== book.id || !isFlat(account)) continue
        commands.push(...returning(account, engine))
      }
      return commands
    },
  }

  function returning(account: Account, engine: Pick<Engine, 'state'>): readonly Command[] {
    const market = markets[draw.integer(0, markets.length - 1)] ?? 'BTCUSDT'
    const quote = quoteOf(engine.state.prices, market)
    if (quote.status !== 'ok') return []
    const leverage = LEVERAGES[draw.integer(0, LEVERAGES.length - 1)] ?? 10n
    const stake = BigInt(draw.integer(STAKE.from, STAKE.to)) * WAD
    const lot = familyOf(book).policies(book).lotOf(market)
    // A tenth is left over, so that the order's own requirement fits.
    const lots = divFloor(stake * leverage * 9n * WAD, 10n * quote.price * lot)
    if (lots <= 0n) return []
    const side = draw.integer(0, 99) < 55 ? 1n : -1n
    const quantity = (side * lots * lot) as Quantity
    return [
      { type: 'deposit', account: account.id, asset: book.currency, amount: stake as Quantity },
      { type: 'fill', account: account.id, market, quantity, price: quote.price },
    ]
  }
}

function isFlat(account: Account): boolean {
  for (const scope of account.scopes.values()) if (scope.positions.length > 0) return false
  return true
}

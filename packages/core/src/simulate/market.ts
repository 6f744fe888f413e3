import type { Engine, Liquidation, Outcome } from '../engine/index.js'
import { invariant } from '../errors.js'
import { type CommandOf, quoteOf, type Rulebook } from '../model/index.js'
import { ONE_PRICE, type Price } from '../number/index.js'
import { type Depth, fillPrice } from './depth.js'

/** A market that fills every liquidation order whole, at once, at what its depth gives: for the demo and for simulation. */
export interface DepthMarket {
  /** The fill commands for what is asked of the market now; empty when nothing is. An order whose price is missing waits. */
  answers(engine: Pick<Engine, 'state'>): readonly CommandOf<'liquidation_fill'>[]
}

export function createDepthMarket(depth: Depth): DepthMarket {
  return {
    answers: (engine) =>
      [...engine.state.liquidations.values()].flatMap((liquidation) => {
        const { order } = liquidation
        const quote = quoteOf(engine.state.prices, order.market)
        if (quote.status !== 'ok' || quote.price <= 0n) return []
        const price = fillPrice(order, { mark: quote.price, tick: tickOf(engine, liquidation), depth })
        return [{ type: 'liquidation_fill' as const, order: order.id, quantity: order.quantity, price }]
      }),
  }
}

/**
 * Lets a market answer until no order is open; `apply` is how a command reaches the engine (straight, or through a journal).
 * @throws `invariant_violated` after more rounds than a liquidation can have: an engine that asks for ever is ours to mend
 */
export function settle(
  market: DepthMarket,
  engine: Engine,
  apply: (command: CommandOf<'liquidation_fill'>) => Outcome,
): void {
  const roundsMax = 100 + ORDERS_A_LEG * largestScope(engine)
  for (let round = 0; ; round++) {
    const answers = market.answers(engine)
    if (answers.length === 0) return
    invariant(round < roundsMax, 'every liquidation ends', { rounds: round })
    for (const command of answers) {
      const { reply } = apply(command)
      invariant(reply.status === 'accepted', 'a fill of the whole order at its market is accepted', {
        order: command.order,
        reason: reply.status === 'rejected' ? reply.reason : '',
      })
    }
  }
}

/** More than the orders that one leg takes: some that fall short of the target by their own impact, and one that closes it. */
const ORDERS_A_LEG = 10

/** Legs of the largest scope in liquidation. */
function largestScope({ state }: Pick<Engine, 'state'>): number {
  const sizes = [...state.liquidations.values()].map(({ account, scope }) => {
    const held = state.accounts.get(account)?.scopes.get(scope)
    return held === undefined ? 0 : held.positions.length + held.holdings.length
  })
  return Math.max(0, ...sizes)
}

function tickOf(engine: Pick<Engine, 'state'>, liquidation: Liquidation): Price {
  const book: Rulebook | undefined = engine.state.rulebooks.get(liquidation.venue)
  const listed = book?.family === 'derivatives' ? book.markets.get(liquidation.order.market)?.market.tick : undefined
  // A share trades in cents.
  return listed ?? ((ONE_PRICE / 100n) as Price)
}

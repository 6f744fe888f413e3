import {
  type Command,
  createDepthMarket,
  type DerivativesRulebook,
  type Json,
  type Price,
  parseDocument,
  price,
  type Quantity,
  quoteOf,
  type Rulebook,
  value,
} from '@plimsoll/core'
import type { Host } from '@plimsoll/server'
import { createDraw } from '../input/draw.js'
import { generateAccounts } from '../input/index.js'
import { createCrowd } from './crowd.js'
import { SHARE, shareholders } from './shareholders.js'
import { createTape, type TapeMarket } from './tape.js'

/** A living venue of made-up people: prices move, accounts trade, are called, are liquidated, and come back. */
export interface Demo {
  /** Opens the book, where the journal has none yet. */
  open(): Promise<void>
  /** One step: new prices, the market's answers, the crowd. */
  step(): Promise<void>
}

const ANCHORS: readonly Omit<TapeMarket, 'tick'>[] = [
  { market: 'BTCUSDT', anchor: price('60000'), ripple: 450 },
  { market: 'ETHUSDT', anchor: price('3000'), ripple: 600 },
  { market: SHARE, anchor: price('100'), ripple: 500 },
]
const DEPTH = { perPercent: value('20000000') }
const FUND = value('250000')
/** Commands of one submission while the book is opened. */
const CHUNK = 500

export function createDemo(options: {
  readonly host: Host
  readonly book: DerivativesRulebook
  readonly broker: Rulebook
  readonly accounts: number
  readonly seed: number
}): Demo {
  const { host, book, broker } = options
  // A demo that goes on after a stop takes another stretch of the same kind of tape, not the same one again.
  const draw = createDraw((options.seed + host.journalSeq) % 0xffff_ffff)
  const markets = ANCHORS.map((each) => ({
    ...each,
    tick: book.markets.get(each.market)?.market.tick ?? price('0.01'),
  }))
  const tape = createTape(markets, draw)
  const crowd = createCrowd(book, draw)
  const market = createDepthMarket(DEPTH)

  async function answer(): Promise<void> {
    for (let round = 0; round < 100; round++) {
      const fills = market.answers(host)
      if (fills.length === 0) return
      await host.submit(fills)
    }
  }

  return {
    open: async () => {
      if (host.state.accounts.size > 0) return
      await host.submit([
        ...markets.map((each): Command => ({ type: 'price', market: each.market, price: each.anchor })),
        { type: 'fund', venue: book.id, asset: book.currency, amount: FUND as bigint as Quantity },
        { type: 'fund', venue: broker.id, asset: broker.currency, amount: FUND as bigint as Quantity },
      ])
      const opening = [...accountsOf()].map((document, index): Command => {
        const { account } = parseDocument(document, { rulebook: index < options.accounts ? book : broker })
        return { type: 'open_account', account }
      })
      for (let from = 0; from < opening.length; from += CHUNK) await host.submit(opening.slice(from, from + CHUNK))
      await answer()
    },
    step: async () => {
      const present = new Map<string, Price>()
      for (const each of markets) {
        const quote = quoteOf(host.state.prices, each.market)
        if (quote.status === 'ok') present.set(each.market, quote.price)
      }
      // Orders of the step before are answered now: a liquidation can be seen in progress.
      await answer()
      await host.submit([...crowd.next(host), { type: 'advance' }])
      await host.submit(tape.next(present).map((each): Command => ({ type: 'price', ...each })))
    },
  }

  function* accountsOf(): Generator<Json> {
    const generated = ANCHORS.filter(({ market: name }) => book.markets.has(name)).map(({ market: name, anchor }) => {
      const rule = book.markets.get(name)
      if (rule === undefined) throw new Error(`the demo's rulebook has no ${name}`)
      return { market: name, price: anchor, tick: rule.market.tick, lot: rule.market.lot, tiers: rule.tiers }
    })
    for (const account of generateAccounts({ count: options.accounts, seed: options.seed, markets: generated })) {
      yield account as unknown as Json
    }
    yield* shareholders(Math.ceil(options.accounts / 20), draw)
  }
}

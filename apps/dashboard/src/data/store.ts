import { batch, type ReadonlySignal, signal } from '@preact/signals'
import { conflate } from './conflate.js'
import { type PricePoint, withPrice } from './price-history.js'
import type { Connection, DataMessage } from './stream.js'
import type { AccountReply, AccountsOverview, Channel, LiquidationRow, PriceRow, StatusReply } from './wire.js'

/** What the page knows, as signals; redrawn at most ten times a second, however fast the stream is. */
export interface Store {
  readonly connection: ReadonlySignal<Connection>
  readonly system: ReadonlySignal<StatusReply | null>
  /** `null` until the first snapshot. */
  readonly prices: ReadonlySignal<ReadonlyMap<string, PriceRow> | null>
  /** When the newest prices came, by this machine's clock: ages go on from there. */
  readonly pricesAtMs: ReadonlySignal<number>
  readonly priceLines: ReadonlySignal<ReadonlyMap<string, readonly PricePoint[]>>
  readonly overview: ReadonlySignal<AccountsOverview | null>
  /** The newest that the stream has named, by id. */
  readonly liquidations: ReadonlySignal<ReadonlyMap<string, LiquidationRow> | null>
  readonly accounts: ReadonlySignal<ReadonlyMap<string, AccountReply>>
  /** Goes up whenever liquidations may have been missed: pages read them again. */
  readonly liquidationGaps: ReadonlySignal<number>
  receive(message: DataMessage): void
  connect(connection: Connection): void
  gap(channel: Channel): void
}

const REDRAW_EVERY_MS = 100

export function createStore(now: () => number = Date.now): Store {
  const connection = signal<Connection>({ phase: 'connecting' })
  const system = signal<StatusReply | null>(null)
  const prices = signal<ReadonlyMap<string, PriceRow> | null>(null)
  const pricesAtMs = signal(0)
  const priceLines = signal<ReadonlyMap<string, readonly PricePoint[]>>(new Map())
  const overview = signal<AccountsOverview | null>(null)
  const liquidations = signal<ReadonlyMap<string, LiquidationRow> | null>(null)
  const accounts = signal<ReadonlyMap<string, AccountReply>>(new Map())
  const liquidationGaps = signal(0)

  let waiting: DataMessage[] = []
  const redraw = conflate(() => {
    const messages = waiting
    waiting = []
    batch(() => {
      for (const message of messages) apply(message)
    })
  }, REDRAW_EVERY_MS)

  function apply(message: DataMessage): void {
    switch (message.channel) {
      case 'system':
        system.value = message.data
        return
      case 'prices':
        applyPrices(message.data.prices, message.type)
        return
      case 'liquidations': {
        const rows = new Map(message.type === 'snapshot' ? [] : liquidations.value)
        for (const row of message.data.liquidations) rows.set(row.id, row)
        liquidations.value = rows
        return
      }
      case 'accounts':
        if ('worst' in message.data) overview.value = message.data
        else accounts.value = new Map([[message.data.id, message.data]])
    }
  }

  function applyPrices(rows: readonly PriceRow[], type: 'snapshot' | 'update'): void {
    const atMs = now()
    const known = new Map(type === 'snapshot' ? [] : prices.value)
    const lines = new Map(priceLines.value)
    for (const row of rows) {
      known.set(row.market, row)
      if (row.price !== null) lines.set(row.market, withPrice(lines.get(row.market) ?? [], atMs, row.price))
    }
    prices.value = known
    pricesAtMs.value = atMs
    priceLines.value = lines
  }

  return {
    connection,
    system,
    prices,
    pricesAtMs,
    priceLines,
    overview,
    liquidations,
    accounts,
    liquidationGaps,
    receive(message) {
      waiting.push(message)
      redraw()
    },
    connect(next) {
      connection.value = next
    },
    gap(channel) {
      if (channel === 'liquidations') liquidationGaps.value += 1
    },
  }
}

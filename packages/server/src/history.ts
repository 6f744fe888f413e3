import type { Event, EventOf, Liquidation, Position, Price, Quantity, State, Value } from '@plimsoll/core'

/** What the server remembers of the past, from events alone: replaying the journal builds it again. Bounded; the journal is the whole. */
export interface History {
  record(events: readonly Event[], state: State): void
  /** By id; `null` when it never was, or is no longer remembered. */
  liquidation(id: string): LiquidationRecord | null
  /** Newest start first, those before `startedSeq` only. */
  liquidations(options?: { beforeSeq?: number }): Iterable<LiquidationRecord>
  /** Rows whose last event is after `seq`, oldest start first. */
  liquidationsChangedAfter(seq: number): readonly LiquidationRecord[]
  /** How many liquidations with an event after `seq` are no longer remembered, at least; 0 only when none is. */
  missedAfter(seq: number, account: string | null): number
  /** Newest first. */
  events(): Iterable<Event>
}

export interface LiquidationRecord {
  readonly id: string
  readonly account: string
  readonly scope: string
  readonly venue: string
  readonly started: EventOf<'liquidation.started'>
  readonly outcome: 'restored' | 'closed' | null
  readonly completedAtMs: number | null
  readonly lastSeq: number
  readonly ordersMade: number
  readonly fills: number
  readonly filledNotional: Value
  readonly realizedPnl: Value
  readonly fees: Value
  readonly shortfall: Value
  readonly fromFund: Value
  readonly badDebt: Value
  readonly openOrder: OpenLiquidationOrder | null
  readonly course: readonly Event[]
}

interface OpenLiquidationOrder {
  readonly id: string
  readonly market: string
  readonly leg: Position['leg'] | null
  readonly quantity: Quantity
  readonly markPrice: Price
}

export interface HistoryLimits {
  /** Completed liquidations that are remembered; open ones always are. */
  readonly liquidationsMax: number
  readonly eventsMax: number
}

const FORGOTTEN_MAX = 10_000

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Draft = Mutable<Omit<LiquidationRecord, 'course'>> & { readonly course: Event[] }

export function createHistory(limits: HistoryLimits): History {
  /** In the order in which they started. */
  const records = new Map<string, Draft>()
  const forgotten: { readonly lastSeq: number; readonly account: string }[] = []
  /** The last event of those that even `forgotten` has no room for. */
  let lostThroughSeq = 0
  let recent: Event[] = []

  return {
    record(events, state) {
      for (const event of events) {
        recent.push(event)
        if ('liquidation' in event) follow(event, state)
      }
      // Twice the limit before a cut: amortized, one move an event.
      if (recent.length > 2 * limits.eventsMax) recent = recent.slice(-limits.eventsMax)
      forgetOldest()
    },
    liquidation: (id) => records.get(id) ?? null,
    *liquidations({ beforeSeq = Number.POSITIVE_INFINITY } = {}) {
      const newestFirst = [...records.values()].reverse()
      for (const draft of newestFirst) if (draft.started.seq < beforeSeq) yield draft
    },
    liquidationsChangedAfter: (seq) => [...records.values()].filter((draft) => draft.lastSeq > seq),
    missedAfter(seq, account) {
      const missed = forgotten.filter((gone) => gone.lastSeq > seq && (account === null || gone.account === account))
      return missed.length + (seq < lostThroughSeq ? 1 : 0)
    },
    *events() {
      const first = Math.max(0, recent.length - limits.eventsMax)
      for (let index = recent.length - 1; index >= first; index--) yield recent[index] as Event
    },
  }

  function follow(event: Extract<Event, { readonly liquidation: string }>, state: State): void {
    if (event.type === 'liquidation.started') records.set(event.liquidation, begin(event, state))
    const draft = records.get(event.liquidation)
    if (draft === undefined) return
    draft.course.push(event)
    draft.lastSeq = event.seq
    switch (event.type) {
      case 'liquidation.started':
        return
      case 'liquidation.ordered':
        draft.ordersMade += 1
        draft.openOrder = {
          id: event.order,
          market: event.market,
          leg: event.leg,
          quantity: event.quantity,
          markPrice: event.markPrice,
        }
        return
      case 'liquidation.filled':
        draft.fills += 1
        draft.filledNotional = (draft.filledNotional + event.notional) as Value
        draft.realizedPnl = (draft.realizedPnl + event.realizedPnl) as Value
        draft.fees = (draft.fees + event.fee) as Value
        draft.openOrder = remainder(draft.openOrder, event)
        return
      case 'shortfall.covered':
        draft.shortfall = (draft.shortfall + event.shortfall) as Value
        draft.fromFund = (draft.fromFund + event.fromFund) as Value
        draft.badDebt = (draft.badDebt + event.badDebt) as Value
        return
      case 'liquidation.completed':
        draft.outcome = event.outcome
        draft.completedAtMs = event.atMs
        draft.openOrder = null
        return
    }
  }

  function forgetOldest(): void {
    if (records.size <= limits.liquidationsMax) return
    let surplus = records.size - limits.liquidationsMax
    for (const draft of records.values()) {
      if (surplus === 0) break
      if (draft.outcome === null) continue
      records.delete(draft.id)
      forgotten.push({ lastSeq: draft.lastSeq, account: draft.account })
      surplus -= 1
    }
    const lost = forgotten.splice(0, Math.max(0, forgotten.length - FORGOTTEN_MAX))
    for (const { lastSeq } of lost) lostThroughSeq = Math.max(lostThroughSeq, lastSeq)
  }
}

/** What is left of the order that a fill answers; `null` when nothing is. */
function remainder(
  order: OpenLiquidationOrder | null,
  fill: EventOf<'liquidation.filled'>,
): OpenLiquidationOrder | null {
  if (order === null || order.id !== fill.order) return order
  const quantity = (order.quantity - fill.quantity) as Quantity
  return quantity === 0n ? null : { ...order, quantity }
}

function begin(event: EventOf<'liquidation.started'>, state: State): Draft {
  const open: Liquidation | undefined = state.liquidations.get(event.liquidation)
  const zero = 0n as Value
  return {
    id: event.liquidation,
    account: event.account,
    scope: event.scope,
    venue: open?.venue ?? state.accounts.get(event.account)?.venue ?? '',
    started: event,
    outcome: null,
    completedAtMs: null,
    lastSeq: event.seq,
    ordersMade: 0,
    fills: 0,
    filledNotional: zero,
    realizedPnl: zero,
    fees: zero,
    shortfall: zero,
    fromFund: zero,
    badDebt: zero,
    openOrder: null,
    course: [],
  }
}

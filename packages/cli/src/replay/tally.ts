import type { Event, Value } from '@plimsoll/core'

/** What liquidations did in one hour, or in all; money in the venue's currency. */
export interface Figures {
  readonly liquidations: number
  readonly forcedNotional: Value
  readonly fees: Value
  readonly shortfall: Value
  readonly fromFund: Value
  readonly badDebt: Value
}

export interface Hour extends Figures {
  readonly startMs: number
  /** Accounts first liquidated in this hour. */
  readonly accountsHit: number
  /** The insurance fund at the end of the hour. */
  readonly fund: Value
  /** Last price of each market. */
  readonly prices: ReadonlyMap<string, bigint>
}

export interface Tally {
  see(event: Event): void
  /** The tape begins: what came before it is `atOpening`. */
  begin(): void
  closeHour(startMs: number, fund: Value): void
  readonly hours: readonly Hour[]
  /** Before the first price moved: accounts that opened under their line. */
  readonly atOpening: Figures
  readonly total: Figures
  readonly accountsHit: number
}

const NONE: Figures = {
  liquidations: 0,
  forcedNotional: 0n as Value,
  fees: 0n as Value,
  shortfall: 0n as Value,
  fromFund: 0n as Value,
  badDebt: 0n as Value,
}

/** Counts events hour by hour. */
export function createTally(): Tally {
  const hours: Hour[] = []
  const prices = new Map<string, bigint>()
  const hit = new Set<string>()
  let hitBefore = 0
  let current = NONE
  let atOpening = NONE
  let total = NONE

  return {
    hours,
    get atOpening() {
      return atOpening
    },
    get total() {
      return total
    },
    get accountsHit() {
      return hit.size
    },
    see: (event) => {
      if (event.type === 'price.accepted') prices.set(event.market, event.price)
      if (event.type === 'liquidation.started') hit.add(event.account)
      current = plus(current, event)
      total = plus(total, event)
    },
    begin: () => {
      atOpening = current
      current = NONE
      hitBefore = hit.size
    },
    closeHour: (startMs, fund) => {
      hours.push({ ...current, startMs, fund, accountsHit: hit.size - hitBefore, prices: new Map(prices) })
      current = NONE
      hitBefore = hit.size
    },
  }
}

function plus(figures: Figures, event: Event): Figures {
  switch (event.type) {
    case 'liquidation.started':
      return { ...figures, liquidations: figures.liquidations + 1 }
    case 'liquidation.filled':
      return {
        ...figures,
        forcedNotional: (figures.forcedNotional + event.notional) as Value,
        fees: (figures.fees + event.fee) as Value,
      }
    case 'shortfall.covered':
      return {
        ...figures,
        shortfall: (figures.shortfall + event.shortfall) as Value,
        fromFund: (figures.fromFund + event.fromFund) as Value,
        badDebt: (figures.badDebt + event.badDebt) as Value,
      }
    default:
      return figures
  }
}

import { expect } from 'vitest'
import type { Engine, Outcome, State } from '../engine/index.js'
import type { Event, Party } from '../model/index.js'
import { decimalsOf, familyOf } from '../rules/index.js'

/** What an outsider can know of the books: the postings of every event, added up. */
export interface Auditor {
  /** Holds one command's outcome to every promise of the engine. */
  see(command: { readonly type: string }, outcome: Outcome, before: Before): void
  readonly seen: { liquidations: number; closed: number; shortfalls: number; calls: number; isolated: number }
}

/** What is needed of the state before a command. */
export interface Before {
  readonly accounts: State['accounts']
  readonly seq: number
}

/** An auditor that works from events alone and compares with the state: it shares no code with the books. */
export function createAuditor(engine: Engine): Auditor {
  const ledger = new Map<string, bigint>()
  const seen = { liquidations: 0, closed: 0, shortfalls: 0, calls: 0, isolated: 0 }
  const add = (key: string, amount: bigint): void => {
    ledger.set(key, (ledger.get(key) ?? 0n) + amount)
  }

  function post(event: Event): void {
    for (const posting of event.postings) {
      const at = nameOf(posting.party)
      if (posting.kind === 'cash') add(`${at} ${posting.asset}`, posting.amount)
      else {
        add(`${at} ${posting.market}:${posting.leg} quantity`, posting.quantity)
        add(`${at} ${posting.market}:${posting.leg} entryValue`, posting.entryValue)
      }
    }
  }

  function hold(event: Event, command: { readonly type: string }, before: Before): void {
    if (event.type.startsWith('liquidation.') || event.type === 'shortfall.covered') {
      const { account, scope } = event as Event & { account: string; scope: string }
      for (const { party } of event.postings) {
        if ('account' in party) expect([event.type, party]).toEqual([event.type, { account, scope }])
      }
      if (scope !== 'cross') seen.isolated += 1
    }
    switch (event.type) {
      case 'liquidation.started':
        seen.liquidations += 1
        expect(event.equity < 0n || event.marginEquity <= event.requirement).toBe(true)
        if (command.type === 'price' || command.type === 'advance') underBefore(event, before)
        return
      case 'liquidation.completed': {
        const scope = engine.state.accounts.get(event.account)?.scopes.get(event.scope)
        if (event.outcome === 'restored') return
        seen.closed += 1
        expect(scope?.positions ?? []).toEqual([])
        for (const { stored } of scope?.holdings ?? []) expect(stored >= 0n).toBe(true)
        return
      }
      case 'shortfall.covered':
        seen.shortfalls += 1
        expect(event.shortfall).toBe(event.fromFund + event.badDebt)
        expect(event.fromFund >= 0n && event.badDebt >= 0n).toBe(true)
        return
      case 'call.made':
        seen.calls += 1
        expect(event.amount > 0n).toBe(true)
    }
  }

  /** The rules, asked about the account as it was before the command, at the prices of now. */
  function underBefore(event: Event & { type: 'liquidation.started' }, before: Before): void {
    const account = before.accounts.get(event.account)
    const book = engine.state.rulebooks.get(account?.venue ?? '')
    if (account === undefined || book === undefined) throw new Error('what is liquidated was there')
    const { scopes } = familyOf(book).assess(account, book, { prices: engine.state.prices, atMs: event.atMs })
    const scope = scopes.find((each) => each.scope === event.scope)
    expect(['liquidatable', 'bankrupt']).toContain(scope?.status)
    expect([scope?.risk?.equity, scope?.risk?.maintenance]).toEqual([
      event.equity,
      { marginEquity: event.marginEquity, requirement: event.requirement },
    ])
  }

  function compare(): void {
    const booked = new Map<string, bigint>()
    const { state } = engine
    const unit = (venue: string, asset: string): bigint => {
      const book = state.rulebooks.get(venue)
      return book === undefined ? 1n : 10n ** BigInt(18 - decimalsOf(book, asset))
    }
    for (const account of state.accounts.values()) {
      for (const scope of account.scopes.values()) {
        const at = `${account.id}/${scope.id}`
        for (const { asset, stored } of scope.holdings)
          booked.set(`${at} ${asset}`, stored * unit(account.venue, asset))
        for (const { market, leg, quantity, entryValue } of scope.positions) {
          booked.set(`${at} ${market}:${leg} quantity`, quantity)
          booked.set(`${at} ${market}:${leg} entryValue`, entryValue)
          expect(leg === 'net' || leg === 'long' ? leg === 'net' || quantity > 0n : quantity < 0n).toBe(true)
        }
      }
    }
    for (const { house, venue, asset, stored } of state.houseCash.values()) {
      booked.set(`${house}@${venue} ${asset}`, stored * unit(venue, asset))
      if (house === 'insurance_fund') expect(stored >= 0n).toBe(true)
      if (house === 'bad_debt') expect(stored <= 0n).toBe(true)
    }
    for (const { venue, market, quantity, entryValue } of state.outsidePositions.values()) {
      booked.set(`outside@${venue} ${market}:net quantity`, quantity)
      booked.set(`outside@${venue} ${market}:net entryValue`, entryValue)
    }
    const nonzero = (map: ReadonlyMap<string, bigint>): object =>
      Object.fromEntries([...map].filter(([, amount]) => amount !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)))
    expect(nonzero(booked)).toEqual(nonzero(ledger))
  }

  return {
    seen,
    see: (command, { reply, events }, before) => {
      if (reply.status === 'rejected') expect(events).toEqual([])
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => before.seq + index + 1))
      expect(engine.state.seq).toBe(before.seq + events.length)
      for (const event of events) {
        post(event)
        hold(event, command, before)
      }
      expect(engine.residual()).toBe(0n)
      if (events.length > 0) compare()
    },
  }
}

function nameOf(party: Party): string {
  return 'house' in party ? `${party.house}@${party.venue}` : `${party.account}/${party.scope}`
}

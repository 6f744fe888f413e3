import type {
  Command,
  CommandPayloads,
  CommandType,
  Event,
  EventBody,
  Posting,
  Reply,
  Rulebook,
} from '../model/index.js'
import { familyOf } from '../rules/index.js'
import { createTriggers, type Triggers, type TriggersKind } from '../triggers/index.js'
import { type Books, book as bookEvent, createBooks, forkBooks, residualOf } from './books.js'
import { advance } from './commands/advance.js'
import { deposit, fund, transfer, withdraw } from './commands/cash.js'
import { fill } from './commands/fill.js'
import { liquidationFill } from './commands/liquidation-fill.js'
import { openAccount } from './commands/open-account.js'
import { priceHandler } from './commands/price.js'
import { type Context, type Handler, refuse } from './context.js'
import { hashState } from './hash.js'
import { examine } from './lifecycle.js'
import type { State } from './state.js'

/**
 * A deterministic state machine: the same commands at the same times give the same events, the same state and the same hash, on any
 * machine. It asks the world nothing: time comes in with every command.
 */
export interface Engine {
  readonly state: State
  /**
   * Applies one command at a time in ms since 1970, never earlier than the one before. A refusal changes nothing and has no events.
   * @throws `invariant_violated` where our own books do not balance: the engine must not be used further
   */
  apply(command: Command, atMs: number): Outcome
  /** An engine of its own with the same state: what it does is not seen here. */
  fork(): Engine
  /** SHA-256 over the whole state, as 64 hex digits. */
  stateHash(): string
  /** What the books are off by, summed over every asset and market, in units of 10^−18: 0, always. */
  residual(): bigint
}

export interface Outcome {
  readonly reply: Reply
  readonly events: readonly Event[]
}

/**
 * An engine without accounts under the given rulebooks.
 * @param options.triggers how it finds the accounts that a price touches; `boxes` when left out. The answers are the same with each
 * @example createEngine({ rulebooks: [rulebookOf('binance-usdm')] })
 */
export function createEngine(options: {
  readonly rulebooks: Iterable<Rulebook>
  readonly triggers?: TriggersKind
}): Engine {
  return engineOf(createBooks(options.rulebooks), createTriggers(options.triggers ?? 'boxes'))
}

const ACCEPTED: Reply = { status: 'accepted' }

function engineOf(books: Books, triggers: Triggers): Engine {
  const handlers: { readonly [T in CommandType]: Handler<CommandPayloads[T]> } = {
    open_account: openAccount,
    deposit,
    withdraw,
    transfer,
    fill,
    price: priceHandler(triggers),
    liquidation_fill: liquidationFill,
    fund,
    advance,
  }

  function apply(command: Command, atMs: number): Outcome {
    if (atMs < books.atMs) {
      return { reply: refuse('time_backwards', `Time never goes back: ${atMs} is before ${books.atMs}.`), events: [] }
    }
    const events: Event[] = []
    const touched = new Set<string>()
    const context: Context = {
      books,
      atMs,
      emit: (body: EventBody, postings: readonly Posting[] = []) => {
        bookEvent(books, postings, body)
        books.seq += 1
        books.atMs = atMs
        if ('account' in body) touched.add(body.account)
        if (body.type === 'fill.booked' && body.counterparty !== null) touched.add(body.counterparty)
        events.push({ seq: books.seq, atMs, postings, ...body })
      },
      assess: (account) => {
        const rules = books.rulebooks.get(account.venue)
        return rules === undefined
          ? { status: 'unknown', risk: null, healthFactor: null, scopes: [], missing: [] }
          : familyOf(rules).assess(account, rules, { prices: books.prices, atMs })
      },
      examine: (account, cause) => {
        touched.add(account)
        examine(context, account, cause)
      },
    }
    const handler = handlers[command.type] as Handler<Command>
    const refusal = handler(context, command)
    if (refusal !== null) return { reply: refusal, events: [] }
    books.atMs = atMs
    for (const id of touched) arm(id)
    return { reply: ACCEPTED, events }
  }

  function arm(id: string): void {
    const account = books.accounts.get(id)
    const rules = account === undefined ? undefined : books.rulebooks.get(account.venue)
    if (account !== undefined && rules !== undefined) triggers.arm(account, rules, books.prices)
  }

  return {
    state: books,
    apply,
    fork: () => engineOf(forkBooks(books), triggers.fork()),
    stateHash: () => hashState(books),
    residual: () => residualOf(books),
  }
}

/**
 * What travels between the server and whoever asks it: every request, reply and stream message. Types and one table, so that a browser
 * can import this file without the server behind it. Money, prices, quantities and ratios are decimal strings; counts and sequence numbers
 * are integers; times are RFC 3339 UTC, except `atMs` inside commands and events. `docs/server.md` shows one example of each.
 */
import type { AbsenceReason, Answer, Command, Event, Refusal, Status } from '@plimsoll/core'

/** A decimal string: no exponent, no trailing zeros, no `-0`. */
export type Decimal = string

/** A model type as JSON: numbers of every kind become decimal strings, maps become objects. */
export type Wire<T> = T extends bigint
  ? Decimal
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends ReadonlyMap<string, infer V>
      ? { readonly [key: string]: Wire<V> }
      : T extends readonly (infer U)[]
        ? readonly Wire<U>[]
        : T extends object
          ? { readonly [K in keyof T]: Wire<T[K]> }
          : never

export type WireCommand = Wire<Command>
export type WireEvent = Wire<Event>

/** Which state a reply speaks of. */
export interface Stamp {
  /** Engine time: that of the last command, `null` before the first. */
  readonly asOf: string | null
  /** Of the last event in that state. */
  readonly seq: number
  /** Of the last journal record in that state. */
  readonly journalSeq: number
}

// GET /v1/status ------------------------------------------------------------------------------------------------------------------

export interface StatusReply extends Stamp {
  readonly engineVersion: string
  readonly startedAt: string
  /** Of the state at `stateHashJournalSeq`: recomputed at most once a second, at once with `?stateHash=now`. */
  readonly stateHash: string
  readonly stateHashJournalSeq: number
  readonly accounts: AccountCounts
  readonly venues: readonly VenueStatus[]
  readonly prices: readonly PriceRow[]
}

export interface AccountCounts {
  readonly total: number
  readonly byStatus: { readonly [S in Status]: number }
}

export interface VenueStatus {
  readonly id: string
  readonly family: string
  readonly ruleVersion: string
  readonly validFrom: string | null
  readonly source: string
  readonly currency: string
  readonly boundary: 'safe' | 'liquidates'
  readonly breach: 'call' | 'liquidate'
  /** healthFactor under which an account is `warned`. */
  readonly warningLevel: Decimal
  /** healthFactor that a partial liquidation restores. */
  readonly targetHealthFactor: Decimal
  readonly accounts: AccountCounts
  /** Sums over the accounts whose figures are known (the others are counted in `accounts.byStatus.unknown`), in `currency`. */
  readonly equity: Decimal
  readonly maintenanceRequirement: Decimal
  readonly notional: Decimal
  /** Insurance fund, by asset. */
  readonly fund: readonly AssetAmount[]
  /** ≥ 0: what nobody covered, by asset. */
  readonly badDebt: readonly AssetAmount[]
  readonly openLiquidations: number
  /** What liquidations have done since the engine began, in `currency`. */
  readonly totals: {
    readonly liquidations: number
    readonly forcedNotional: Decimal
    readonly fees: Decimal
    readonly shortfall: Decimal
    readonly fromFund: Decimal
    readonly badDebt: Decimal
  }
}

export interface AssetAmount {
  readonly asset: string
  readonly amount: Decimal
}

// GET /v1/prices ------------------------------------------------------------------------------------------------------------------

export interface PricesReply extends Stamp {
  readonly prices: readonly PriceRow[]
}

export interface PriceRow {
  readonly market: string
  readonly status: 'ok' | 'missing' | 'warming' | 'thin' | 'stale' | 'uncertain' | 'volatile' | 'bound' | 'invalid'
  /** `null` unless `status` is `ok`. */
  readonly price: Decimal | null
  readonly observedAt: string | null
  /** Milliseconds between `observedAt` and the server's clock. */
  readonly ageMs: number | null
}

// GET /v1/accounts?status=&q=&sort=&limit=&cursor= --------------------------------------------------------------------------------

/** Most in danger first for `healthFactor` (nothing required comes last) and `equity` (smallest first); by text for `id`. */
export type AccountSort = 'healthFactor' | 'equity' | 'id'

export interface Page<Item> extends Stamp {
  readonly items: readonly Item[]
  /** Pass as `cursor` for the next page; `null` on the last one. */
  readonly nextCursor: string | null
}

export interface AccountsReply extends Page<AccountRow> {
  /** Accounts that match `status` and `q`, on all pages. */
  readonly total: number
}

export interface AccountRow {
  readonly id: string
  readonly venue: string
  readonly status: Status
  /** The smallest over the scopes; `null` with a reason. */
  readonly healthFactor: Decimal | null
  readonly healthFactorReason?: AbsenceReason
  readonly equity: Decimal | null
  readonly equityReason?: AbsenceReason
  readonly maintenanceRequirement: Decimal | null
  readonly maintenanceRequirementReason?: AbsenceReason
  readonly excessMargin: Decimal | null
  readonly excessMarginReason?: AbsenceReason
  readonly leverage: Decimal | null
  readonly leverageReason?: AbsenceReason
  /** Σ notional of what requires margin and has a price. */
  readonly notional: Decimal
  /** By notional; `null` when the account has none with a price. */
  readonly largestPosition: {
    readonly market: string
    readonly leg: 'net' | 'long' | 'short'
    /** + long, − short. */
    readonly quantity: Decimal
    readonly notional: Decimal
  } | null
  /** The one-market move that is nearest; `null` when no price of one market alone reaches the line, or it has been passed. */
  readonly nearestLiquidation: {
    readonly market: string
    readonly liquidationPrice: Decimal
    readonly markPrice: Decimal
    /** liquidationPrice ÷ markPrice − 1: negative when the account falls with the price. */
    readonly move: Decimal
    readonly notional: Decimal
  } | null
  readonly ruleVersion: string
}

// GET /v1/accounts/{id}  and  /v1/accounts/{id}/margin?target= --------------------------------------------------------------------

/** The public answer with the account's name: the same on both paths. */
export interface AccountReply extends Stamp, Omit<Answer, 'asOf'> {
  readonly id: string
  /** Ids of the liquidations in progress. */
  readonly liquidations: readonly string[]
}

// POST /v1/accounts/{id}/preview --------------------------------------------------------------------------------------------------

export interface PreviewRequest {
  /** Applied in order to a copy. `account` may be left out: it is the account of the path. */
  readonly commands: readonly PreviewCommand[]
  /** healthFactor that the cures aim at; left out: the venue's warning level. */
  readonly target?: Decimal
}

/** A command whose `account` may be left out. */
export type PreviewCommand = WireCommand | { readonly type: WireCommand['type']; readonly [key: string]: unknown }

export interface PreviewReply extends Stamp {
  readonly id: string
  readonly ruleVersion: string
  readonly before: Answer
  readonly after: Answer
  readonly refusals: readonly PreviewRefusal[]
  /** What would happen to this account, in order. */
  readonly events: readonly WireEvent[]
}

export interface PreviewRefusal {
  /** Of the command in the request, from 0. */
  readonly index: number
  readonly reason: Refusal['reason']
  readonly message: string
  readonly shortfall?: Decimal
}

// GET /v1/liquidations?account=&limit=&cursor=  and  /v1/liquidations/{id} ---------------------------------------------------------

/** Newest first. */
export type LiquidationsReply = Page<LiquidationRow>

export interface LiquidationRow {
  readonly id: string
  readonly account: string
  readonly scope: string
  readonly venue: string
  readonly ruleVersion: string
  readonly status: 'open' | 'completed'
  /** `null` while open. */
  readonly outcome: 'restored' | 'closed' | null
  readonly startedAt: string
  readonly startedSeq: number
  readonly completedAt: string | null
  /** Of its last event so far. */
  readonly lastSeq: number
  /** The price that put it under; `null`: time did. */
  readonly cause: { readonly factor: string; readonly price: Decimal } | null
  /** Figures of the scope when it started. */
  readonly equity: Decimal
  readonly marginEquity: Decimal
  readonly requirement: Decimal
  readonly notional: Decimal
  readonly ordersMade: number
  readonly fills: number
  /** Sums over the fills so far. */
  readonly filledNotional: Decimal
  readonly realizedPnl: Decimal
  readonly fees: Decimal
  readonly shortfall: Decimal
  readonly fromFund: Decimal
  readonly badDebt: Decimal
  /** The order that waits for the market; `null` when none does. */
  readonly openOrder: {
    readonly id: string
    readonly market: string
    readonly leg: 'net' | 'long' | 'short' | null
    /** What is left: + buys, − sells. */
    readonly quantity: Decimal
    readonly markPrice: Decimal
  } | null
}

export interface LiquidationReply extends Stamp, LiquidationRow {
  /** Its events from first to last: started, ordered, filled, shortfall, completed. */
  readonly course: readonly WireEvent[]
}

// GET /v1/events?limit= -----------------------------------------------------------------------------------------------------------

/** The most recent events, newest first; a bounded window, not the whole history (that is the journal's). */
export interface EventsReply extends Stamp {
  readonly items: readonly WireEvent[]
}

// POST /v1/commands ---------------------------------------------------------------------------------------------------------------

/** A list, or one command by itself. */
export type CommandsRequest = { readonly commands: readonly WireCommand[] } | WireCommand

export interface CommandsReply extends Stamp {
  /** One for each command, in order. */
  readonly results: readonly CommandResult[]
}

export interface CommandResult {
  /** Of its journal record; `null` for a refusal, which changes nothing and is not recorded. */
  readonly journalSeq: number | null
  readonly reply: { readonly status: 'accepted' } | Wire<Refusal>
  readonly events: readonly WireEvent[]
}

// GET /livez  and  /readyz --------------------------------------------------------------------------------------------------------

/** `/readyz` answers this with 200, or a `Problem` with 503. */
export interface HealthReply {
  readonly status: 'ok'
}

// Every error ---------------------------------------------------------------------------------------------------------------------

/** RFC 9457, `application/problem+json`. */
export interface Problem {
  /** Where the code is explained: `/docs/ERRORS.md#<code>`. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** One sentence: the fact, then what to do. */
  readonly detail: string
  /** Path of the request. */
  readonly instance: string
  readonly code: string
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  readonly requestId: string
}

// WebSocket /v1/ws ----------------------------------------------------------------------------------------------------------------

export type Channel = 'prices' | 'liquidations' | 'accounts' | 'system'

/** Client to server, one JSON object a frame. `id`: a market (prices) or an account (accounts, liquidations); left out: all. */
export type StreamRequest =
  | { readonly op: 'subscribe'; readonly channel: Channel; readonly id?: string }
  | { readonly op: 'unsubscribe'; readonly channel: Channel; readonly id?: string }
  | { readonly op: 'ping' }

/** What each channel carries. `accounts` carries an overview, or with an `id` that account's answer. */
export type StreamData = {
  readonly prices: { readonly prices: readonly PriceRow[] }
  readonly liquidations: { readonly liquidations: readonly LiquidationRow[] }
  readonly accounts: AccountsOverview | AccountReply
  readonly system: StatusReply
}

export interface AccountsOverview extends Stamp {
  readonly counts: AccountCounts
  /** At most 50, smallest healthFactor first. */
  readonly worst: readonly AccountRow[]
}

/**
 * A `snapshot` holds the whole channel (liquidations: the newest 50); an `update` holds what changed since `prevSeq`: rows replace those
 * of the same key (market, id); `accounts` and `system` are whole each time. When `prevSeq` is not the `seq` of the message before on
 * this channel and id, something was missed. A slow reader gets one message for many; where that would lose rows (liquidations) it gets
 * a `gap` and then a new `snapshot`.
 */
export type StreamMessage =
  | {
      readonly [C in Channel]: {
        readonly channel: C
        readonly id?: string
        readonly type: 'snapshot' | 'update'
        readonly seq: number
        /** 0 with the first snapshot. */
        readonly prevSeq: number
        readonly data: StreamData[C]
      }
    }[Channel]
  | {
      readonly channel: Channel
      readonly id?: string
      readonly type: 'gap'
      readonly seq: number
      readonly prevSeq: number
      readonly data: { readonly missed: number }
    }
  | { readonly channel: Channel; readonly id?: string; readonly type: 'unsubscribed' }
  | { readonly type: 'pong' }
  | { readonly type: 'error'; readonly code: string; readonly detail: string }

/** Why the server closed a stream: `code` of the close frame; its reason is the word. */
export const CLOSE_CODES = {
  server_stopping: 1012,
  too_many_clients: 1013,
  client_too_slow: 4008,
  engine_stopped: 4011,
} as const

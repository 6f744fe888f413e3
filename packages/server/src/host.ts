import {
  type Command,
  type Engine,
  type Event,
  type Outcome,
  PlimsollError,
  type Reply,
  type State,
} from '@plimsoll/core'
import { encodeEntry, replayInto } from '@plimsoll/journal'
import type { Clock } from './clock.js'
import { ServerError } from './errors.js'
import { createHistory, type History, type HistoryLimits } from './history.js'

/** What the host needs of a journal; `@plimsoll/journal` has the stores. */
export interface HostJournal {
  readonly head: { readonly seq: number }
  /** Places a record after the last one. Returns its sequence number; durable only once a later `commit` resolves. */
  append(record: { readonly atMs: number; readonly payload: string }): number
  /** Resolves when every record appended before the call is on disk. */
  commit(): Promise<void>
  read(fromSeq?: number): Iterable<{ readonly seq: number; readonly atMs: number; readonly payload: string }>
  close(): Promise<void>
}

export interface HostOptions {
  /** Fresh: the host replays the journal into it and is its only writer from then on. */
  readonly engine: Engine
  readonly journal: HostJournal
  readonly clock: Clock
  /** What is remembered of the past: 10,000 completed liquidations and 10,000 events by default. */
  readonly history?: Partial<HistoryLimits>
  /** Commands that may wait for the disk before new ones are refused as `overloaded`; 100,000 by default. */
  readonly pendingMax?: number
}

/**
 * The single writer: takes commands one by one, gives them their time, lets the engine decide, records what was accepted, and lets no
 * answer out before the record is on disk.
 */
export interface Host {
  readonly state: State
  readonly history: History
  /** Of the last record; the state is what the records up to it make of it. */
  readonly journalSeq: number
  readonly startedAtMs: number
  /** Commands that the journal had when it was opened. */
  readonly replayed: number
  readonly stats: HostStats
  /** Why nothing is accepted any more; `null` while all is well. */
  readonly stopped: ServerError | null
  /**
   * Applies commands in order, at once, and resolves when those accepted are on disk. A refusal is a result, not an error.
   * @throws `engine_stopped`, `journal_failed`, `server_stopping`, `overloaded`
   */
  submit(commands: readonly Command[]): Promise<readonly Submitted[]>
  /** Resolves when everything that the state shows now is on disk: what every reader awaits before it speaks. @throws as `submit` */
  settled(): Promise<void>
  /** An engine of its own with the state of now. */
  fork(): Engine
  /** Of the state at `journalSeq`: at most a second old and never more than a fiftieth of the time spent on it; of now with `isFresh`. */
  stateHash(options?: { isFresh: boolean }): { readonly hash: string; readonly journalSeq: number }
  /** Called after each accepted command, before it is on disk. Returns how to stop. */
  onApplied(listener: (events: readonly Event[]) => void): () => void
  onStopped(listener: (reason: ServerError) => void): () => void
  nowMs(): number
  /** Accepts nothing more, waits for the disk and closes the journal. */
  close(): Promise<void>
}

export interface Submitted {
  /** `null` for a refusal: it changes nothing, so there is nothing to record. */
  readonly journalSeq: number | null
  readonly reply: Reply
  readonly events: readonly Event[]
}

/** Plain counters for metrics. */
export interface HostStats {
  /** By `${type}/${outcome}`. */
  readonly commands: ReadonlyMap<string, number>
  readonly liquidations: ReadonlyMap<string, number>
  readonly commits: number
  readonly commitSeconds: number
  /** Cumulative counts by `COMMIT_BUCKETS`. */
  readonly commitBuckets: readonly number[]
  /** Records appended and not yet on disk. */
  readonly pending: number
}

/** Upper bounds in seconds. */
export const COMMIT_BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
]

const HASH_AGE_MS_MAX = 1000
/** A hash that took 100 ms is not taken again for 5 s. */
const HASH_SHARE = 50

interface Waiter {
  readonly journalSeq: number
  readonly resolve: () => void
  readonly reject: (reason: ServerError) => void
}

/**
 * Replays the journal into the engine and takes it over.
 * @throws `journal_diverged` a record that this engine refuses or cannot read: it was written under other rules
 */
export function createHost(options: HostOptions): Host {
  const { engine, journal, clock } = options
  const pendingMax = options.pendingMax ?? 100_000
  const history = createHistory({ liquidationsMax: 10_000, eventsMax: 10_000, ...options.history })
  const commandCounts = new Map<string, number>()
  const liquidationCounts = new Map<string, number>()
  const commitBuckets = COMMIT_BUCKETS.map(() => 0)
  const appliedListeners = new Set<(events: readonly Event[]) => void>()
  const stoppedListeners = new Set<(reason: ServerError) => void>()
  let commits = 0
  let commitSeconds = 0
  let stopped: ServerError | null = null
  let waiters: Waiter[] = []
  let isCommitting = false
  let isJournalDead = false
  let isClosing = false

  const replayed = replay()
  let hasAccepted = false
  let appendedSeq = journal.head.seq
  let durableSeq = appendedSeq
  let hashed = { hash: engine.stateHash(), journalSeq: appendedSeq, atMs: clock.nowMs(), costMs: 0 }
  const startedAtMs = clock.nowMs()

  return {
    get state() {
      return engine.state
    },
    history,
    get journalSeq() {
      return appendedSeq
    },
    startedAtMs,
    replayed,
    get stats() {
      return {
        commands: commandCounts,
        liquidations: liquidationCounts,
        commits,
        commitSeconds,
        commitBuckets,
        pending: appendedSeq - durableSeq,
      }
    },
    get stopped() {
      return stopped
    },
    submit,
    settled,
    fork: () => engine.fork(),
    stateHash,
    onApplied: (listener) => subscribe(appliedListeners, listener),
    onStopped: (listener) => subscribe(stoppedListeners, listener),
    nowMs: () => clock.nowMs(),
    close,
  }

  async function submit(commands: readonly Command[]): Promise<readonly Submitted[]> {
    if (stopped !== null) throw stopped
    if (isClosing) throw stopping()
    if (appendedSeq - durableSeq + commands.length > pendingMax) {
      throw new ServerError('overloaded', `More than ${pendingMax} commands wait for the disk: send again in a moment.`)
    }
    const results = commands.map(applyOne)
    // A refusal waits too: what it rests on must be on disk before anyone hears of it.
    await settled()
    return results
  }

  function applyOne(command: Command): Submitted {
    if (stopped !== null) throw stopped
    // A clock that was set back must not stop the engine: its time stands still until the clock has caught up.
    const atMs = Math.max(clock.nowMs(), engine.state.atMs)
    const { reply, events } = decide(command, atMs)
    count(commandCounts, `${command.type}/${reply.status}`)
    if (reply.status === 'rejected') return { journalSeq: null, reply, events }
    const journalSeq = record(command, atMs)
    hasAccepted = true
    remember(events)
    for (const listener of appliedListeners) listener(events)
    return { journalSeq, reply, events }
  }

  function decide(command: Command, atMs: number): Outcome {
    try {
      return engine.apply(command, atMs)
    } catch (cause) {
      // What was accepted before is still good: it goes on to the disk, and its waiters are answered.
      scheduleCommit()
      throw stop(
        new ServerError(
          'engine_stopped',
          `The engine stopped after journal seq ${appendedSeq} (${said(cause)}): keep the journal, restart, and report it with the command.`,
          { cause },
        ),
      )
    }
  }

  function record(command: Command, atMs: number): number {
    try {
      appendedSeq = journal.append({ atMs, payload: encodeEntry({ type: 'command', command }) })
      return appendedSeq
    } catch (cause) {
      throw failJournal(cause)
    }
  }

  function remember(events: readonly Event[]): void {
    history.record(events, engine.state)
    for (const event of events) {
      if (event.type !== 'liquidation.started') continue
      count(liquidationCounts, engine.state.accounts.get(event.account)?.venue ?? '')
    }
  }

  function settled(): Promise<void> {
    if (stopped !== null) return Promise.reject(stopped)
    if (appendedSeq === durableSeq) return Promise.resolve()
    return new Promise(waitForDisk)
  }

  /** After this turn of the event loop: every command that arrived with this one shares the commit. */
  function scheduleCommit(): void {
    if (isCommitting) return
    isCommitting = true
    setImmediate(() => void commitAll())
  }

  async function commitAll(): Promise<void> {
    while (!isJournalDead && durableSeq < appendedSeq) {
      const covered = appendedSeq
      const begun = performance.now()
      try {
        await journal.commit()
      } catch (cause) {
        failJournal(cause)
        break
      }
      observeCommit((performance.now() - begun) / 1000)
      durableSeq = covered
      const released = waiters.filter((waiter) => waiter.journalSeq <= covered)
      waiters = waiters.filter((waiter) => waiter.journalSeq > covered)
      for (const waiter of released) waiter.resolve()
    }
    isCommitting = false
  }

  function failJournal(cause: unknown): ServerError {
    const reason = new ServerError(
      'journal_failed',
      `The journal could not be written after seq ${durableSeq} (${said(cause)}): mend the disk and restart; what was not confirmed may or may not be recorded.`,
      { cause },
    )
    isJournalDead = true
    const left = waiters
    waiters = []
    for (const waiter of left) waiter.reject(reason)
    return stop(reason)
  }

  function stop(reason: ServerError): ServerError {
    if (stopped !== null) return stopped
    stopped = reason
    for (const listener of stoppedListeners) listener(reason)
    return reason
  }

  function observeCommit(seconds: number): void {
    commits += 1
    commitSeconds += seconds
    for (const [index, bound] of COMMIT_BUCKETS.entries()) {
      if (seconds <= bound) commitBuckets[index] = (commitBuckets[index] ?? 0) + 1
    }
  }

  function stateHash({ isFresh }: { isFresh: boolean } = { isFresh: false }) {
    const nowMs = clock.nowMs()
    const restMs = Math.max(HASH_AGE_MS_MAX, HASH_SHARE * hashed.costMs)
    if (hashed.journalSeq !== appendedSeq && (isFresh || nowMs - hashed.atMs >= restMs)) {
      const begun = performance.now()
      const hash = engine.stateHash()
      hashed = { hash, journalSeq: appendedSeq, atMs: nowMs, costMs: performance.now() - begun }
    }
    return { hash: hashed.hash, journalSeq: hashed.journalSeq }
  }

  function replay(): number {
    return replayInto(engine, journal.read(), ({ events }) => remember(events)).commands
  }

  /** The hash that the state stands at, for whoever replays the journal to compare with. */
  function appendCheckpoint(): void {
    if (stopped !== null || isJournalDead || !hasAccepted) return
    const { seq, atMs } = engine.state
    appendedSeq = journal.append({
      atMs,
      payload: encodeEntry({ type: 'checkpoint', events: seq, stateHash: engine.stateHash() }),
    })
  }

  async function close(): Promise<void> {
    if (isClosing) return
    isClosing = true
    try {
      appendCheckpoint()
      if (!isJournalDead && durableSeq < appendedSeq) await new Promise<void>(waitForDisk)
    } finally {
      stop(stopping())
      await journal.close()
    }
  }

  function waitForDisk(resolve: () => void, reject: (reason: ServerError) => void): void {
    waiters.push({ journalSeq: appendedSeq, resolve, reject })
    scheduleCommit()
  }
}

function stopping(): ServerError {
  return new ServerError('server_stopping', 'The server is stopping: send again once it is back.')
}

function said(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return cause instanceof PlimsollError ? `${cause.code}: ${message}` : message
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

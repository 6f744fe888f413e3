/** One command as it was accepted. */
export interface JournalRecord {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  /** Engine time in milliseconds, an integer, never decreasing. */
  readonly atMs: number
  /** One JSON text; comes back byte for byte as it was appended. */
  readonly payload: string
}

/** What a caller appends; the journal gives it its seq. */
export interface JournalEntry {
  readonly atMs: number
  readonly payload: string
}

export interface JournalHead {
  /** Seq of the last record, 0 before the first. */
  readonly seq: number
  /** Chain hash after the last record, 64 hex digits: equal hashes mean equal meta and equal records. */
  readonly hash: string
  /** The writer's fencing number: one opening for writing is one epoch, and each is higher than all before it. */
  readonly epoch: number
}

/** What was agreed when the journal was created, e.g. the format of its commands; part of the chain hash. */
export type JournalMeta = Readonly<Record<string, string>>

/**
 * The durable, ordered log of commands.
 * @example
 * const seq = journal.append({ atMs: 1_700_000_000_000, payload: '{"type":"advance"}' })
 * await journal.commit() // only now may an answer leave
 */
export interface JournalStore {
  readonly meta: JournalMeta

  /** After the last appended record, durable or not. */
  readonly head: JournalHead

  /**
   * Takes a record and returns its seq; it is in memory only until a commit resolves.
   * @throws `journal_failed` or `journal_fenced` once the store has ended, `journal_entry_too_large` over 16 MiB of UTF-8,
   * `invariant_violated` where time goes back, is no integer, or the payload is empty or not well-formed Unicode
   */
  append(entry: JournalEntry): number

  /**
   * Resolves when everything appended before the call is on disk; calls that overlap share one write and one sync.
   * @throws (rejects) `journal_failed` after any failed write or sync, `journal_fenced` after another writer took over; both are final
   */
  commit(): Promise<void>

  /**
   * The records that are on disk at the time of the call, in order from `fromSeq` (default 1), each verified as it is read.
   *
   * Synchronous: whoever replays applies synchronously too, and a long read pauses wherever its consumer does.
   * @throws `journal_damaged` where the file no longer holds what was written
   */
  read(fromSeq?: number): Iterable<JournalRecord>

  /**
   * Commits what is appended, then lets go of the files and of the lock; a second call does nothing.
   * @throws (rejects) as `commit` does, or `journal_unavailable`, after letting go
   */
  close(): Promise<void>
}

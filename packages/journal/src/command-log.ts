import {
  type Codec,
  type Command,
  commandCodec,
  type DerivativesRulebook,
  decimal,
  type Engine,
  integer,
  type Json,
  list,
  type MarketId,
  mapOf,
  nullable,
  type Outcome,
  optional,
  type RiskTierRow,
  type Rulebook,
  record,
  rulebookOf,
  text,
  tierTable,
  union,
  withTiers,
} from '@plimsoll/core'
import { journalError } from './errors.js'
import type { JournalRecord, JournalStore } from './store.js'

/** What the payloads of a journal of commands are; stands in its header as `commands`. */
export const COMMAND_LOG_FORMAT = 'plimsoll-commands/1'

/**
 * One payload: the rules that the engine began under (always the first record), a command as it was accepted, or the state hash that
 * stood after the commands before it.
 */
export type CommandLogEntry =
  | { readonly type: 'setup'; readonly rulebooks: readonly RulebookSetup[] }
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'checkpoint'; readonly events: number; readonly stateHash: string }

/** A named rulebook, with the tier tables that replaced its own; enough to build it again. */
export interface RulebookSetup {
  readonly venue: string
  /** The version that it must have again. */
  readonly version: string
  readonly tiers?: TierSetup
}

export interface TierSetup {
  /** Stands in the rulebook's version behind a `+`. */
  readonly name: string
  /** The market whose tick, lot and fee a market takes that the rulebook does not list. */
  readonly like: MarketId
  readonly tables: ReadonlyMap<MarketId, readonly RiskTierRow[]>
}

const row: Codec<RiskTierRow> = record<RiskTierRow>({
  floor: decimal(),
  cap: nullable(decimal()),
  maintenanceRate: decimal(),
  leverageMax: decimal(),
})

const setup: Codec<RulebookSetup> = record<RulebookSetup>({
  venue: text,
  version: text,
  tiers: optional(record<TierSetup>({ name: text, like: text, tables: mapOf(list(row)) })),
})

const entryCodec: Codec<CommandLogEntry> = union<CommandLogEntry, 'type'>('type', {
  setup: record({ rulebooks: list(setup) }) as unknown as Codec<Extract<CommandLogEntry, { type: 'setup' }>>,
  command: record({ command: commandCodec }) as unknown as Codec<Extract<CommandLogEntry, { type: 'command' }>>,
  checkpoint: record({ events: integer, stateHash: text }) as unknown as Codec<
    Extract<CommandLogEntry, { type: 'checkpoint' }>
  >,
})

export function encodeEntry(entry: CommandLogEntry): string {
  return JSON.stringify(entryCodec.encode(entry))
}

/** @throws `document_invalid`, `unknown_key`, `unknown_command`: a payload that this version does not know */
export function decodeEntry(payload: string): CommandLogEntry {
  return entryCodec.decode(JSON.parse(payload) as Json, 'entry')
}

/**
 * The rulebook that a setup describes.
 * @throws `unknown_venue`, `tiers_invalid`; `journal_version` where this version's rulebook is another than the one that was used
 */
export function rulebookOfSetup(described: RulebookSetup): Rulebook {
  const named = rulebookOf(described.venue)
  const { tiers } = described
  const book = tiers === undefined ? named : withSetupTiers(named as DerivativesRulebook, tiers)
  if (book.version === described.version) return book
  throw journalError(
    'journal_version',
    `The journal was written under the rules ${described.version}, and this version has ${book.version}: replay it with the version that wrote it.`,
  )
}

function withSetupTiers(book: DerivativesRulebook, { name, like, tables }: TierSetup): Rulebook {
  return withTiers(book, new Map([...tables].map(([market, rows]) => [market, tierTable(rows)])), { like, name })
}

/**
 * The rules that a journal began under; its first record says so.
 * @throws `journal_invalid` where the journal is of something else
 */
export function setupOf(journal: Pick<JournalStore, 'meta' | 'read'>): readonly RulebookSetup[] {
  const format = journal.meta.commands
  if (format !== COMMAND_LOG_FORMAT) {
    throw journalError(
      'journal_version',
      `The journal's commands are ${format ?? 'of no stated format'}, and this version reads ${COMMAND_LOG_FORMAT}: use the version that wrote it.`,
    )
  }
  for (const { payload } of journal.read()) {
    const entry = decodeEntry(payload)
    if (entry.type === 'setup') return entry.rulebooks
    break
  }
  throw journalError(
    'journal_invalid',
    'The journal does not begin with the rules of its engine: it is not a journal of commands.',
  )
}

export interface Replayed {
  readonly commands: number
  readonly checkpoints: number
}

/**
 * Applies a journal's commands to an engine that stands under its rules, and holds the state against every checkpoint on the way.
 * `onOutcome` sees each command's outcome, e.g. to rebuild what is derived from events.
 * @throws `journal_diverged` where a checkpoint's hash is another than the state's, a command is refused that was accepted once, or a
 * record cannot be read
 */
export function replayInto(
  engine: Engine,
  records: Iterable<JournalRecord>,
  onOutcome: (outcome: Outcome, record: JournalRecord) => void = () => undefined,
): Replayed {
  let commands = 0
  let checkpoints = 0
  for (const each of records) {
    const entry = entryAt(each)
    switch (entry.type) {
      case 'setup':
        continue
      case 'command': {
        const outcome = engine.apply(entry.command, each.atMs)
        if (outcome.reply.status === 'rejected')
          throw diverged(each, `the command was accepted once and is refused now (${outcome.reply.reason})`)
        commands += 1
        onOutcome(outcome, each)
        continue
      }
      case 'checkpoint': {
        const stateHash = engine.stateHash()
        if (stateHash !== entry.stateHash)
          throw diverged(each, `the state is ${stateHash}, and it was ${entry.stateHash}`)
        checkpoints += 1
      }
    }
  }
  return { commands, checkpoints }
}

function entryAt(at: JournalRecord): CommandLogEntry {
  try {
    return decodeEntry(at.payload)
  } catch (cause) {
    throw diverged(
      at,
      `stands what this version cannot read (${cause instanceof Error ? cause.message : String(cause)})`,
    )
  }
}

function diverged(at: JournalRecord, what: string): Error {
  return journalError(
    'journal_diverged',
    `The journal does not replay: at record ${at.seq} ${what}. Replay it with the version that wrote it.`,
    { details: { seq: String(at.seq) } },
  )
}

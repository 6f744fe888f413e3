export {
  COMMAND_LOG_FORMAT,
  type CommandLogEntry,
  decodeEntry,
  encodeEntry,
  type Replayed,
  type RulebookSetup,
  replayInto,
  rulebookOfSetup,
  setupOf,
  type TierSetup,
} from './command-log.js'
export type { JournalDisk, ReadableFile, WritableFile } from './disk.js'
export type { JournalErrorCode } from './errors.js'
export {
  type FileJournal,
  type FileJournalOptions,
  openFileJournal,
} from './file-journal.js'
export { createMemoryJournal } from './memory-journal.js'
export { type ReadonlyJournal, readJournal } from './read-journal.js'
export type { JournalEntry, JournalHead, JournalMeta, JournalRecord, JournalStore } from './store.js'

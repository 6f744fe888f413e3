import { asUnavailable, checkDirectory, headOf, missing, readRange, verify } from './directory.js'
import { type JournalDisk, nodeDisk } from './disk.js'
import type { JournalHead, JournalMeta, JournalRecord } from './store.js'

/** A journal that is only read. */
export interface ReadonlyJournal {
  readonly meta: JournalMeta
  readonly head: JournalHead
  readonly droppedBytes: number
  read(fromSeq?: number): Iterable<JournalRecord>
}

/**
 * Opens the journal in a directory for reading only and verifies every record; takes no lock and changes nothing.
 *
 * Beside a live writer it sees what was written when it was opened.
 * @throws `journal_missing`, `journal_invalid`, `journal_version`, `journal_damaged`, `journal_unavailable`
 * @example
 * readJournal('var/journal').head.seq // 42
 */
export function readJournal(directory: string, options: { readonly disk?: JournalDisk } = {}): ReadonlyJournal {
  const disk = options.disk ?? nodeDisk
  try {
    if (!checkDirectory(disk, directory)) throw missing(directory)
    const { header, scan: found } = verify(disk, directory)
    return {
      meta: header.meta,
      head: headOf(found.end),
      droppedBytes: found.droppedBytes,
      read: (fromSeq = 1) => readRange(disk, directory, { ...found, fromSeq }),
    }
  } catch (cause) {
    throw asUnavailable(directory, cause)
  }
}

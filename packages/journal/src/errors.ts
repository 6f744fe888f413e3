import { PlimsollError } from '@plimsoll/core'

/** Every code that opening or writing a journal can carry; `docs/ERRORS.md` explains each. */
export type JournalErrorCode =
  | 'journal_missing'
  | 'journal_invalid'
  | 'journal_version'
  | 'journal_damaged'
  | 'journal_locked'
  | 'journal_unavailable'
  | 'journal_failed'
  | 'journal_fenced'
  | 'journal_entry_too_large'
  | 'journal_diverged'

/** A fault of the journal, with the file it stands in. */
export function journalError(
  code: JournalErrorCode,
  message: string,
  options: { file?: string; details?: Readonly<Record<string, string>>; cause?: unknown } = {},
): PlimsollError<JournalErrorCode> {
  return new PlimsollError<JournalErrorCode>(code, message, {
    ...(options.file === undefined ? {} : { place: { file: options.file } }),
    ...(options.details === undefined ? {} : { details: options.details }),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  })
}

/** Damage to records that were on disk: where it begins, and that nothing was changed. */
export function damaged(damage: {
  readonly file: string
  readonly offset: number
  readonly seq: number
  readonly reason: string
}): PlimsollError<JournalErrorCode> {
  return journalError(
    'journal_damaged',
    `The journal is damaged at byte ${damage.offset} of ${damage.file}, after record ${damage.seq}: ${damage.reason}. ` +
      'Nothing was changed: keep this copy, and restore the whole directory from a replica or a backup.',
    { file: damage.file, details: { offset: String(damage.offset), afterSeq: String(damage.seq) } },
  )
}

/** The operating system's own words for a failed call, for the end of a message. */
export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

/** The operating system's error name (`ENOENT`), or null where the error is not one of its. */
export function errnoOf(cause: unknown): string | null {
  if (!(cause instanceof Error) || !('code' in cause) || !('syscall' in cause)) return null
  return typeof cause.code === 'string' ? cause.code : null
}

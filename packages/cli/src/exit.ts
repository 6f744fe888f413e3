import type { Status } from '@plimsoll/core'

/** How the command ends: what a script or cron can act on. */
export const EXIT = {
  ok: 0,
  internal: 1,
  /** An option or an argument is wrong. */
  usage: 2,
  /** A document, a rule or a file's content is wrong. */
  invalid: 3,
  /** An input is missing or not fit. */
  missing: 4,
  connection: 5,
  /** A given threshold is not met. */
  threshold: 10,
  liquidatable: 11,
  interrupted: 130,
} as const

/** The exit code of an error's code. */
export function exitOf(code: string): number {
  if (code === 'invariant_violated') return EXIT.internal
  if (code === 'port_in_use') return EXIT.connection
  if (USAGE.includes(code)) return EXIT.usage
  return MISSING.includes(code) ? EXIT.missing : EXIT.invalid
}

const USAGE: readonly string[] = ['option_invalid', 'day_invalid']

const MISSING: readonly string[] = ['file_missing', 'file_empty', 'selection_empty', 'journal_missing']

/** The exit code of an account's status: the first that holds of liquidatable or worse, unknown, under the threshold. */
export function exitOfStatus(status: Status, isUnderThreshold: boolean): number {
  switch (status) {
    case 'liquidatable':
    case 'liquidating':
    case 'bankrupt':
      return EXIT.liquidatable
    case 'unknown':
      return EXIT.missing
    case 'healthy':
    case 'warned':
    case 'called':
      return isUnderThreshold ? EXIT.threshold : EXIT.ok
  }
}

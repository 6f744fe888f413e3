import { type ErrorCode, type ErrorPlace, PlimsollError } from '@plimsoll/core'

/** What the command adds to core's codes: files, rows, days and options. `docs/ERRORS.md` explains each. */
type CliErrorCode =
  | 'file_missing'
  | 'file_unreadable'
  | 'file_empty'
  | 'row_invalid'
  | 'day_invalid'
  | 'selection_empty'
  | 'option_invalid'

/** Bad input at the command's border: one of its own codes, or one of core's where core has the word already (`price_invalid`). */
export function failInput(
  code: CliErrorCode | ErrorCode,
  message: string,
  options: { place?: ErrorPlace; details?: Readonly<Record<string, string>>; cause?: unknown } = {},
): never {
  throw new PlimsollError<CliErrorCode | ErrorCode>(code, message, options)
}

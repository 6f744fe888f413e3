import { type ErrorPlace, PlimsollError } from '@plimsoll/core'

/** Runs a step on one document; bad input is told with the file and the line that the document stands in, unless another file is at fault. */
export function atPlace<T>(place: ErrorPlace, step: () => T): T {
  try {
    return step()
  } catch (cause) {
    if (!(cause instanceof PlimsollError)) throw cause
    throw new PlimsollError(cause.code, cause.message, {
      place: cause.place.file === undefined ? { ...cause.place, ...place } : cause.place,
      details: cause.details,
      cause,
    })
  }
}

/** A refusal of the engine as the bad input that it is, for a document that must be taken. */
export function atRefusal(reason: string, message: string): PlimsollError {
  return new PlimsollError('document_invalid', message, { details: { reason } })
}

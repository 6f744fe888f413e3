import { fail } from '../errors.js'

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/**
 * An instant in RFC 3339 as ms since 1970.
 * @throws `document_invalid`
 * @example instantOf('2026-11-22T09:30:00Z', 'asOf') // 1795339800000
 */
export function instantOf(text: string, path: string): number {
  const atMs = RFC_3339.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(atMs) || !isInCalendar(text)) {
    return fail('document_invalid', `${path} "${text}" is not an instant: write it like 2026-11-22T09:30:00Z.`, {
      place: { path },
    })
  }
  return atMs
}

/** Whether the day is one: `Date.parse` takes 30 February for 2 March. */
function isInCalendar(text: string): boolean {
  const day = text.slice(0, 10)
  return new Date(Date.parse(`${day}T00:00:00Z`)).toISOString().startsWith(day)
}

/** Ms since 1970 in RFC 3339, UTC; whole seconds without a fraction. */
export function instantText(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z')
}

/**
 * Every code that bad input or our own fault can carry. `docs/ERRORS.md` explains each; a test keeps the two equal both ways.
 * What a *rule* refuses is never one of these: refusals are returned values (see `Refusal` in `model/command.ts`).
 */
export type ErrorCode =
  | 'number_invalid'
  | 'number_too_long'
  | 'precision_loss'
  | 'invariant_violated'
  | 'document_invalid'
  | 'unknown_key'
  | 'unknown_venue'
  | 'unknown_market'
  | 'unknown_asset'
  | 'unknown_account'
  | 'unknown_command'
  | 'price_invalid'
  | 'tiers_invalid'
  | 'rulebook_invalid'
  | 'contract_reverted'

/** Where the bad input stands: what the person has to open to mend it. */
export interface ErrorPlace {
  readonly file?: string
  readonly line?: number
  /** Path inside the document, e.g. `positions[0].quantity`. */
  readonly path?: string
}

/**
 * Bad input at a border. The message is one sentence: the fact, then what to do.
 * @example new PlimsollError('unknown_venue', 'No venue is called "binnance": did you mean "binance-usdm"?')
 */
export class PlimsollError<Code extends string = string> extends Error {
  override readonly name = 'PlimsollError'
  readonly code: Code
  readonly place: ErrorPlace
  readonly details: Readonly<Record<string, string>>

  constructor(
    code: Code,
    message: string,
    options: { place?: ErrorPlace; details?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.place = options.place ?? {}
    this.details = options.details ?? {}
  }
}

/** Bad input whose code is one of core's. */
export function fail(
  code: ErrorCode,
  message: string,
  options: { place?: ErrorPlace; details?: Readonly<Record<string, string>>; cause?: unknown } = {},
): never {
  throw new PlimsollError<ErrorCode>(code, message, options)
}

/**
 * States a rule that our own code guarantees. A violation is our fault, never the caller's: the engine stops.
 * @throws `invariant_violated`
 */
export function invariant(
  isHeld: boolean,
  rule: string,
  details: Readonly<Record<string, unknown>> = {},
): asserts isHeld {
  if (isHeld) return
  const shown = Object.fromEntries(Object.entries(details).map(([key, detail]) => [key, String(detail)]))
  const listed = Object.entries(shown).map(([key, text]) => `${key} ${text}`)
  fail('invariant_violated', `Invariant: ${rule}${listed.length > 0 ? ` (${listed.join(', ')})` : ''}.`, {
    details: shown,
  })
}

/** Ends an exhaustive switch: reached only where a union has grown and a switch has not. */
export function unreachable(never: never): never {
  return fail('invariant_violated', `Invariant: every case is handled (${String(never)} was not).`)
}

/**
 * The known name nearest to a mistyped one (fewest edits, at most a third of its length), or null where none is near. The beginning of a
 * longer name counts too, a little less.
 * @example nearest('binnance-usdm', ['binance-usdm', 'finra-reg-t']) // 'binance-usdm'
 * @example nearest('binanse', ['binance-usdm', 'finra-reg-t']) // 'binance-usdm'
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of known) {
    const [written, whole] = [name.toLowerCase(), candidate.toLowerCase()]
    const beginning = editDistance(written, whole.slice(0, written.length), bestDistance) + 1
    const distance = Math.min(editDistance(written, whole, bestDistance), beginning)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** ` Did you mean "x"?` or nothing: the tail of every unknown-name message. */
export function suggestion(name: string, known: Iterable<string>): string {
  const near = nearest(name, known)
  return near === null ? '' : ` Did you mean "${near}"?`
}

/** ` Did you mean "x"?`, or the first of the known names where none is near: what to do, in any case. */
export function nearestOrKnown(name: string, known: Iterable<string>): string {
  const names = [...known]
  const near = suggestion(name, names)
  if (near !== '') return near
  if (names.length === 0) return ' There are none: leave it out.'
  return ` Known: ${names.slice(0, NAMES_SHOWN).join(', ')}${names.length > NAMES_SHOWN ? ' …' : ''}.`
}

const NAMES_SHOWN = 12

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution))
    }
    previous = current
  }
  return previous[b.length] ?? limit
}

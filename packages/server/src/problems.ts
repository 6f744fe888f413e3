import { type ErrorCode, PlimsollError, suggestion } from '@plimsoll/core'
import type { FastifyError } from 'fastify'
import { ServerError, type ServerErrorCode } from './errors.js'
import type { Problem } from './wire.js'

interface HttpMeaning {
  readonly status: number
  readonly title: string
}

/** What each of the server's own codes is over HTTP. */
const MEANINGS: { readonly [C in ServerErrorCode]: HttpMeaning } = {
  route_unknown: { status: 404, title: 'No such route' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  query_invalid: { status: 400, title: 'Invalid query' },
  cursor_invalid: { status: 400, title: 'Invalid cursor' },
  body_invalid: { status: 400, title: 'Invalid body' },
  body_too_large: { status: 413, title: 'Body too large' },
  body_too_deep: { status: 400, title: 'Body nested too deeply' },
  media_type_unsupported: { status: 415, title: 'Unsupported media type' },
  too_many_commands: { status: 400, title: 'Too many commands' },
  unknown_liquidation: { status: 404, title: 'No such liquidation' },
  idempotency_key_invalid: { status: 400, title: 'Invalid Idempotency-Key' },
  idempotency_conflict: { status: 422, title: 'Idempotency-Key used before' },
  idempotency_in_flight: { status: 409, title: 'Request in flight' },
  host_not_allowed: { status: 421, title: 'Host not served here' },
  origin_not_allowed: { status: 403, title: 'Origin not allowed' },
  upgrade_required: { status: 426, title: 'WebSocket only' },
  request_invalid: { status: 400, title: 'Invalid request' },
  request_timeout: { status: 408, title: 'Request timed out' },
  headers_too_large: { status: 431, title: 'Headers too large' },
  overloaded: { status: 503, title: 'Overloaded' },
  engine_stopped: { status: 503, title: 'Engine stopped' },
  journal_failed: { status: 503, title: 'Journal failed' },
  server_stopping: { status: 503, title: 'Server stopping' },
  internal_error: { status: 500, title: 'Internal error' },
  port_in_use: { status: 500, title: 'Port in use' },
  port_not_permitted: { status: 500, title: 'Port not permitted' },
  bind_refused: { status: 500, title: 'Bind refused' },
  bind_failed: { status: 500, title: 'Bind failed' },
  message_invalid: { status: 400, title: 'Invalid message' },
  channel_unknown: { status: 400, title: 'Unknown channel' },
  too_many_subscriptions: { status: 400, title: 'Too many subscriptions' },
}

/** Core's codes are bad input, with these exceptions. */
const CORE_MEANINGS: { readonly [C in ErrorCode]?: HttpMeaning } = {
  unknown_account: { status: 404, title: 'No such account' },
  invariant_violated: { status: 500, title: 'Internal error' },
}

/** Fastify's own refusals in the server's words. */
const FASTIFY_CODES: Readonly<Record<string, readonly [ServerErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body_too_large', 'A body has at most 1 MB: send fewer commands at a time.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['body_invalid', 'The body is empty: send JSON.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'media_type_unsupported',
    'Bodies are JSON: send them with content-type application/json.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request_invalid', 'The body is not as long as its content-length says.'],
  FST_ERR_MAX_PARAM_LENGTH: ['request_invalid', 'A name in a path has at most 500 characters.'],
  FST_ERR_BAD_URL: ['request_invalid', 'The path is not a valid URL path: encode it.'],
}

/** Any error as the coded one that a caller may see; what is not known to be the caller's is ours, and says nothing of the inside. */
export function codedOf(error: unknown, options: { readonly queryKeys: readonly string[] }): PlimsollError {
  if (error instanceof PlimsollError) {
    return error.code === 'invariant_violated' ? internal(error) : error
  }
  const { code, statusCode, message } = (error ?? {}) as Partial<FastifyError>
  const { validation } = (error ?? {}) as Partial<FastifyError>
  if (validation !== undefined) return queryFault(error as FastifyError, options.queryKeys)
  const known = code === undefined ? undefined : FASTIFY_CODES[code]
  if (known !== undefined) return new ServerError(known[0], known[1], { cause: error })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new ServerError('request_invalid', `The request could not be read (${message}).`, { cause: error })
  }
  return internal(error)
}

/** What a route's schema refused, in one sentence; an unknown key with the nearest known one. */
function queryFault(error: FastifyError, known: readonly string[]): PlimsollError {
  const first = error.validation?.[0]
  const unknown = first?.params.additionalProperty
  if (typeof unknown === 'string') {
    const hint = suggestion(unknown, known) || (known.length === 0 ? '' : ` Known: ${known.join(', ')}.`)
    return new PlimsollError<ErrorCode>('unknown_key', `${unknown} is not a known query key.${hint}`, {
      place: { path: unknown },
    })
  }
  const path = (first?.instancePath ?? '').slice(1).replaceAll('/', '.')
  const fault =
    first?.keyword === 'const' ? `must be ${String(first.params.allowedValue)}` : (first?.message ?? 'is invalid')
  return new ServerError('query_invalid', `${path} ${fault}.`, { place: { path } })
}

export function problemOf(error: PlimsollError, request: { readonly url: string; readonly id: string }): Problem {
  const { status, title } = meaningOf(error.code)
  const path = error.place.path
  return {
    type: `/docs/ERRORS.md#${error.code}`,
    title,
    status,
    detail: error.message,
    instance: request.url.split('?')[0] ?? request.url,
    code: error.code,
    errors: path === undefined || path === '' ? [] : [{ pointer: pointerOf(path), detail: error.message }],
    requestId: request.id,
  }
}

function meaningOf(code: string): HttpMeaning {
  const known = (MEANINGS as Readonly<Record<string, HttpMeaning>>)[code]
  return (
    known ?? (CORE_MEANINGS as Readonly<Record<string, HttpMeaning>>)[code] ?? { status: 400, title: titleOf(code) }
  )
}

/** `precision_loss` → `Precision loss`. */
function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `commands[0].amount` → `#/commands/0/amount` (RFC 6901 in a URI fragment). */
function pointerOf(path: string): string {
  const parts = path.replace(/\[(\d+)\]/g, '.$1').split('.')
  return `#/${parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
}

function internal(cause: unknown): ServerError {
  return new ServerError('internal_error', 'Something failed inside the server: its log has the request id.', { cause })
}

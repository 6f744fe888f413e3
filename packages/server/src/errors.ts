import { PlimsollError } from '@plimsoll/core'

/**
 * Every code that the server itself gives, beside core's. `docs/ERRORS.md` explains each. Those of the second group never travel over
 * HTTP: they end a start, or close a stream.
 */
export type ServerErrorCode =
  | 'route_unknown'
  | 'method_not_allowed'
  | 'query_invalid'
  | 'cursor_invalid'
  | 'body_invalid'
  | 'body_too_large'
  | 'body_too_deep'
  | 'media_type_unsupported'
  | 'too_many_commands'
  | 'unknown_liquidation'
  | 'idempotency_key_invalid'
  | 'idempotency_conflict'
  | 'idempotency_in_flight'
  | 'host_not_allowed'
  | 'origin_not_allowed'
  | 'upgrade_required'
  | 'request_invalid'
  | 'request_timeout'
  | 'headers_too_large'
  | 'overloaded'
  | 'engine_stopped'
  | 'journal_failed'
  | 'server_stopping'
  | 'internal_error'
  //
  | 'port_in_use'
  | 'port_not_permitted'
  | 'bind_refused'
  | 'bind_failed'
  | 'message_invalid'
  | 'channel_unknown'
  | 'too_many_subscriptions'

/** An error with one of the server's codes. */
export class ServerError extends PlimsollError<ServerErrorCode> {}

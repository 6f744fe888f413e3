import { nearest } from '@plimsoll/core'
import { ServerError, type ServerErrorCode } from './errors.js'
import type { Channel } from './wire.js'

const CHANNELS: readonly Channel[] = ['prices', 'liquidations', 'accounts', 'system']

type ParsedRequest =
  | { readonly op: 'ping'; readonly channel?: never; readonly id?: never }
  | { readonly op: 'subscribe' | 'unsubscribe'; readonly channel: Channel; readonly id: string | undefined }

/** @throws `message_invalid`, `channel_unknown` */
export function streamRequestOf(frame: string): ParsedRequest {
  const message = parsed(frame)
  const { op, channel, id, ...rest } = message
  const unknown = Object.keys(rest)[0]
  if (unknown !== undefined) refuse('message_invalid', `"${unknown}" is not a known key: op, channel and id are.`)
  if (op === 'ping') return { op }
  if (op !== 'subscribe' && op !== 'unsubscribe') {
    return refuse('message_invalid', 'op must be subscribe, unsubscribe or ping.')
  }
  const found = CHANNELS.find((candidate) => candidate === channel)
  if (found === undefined) {
    const near = nearest(String(channel), CHANNELS)
    return refuse(
      'channel_unknown',
      `channel must be one of ${CHANNELS.join(', ')}.${near === null ? '' : ` Did you mean "${near}"?`}`,
    )
  }
  if (id !== undefined && (typeof id !== 'string' || id === '')) {
    return refuse('message_invalid', 'id must be the name of a market or an account.')
  }
  return { op, channel: found, id: id as string | undefined }
}

function parsed(frame: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(frame)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>
  } catch {
    // Said below.
  }
  return refuse('message_invalid', 'A message is one JSON object, e.g. {"op":"subscribe","channel":"prices"}.')
}

function refuse(code: ServerErrorCode, message: string): never {
  throw new ServerError(code, message)
}

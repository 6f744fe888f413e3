import type { Channel, StreamMessage, StreamRequest } from './wire.js'

/** Where the connection stands; the strip at the top says it in words. */
export type Connection =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'live' }
  | {
      readonly phase: 'reconnecting'
      /** `null`: there has been no connection yet. */
      readonly lostAtMs: number | null
      readonly attempt: number
      readonly nextAtMs: number
    }

export type DataMessage = Extract<StreamMessage, { type: 'snapshot' | 'update' }>

export interface Stream {
  /** Until the returned function is called. Two callers of one channel share one subscription. */
  subscribe(channel: Channel, id?: string): () => void
  reconnectNow(): void
  close(): void
}

export interface StreamOptions {
  readonly open: () => WebSocket
  readonly onMessage: (message: DataMessage) => void
  readonly onConnection: (connection: Connection) => void
  /** Rows may have been missed on this channel; a snapshot follows. */
  readonly onGap: (channel: Channel) => void
}

const DELAYS_MS = [500, 1000, 2000, 4000, 8000] as const
const PING_EVERY_MS = 10_000
const SILENT_FOR_MS = 25_000

interface Subscription {
  readonly channel: Channel
  readonly id: string | undefined
  users: number
  /** `seq` of the last message; `null` while a snapshot is awaited, when updates mean nothing. */
  seq: number | null
}

/** A WebSocket that comes back by itself, subscribes again, and asks for a snapshot when its sequence has a hole. */
export function openStream({ open, onMessage, onConnection, onGap }: StreamOptions): Stream {
  const subscriptions = new Map<string, Subscription>()
  let socket: WebSocket | null = null
  let attempt = 0
  let lostAtMs: number | null = null
  let heardAtMs = 0
  let isClosed = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const pinger = setInterval(() => {
    if (socket?.readyState !== WebSocket.OPEN) return
    if (Date.now() - heardAtMs > SILENT_FOR_MS) socket.close()
    else send({ op: 'ping' })
  }, PING_EVERY_MS)

  connect()

  function connect(): void {
    clearTimeout(retry)
    const opened = open()
    socket = opened
    opened.onopen = () => {
      attempt = 0
      lostAtMs = null
      heardAtMs = Date.now()
      onConnection({ phase: 'live' })
      for (const subscription of subscriptions.values()) request(subscription)
    }
    opened.onmessage = (event: MessageEvent) => {
      heardAtMs = Date.now()
      receive(JSON.parse(String(event.data)) as StreamMessage)
    }
    opened.onclose = () => {
      if (isClosed || socket !== opened) return
      if (attempt === 0 && heardAtMs > 0) lostAtMs = Date.now()
      const delay = DELAYS_MS[Math.min(attempt, DELAYS_MS.length - 1)] ?? 8000
      attempt += 1
      onConnection({ phase: 'reconnecting', lostAtMs, attempt, nextAtMs: Date.now() + delay })
      retry = setTimeout(connect, delay)
    }
  }

  function receive(message: StreamMessage): void {
    if (!('channel' in message) || message.type === 'unsubscribed') return
    const subscription = subscriptions.get(keyOf(message.channel, message.id))
    if (subscription === undefined) return
    if (message.type === 'gap') {
      subscription.seq = null
      onGap(message.channel)
      return
    }
    if (message.type === 'update') {
      if (subscription.seq === null) return
      if (message.prevSeq !== subscription.seq) {
        onGap(message.channel)
        send(requestOf('unsubscribe', subscription))
        request(subscription)
        return
      }
    }
    subscription.seq = message.seq
    onMessage(message)
  }

  function request(subscription: Subscription): void {
    subscription.seq = null
    send(requestOf('subscribe', subscription))
  }

  function send(message: StreamRequest): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  return {
    subscribe(channel, id) {
      const key = keyOf(channel, id)
      const known = subscriptions.get(key)
      const subscription = known ?? { channel, id, users: 0, seq: null }
      subscription.users += 1
      if (known === undefined) {
        subscriptions.set(key, subscription)
        request(subscription)
      }
      let isDone = false
      return () => {
        if (isDone) return
        isDone = true
        subscription.users -= 1
        if (subscription.users > 0) return
        subscriptions.delete(key)
        send(requestOf('unsubscribe', subscription))
      }
    },
    reconnectNow() {
      if (socket === null || socket.readyState === WebSocket.CLOSED) connect()
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      clearInterval(pinger)
      socket?.close()
    },
  }
}

function requestOf(op: 'subscribe' | 'unsubscribe', { channel, id }: Subscription): StreamRequest {
  return id === undefined ? { op, channel } : { op, channel, id }
}

function keyOf(channel: Channel, id: string | undefined): string {
  return id === undefined ? channel : `${channel}/${id}`
}

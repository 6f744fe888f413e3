import type { WebSocket } from '@fastify/websocket'

import type { AccountsView } from './accounts-view.js'
import { accountReply } from './answering.js'
import { ServerError } from './errors.js'
import type { Host } from './host.js'
import type { HttpStats } from './metrics.js'
import { liquidationRow, priceRow, statusReply } from './present.js'
import { streamRequestOf } from './stream-request.js'
import { type AccountsOverview, type Channel, CLOSE_CODES, type StreamMessage } from './wire.js'

export interface StreamLimits {
  readonly clientsMax: number
  readonly subscriptionsMax: number
  /** How often changes go out; what changed in between goes in one message. */
  readonly flushMs: number
  /** How often channels go out that look at all accounts. */
  readonly overviewMs: number
  readonly pingMs: number
  /** Unsent bytes above which a client is passed over: it gets one message for many once it reads again. */
  readonly bufferedBytesMax: number
  /** How long a client may be passed over before it is closed. */
  readonly slowMsMax: number
}

export const STREAM_LIMITS: StreamLimits = {
  clientsMax: 200,
  subscriptionsMax: 200,
  flushMs: 100,
  overviewMs: 1000,
  pingMs: 30_000,
  bufferedBytesMax: 256 * 1024,
  slowMsMax: 15_000,
}

/** Every open stream: what changed goes to those who subscribed, once it is on disk. */
export interface StreamHub {
  add(socket: WebSocket): void
  close(): void
}

interface Client {
  readonly socket: WebSocket
  readonly subscriptions: Map<string, Subscription>
  isAlive: boolean
  /** `null` while it reads. */
  slowSince: number | null
}

interface Subscription {
  readonly channel: Channel
  readonly id: string | undefined
  /** `seq` of the message before; `null` before the snapshot. */
  lastSeq: number | null
  lastVersion: unknown
  sentAt: number
}

/** What a channel has to say, without the envelope. */
interface Content {
  /** What was looked at: the same again means nothing to send. */
  readonly version: unknown
  readonly isEmpty: boolean
  text(): string
}

interface Addressed {
  readonly client: Client
  readonly subscription: Subscription
  readonly frame: string
}

const LIQUIDATIONS_SHOWN = 50
const WORST_SHOWN = 50

export function createStreamHub(options: {
  readonly host: Host
  readonly accounts: AccountsView
  readonly http: HttpStats
  readonly engineVersion: string
  readonly limits: StreamLimits
}): StreamHub {
  const { host, accounts, http, limits } = options
  const clients = new Set<Client>()
  /** Event seq at which each price last changed. */
  const priceChangedAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let isFlushing = false
  let isFlushWanted = false

  const stopListening = [
    host.onApplied((events) => {
      for (const event of events) if (event.type === 'price.accepted') priceChangedAt.set(event.market, event.seq)
      wantFlush()
    }),
    host.onStopped((reason) => {
      const code = reason.code === 'server_stopping' ? CLOSE_CODES.server_stopping : CLOSE_CODES.engine_stopped
      for (const client of clients) client.socket.close(code, reason.code)
    }),
  ]
  const pinger = setInterval(pingAll, limits.pingMs)
  // Ages and the conflated rest of what slow clients have missed go out even when nothing more happens.
  const ticker = setInterval(wantFlush, limits.overviewMs)
  pinger.unref()
  ticker.unref()

  return {
    add,
    close() {
      clearInterval(pinger)
      clearInterval(ticker)
      if (timer !== null) clearTimeout(timer)
      for (const stop of stopListening) stop()
      for (const client of clients) client.socket.close(CLOSE_CODES.server_stopping, 'server_stopping')
    },
  }

  function add(socket: WebSocket): void {
    if (clients.size >= limits.clientsMax) {
      socket.close(CLOSE_CODES.too_many_clients, 'too_many_clients')
      return
    }
    const client: Client = { socket, subscriptions: new Map(), isAlive: true, slowSince: null }
    clients.add(client)
    http.streamClients = clients.size
    socket.on('pong', () => {
      client.isAlive = true
    })
    socket.on('message', (frame) => {
      if (clients.has(client)) listen(client, String(frame))
    })
    socket.on('close', () => {
      clients.delete(client)
      http.streamClients = clients.size
    })
    // A broken connection is a closed one; `close` follows.
    socket.on('error', () => socket.terminate())
  }

  function listen(client: Client, frame: string): void {
    // Who asks and does not read would make us keep the answers.
    if (client.socket.bufferedAmount > 2 * limits.bufferedBytesMax) {
      closeSlow(client)
      return
    }
    try {
      const { op, channel, id } = streamRequestOf(frame)
      if (op === 'ping') send(client, { type: 'pong' })
      else if (op === 'subscribe') subscribe(client, channel, id)
      else {
        client.subscriptions.delete(keyOf(channel, id))
        send(client, { channel, ...(id !== undefined && { id }), type: 'unsubscribed' })
      }
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      send(client, { type: 'error', code: error.code, detail: error.message })
    }
  }

  function subscribe(client: Client, channel: Channel, id: string | undefined): void {
    const key = keyOf(channel, id)
    if (!client.subscriptions.has(key) && client.subscriptions.size >= limits.subscriptionsMax) {
      throw new ServerError(
        'too_many_subscriptions',
        `A stream has at most ${limits.subscriptionsMax} subscriptions: unsubscribe, or subscribe without an id.`,
      )
    }
    if (channel === 'accounts' && id !== undefined && !host.state.accounts.has(id)) {
      send(client, { type: 'error', code: 'unknown_account', detail: `No account is called "${id}".` })
      return
    }
    // Again means from the start: the way to mend a gap.
    client.subscriptions.set(key, { channel, id, lastSeq: null, lastVersion: null, sentAt: 0 })
    wantFlush()
  }

  // Sending -----------------------------------------------------------------------------------------------------------------------

  function wantFlush(): void {
    isFlushWanted = true
    if (timer !== null || isFlushing || clients.size === 0) return
    timer = setTimeout(() => {
      timer = null
      void flush()
    }, limits.flushMs)
  }

  /** Composes from the state of now, waits until that is on disk, then sends: no message is ahead of the journal. */
  async function flush(): Promise<void> {
    isFlushing = true
    isFlushWanted = false
    try {
      const messages = compose()
      if (messages.length > 0) {
        await host.settled()
        for (const { client, subscription, frame } of messages) {
          const isWanted = client.subscriptions.get(keyOf(subscription.channel, subscription.id)) === subscription
          if (isWanted) client.socket.send(frame)
        }
      }
    } catch {
      // The host has stopped: `onStopped` closes the streams with the reason.
    } finally {
      isFlushing = false
      if (isFlushWanted) wantFlush()
    }
  }

  function compose(): readonly Addressed[] {
    const now = performance.now()
    const { seq } = host.state
    /** Those who stand at the same place get the same content, made and written once. */
    const contents = new Map<string, Content>()
    const messages: Addressed[] = []
    for (const client of clients) {
      if (isPassedOver(client, now)) continue
      for (const subscription of client.subscriptions.values()) {
        for (const frame of composeOne(subscription, seq, now, contents)) messages.push({ client, subscription, frame })
      }
    }
    http.streamsBehind = [...clients].filter(({ slowSince }) => slowSince !== null).length
    return messages
  }

  function composeOne(
    subscription: Subscription,
    seq: number,
    now: number,
    contents: Map<string, Content>,
  ): readonly string[] {
    const { channel, id, lastSeq } = subscription
    if (lastSeq !== null && isResting(subscription, now)) return []
    const missed = lastSeq !== null && channel === 'liquidations' ? host.history.missedAfter(lastSeq, id ?? null) : 0
    const from = missed > 0 ? null : lastSeq
    const key = `${keyOf(channel, id)} ${from}`
    const content = contents.get(key) ?? contentOf(channel, id, from)
    contents.set(key, content)
    if (from !== null && (content.isEmpty || content.version === subscription.lastVersion)) return []
    const frames: string[] = []
    if (missed > 0) {
      frames.push(envelope(subscription, 'gap', seq, JSON.stringify({ missed })))
      subscription.lastSeq = seq
    }
    frames.push(envelope(subscription, from === null ? 'snapshot' : 'update', seq, content.text()))
    subscription.lastSeq = seq
    subscription.lastVersion = content.version
    subscription.sentAt = now
    return frames
  }

  /** Overviews cost a look at all accounts, and are as good a second later. */
  function isResting({ channel, id, sentAt }: Subscription, now: number): boolean {
    const isOverview = channel === 'system' || (channel === 'accounts' && id === undefined)
    return isOverview && now - sentAt < limits.overviewMs * 0.9
  }

  /** What there is on a channel since `from`; from `null`: everything. */
  function contentOf(channel: Channel, id: string | undefined, from: number | null): Content {
    switch (channel) {
      case 'prices': {
        const markets =
          from === null
            ? [...host.state.prices.keys()]
            : [...priceChangedAt].filter(([, changedAt]) => changedAt > from).map(([market]) => market)
        const rows = markets.filter((market) => id === undefined || market === id).map((each) => priceRow(host, each))
        return contentWith({ version: {}, isEmpty: rows.length === 0, data: () => ({ prices: rows }) })
      }
      case 'liquidations': {
        const records = from === null ? newest(id) : host.history.liquidationsChangedAfter(from)
        const shown = records.filter(({ account }) => id === undefined || account === id)
        const data = () => ({ liquidations: shown.map(liquidationRow) })
        return contentWith({ version: {}, isEmpty: shown.length === 0, data })
      }
      case 'accounts': {
        if (id === undefined) return contentWith({ version: accounts.read().stamp.journalSeq, data: overview })
        // The entry is replaced when what the account depends on changes, and only then.
        return contentWith({ version: accounts.entryNow(id), data: () => accountReply({ host }, id) })
      }
      case 'system':
        return contentWith({ version: `${host.journalSeq} ${accounts.read().stamp.journalSeq}`, data: system })
    }
  }

  function newest(account: string | undefined): ReturnType<Host['history']['liquidationsChangedAfter']> {
    const records = []
    for (const record of host.history.liquidations()) {
      if (account !== undefined && record.account !== account) continue
      records.push(record)
      if (records.length === LIQUIDATIONS_SHOWN) break
    }
    return records
  }

  function overview(): AccountsOverview {
    const snapshot = accounts.read()
    const worst = snapshot.sorted('healthFactor').slice(0, WORST_SHOWN)
    return { ...snapshot.stamp, counts: snapshot.counts, worst: worst.map((entry) => snapshot.row(entry)) }
  }

  function system(): unknown {
    return statusReply(host, accounts.read(), { engineVersion: options.engineVersion, isHashFresh: false })
  }

  // Slow and silent clients -------------------------------------------------------------------------------------------------------

  function isPassedOver(client: Client, now: number): boolean {
    if (client.socket.readyState !== client.socket.OPEN) return true
    if (client.socket.bufferedAmount <= limits.bufferedBytesMax) {
      client.slowSince = null
      return false
    }
    client.slowSince ??= now
    if (now - client.slowSince > limits.slowMsMax) closeSlow(client)
    else isFlushWanted = true
    return true
  }

  function closeSlow(client: Client): void {
    if (!clients.delete(client)) return
    http.streamsClosedSlow += 1
    http.streamClients = clients.size
    client.socket.close(CLOSE_CODES.client_too_slow, 'client_too_slow')
    // It does not read, so it will not answer the close either.
    setTimeout(() => client.socket.terminate(), 1000).unref()
  }

  function pingAll(): void {
    for (const client of clients) {
      if (!client.isAlive) client.socket.terminate()
      client.isAlive = false
      client.socket.ping()
    }
  }
}

function contentWith(of: {
  readonly version: unknown
  readonly isEmpty?: boolean
  readonly data: () => unknown
}): Content {
  let text: string | null = null
  return {
    version: of.version,
    isEmpty: of.isEmpty ?? false,
    text() {
      text ??= JSON.stringify(of.data())
      return text
    },
  }
}

function envelope({ channel, id, lastSeq }: Subscription, type: string, seq: number, data: string): string {
  const name = id === undefined ? '' : `"id":${JSON.stringify(id)},`
  return `{"channel":"${channel}",${name}"type":"${type}","seq":${seq},"prevSeq":${lastSeq ?? 0},"data":${data}}`
}

function send(client: Client, message: StreamMessage): void {
  client.socket.send(JSON.stringify(message))
}

function keyOf(channel: Channel, id: string | undefined): string {
  return id === undefined ? channel : `${channel}/${id}`
}

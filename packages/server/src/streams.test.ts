import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { formatDecimal } from '@plimsoll/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { btcLong, type House, house, PRICE } from './testing/house.js'
import type { AccountReply, AccountsOverview, LiquidationRow, PriceRow, StatusReply } from './wire.js'

interface Message {
  readonly channel: string
  readonly id?: string
  readonly type: string
  readonly seq: number
  readonly prevSeq: number
  readonly data: unknown
  readonly code?: string
  readonly detail?: string
}

interface Stream {
  readonly socket: WebSocket
  readonly messages: Message[]
  say(message: unknown): void
  /** The next message that has not been taken yet. */
  next(): Promise<Message>
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

async function stream(at: House, options: { headers?: Record<string, string> } = {}): Promise<Stream> {
  const socket = new WebSocket(`${at.url.replace('http', 'ws')}/v1/ws`, options)
  const messages: Message[] = []
  let taken = 0
  socket.on('message', (frame) => messages.push(JSON.parse(String(frame)) as Message))
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  socket.on('error', () => {})
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  return {
    socket,
    messages,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async next() {
      await expect.poll(() => messages.length, { timeout: 4000, interval: 5 }).toBeGreaterThan(taken)
      return messages[taken++] as Message
    },
  }
}

/** Gives a liquidation all that it asks for, until it asks no more. */
async function fillAll(at: House, account: string, price: string): Promise<void> {
  const open = () => [...at.engine.state.liquidations.values()].find((each) => each.account === account)
  for (let found = open(); found !== undefined; found = open()) {
    const { id, quantity } = found.order
    await at.command({ type: 'liquidation_fill', order: id, quantity: formatDecimal(quantity), price })
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const tcpOf = ({ socket }: Stream): Socket => (socket as unknown as { _socket: Socket })._socket

/** By the operating system's own list, so that nothing is missed which HTTP has let go of. */
async function openConnections(at: House): Promise<number> {
  const port = Number(new URL(at.url).port).toString(16).toUpperCase().padStart(4, '0')
  const table = await readFile('/proc/net/tcp', 'utf8')
  return table.split('\n').filter((line) => new RegExp(`^ *\\d+: [0-9A-F]+:${port} [0-9A-F]+:[0-9A-F]+ 01 `).test(line))
    .length
}

/** What `prices` carries. */
const pricesOf = ({ data }: Message) => (data as { prices: PriceRow[] }).prices
const liquidationsOf = ({ data }: Message) => (data as { liquidations: LiquidationRow[] }).liquidations

describe('a subscription', () => {
  test('begins with a snapshot and goes on with what changed, each message naming the one before', async () => {
    const at = await house()
    await at.command(PRICE('60000'), PRICE('3000', 'ETHUSDT'))
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'prices' })
    const snapshot = await client.next()
    expect(snapshot).toMatchObject({ channel: 'prices', type: 'snapshot', seq: 2, prevSeq: 0 })
    expect(pricesOf(snapshot).map(({ market, price }) => [market, price])).toEqual([
      ['BTCUSDT', '60000'],
      ['ETHUSDT', '3000'],
    ])
    await at.command(PRICE('3001', 'ETHUSDT'))
    const first = await client.next()
    expect(first).toMatchObject({ type: 'update', seq: 3, prevSeq: 2 })
    expect(pricesOf(first).map(({ market, price }) => [market, price])).toEqual([['ETHUSDT', '3001']])
    await at.command(PRICE('60001'), PRICE('60002'))
    const second = await client.next()
    expect(second).toMatchObject({ type: 'update', seq: 5, prevSeq: 3 })
    expect(pricesOf(second).map(({ market, price }) => [market, price])).toEqual([['BTCUSDT', '60002']])
  })

  test('sends nothing before it is on disk', async () => {
    const at = await house()
    await at.command(PRICE('60000'))
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'prices' })
    await client.next()
    const release = at.journal.hold()
    const posted = at.post('/v1/commands', PRICE('60001'))
    await expect.poll(() => at.host.journalSeq).toBe(2)
    await pause(60)
    expect(client.messages).toHaveLength(1)
    release()
    await posted
    expect(pricesOf(await client.next())[0]?.price).toBe('60001')
  })

  test('of one account carries its answer, and is silent while others move', async () => {
    const at = await house()
    await at.command(PRICE('60000'), PRICE('3000', 'ETHUSDT'), btcLong('alice'))
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'accounts', id: 'alice' })
    expect(await client.next()).toMatchObject({
      channel: 'accounts',
      id: 'alice',
      type: 'snapshot',
      data: { id: 'alice', equity: '10000' },
    })
    await at.command(PRICE('3001', 'ETHUSDT'), btcLong('bob'))
    await pause(60)
    await at.command(PRICE('59000'))
    const update = await client.next()
    expect(update).toMatchObject({ id: 'alice', type: 'update', prevSeq: 3 })
    expect((update.data as AccountReply).equity).toBe('8500')
  })

  test('of all accounts carries the counts and the worst', async () => {
    const at = await house()
    await at.command(PRICE('60000'), btcLong('alice'), btcLong('bob', '5000'))
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'accounts' })
    const overview = (await client.next()).data as AccountsOverview
    expect(overview.counts.total).toBe(2)
    expect(overview.worst.map(({ id }) => id)).toEqual(['bob', 'alice'])
    await at.command(PRICE('56900'))
    expect(((await client.next()).data as AccountsOverview).counts.byStatus.liquidating).toBe(1)
  })

  test('of the system carries the status', async () => {
    const at = await house()
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'system' })
    expect(((await client.next()).data as StatusReply).accounts.total).toBe(0)
    await at.command(PRICE('60000'), btcLong('alice'))
    expect(((await client.next()).data as StatusReply).accounts.total).toBe(1)
  })

  test('of liquidations carries each as it goes, for all or for one account', async () => {
    const at = await house()
    await at.command(PRICE('60000'), btcLong('alice', '5000'), btcLong('bob', '5000'))
    const all = await stream(at)
    const bobs = await stream(at)
    all.say({ op: 'subscribe', channel: 'liquidations' })
    bobs.say({ op: 'subscribe', channel: 'liquidations', id: 'bob' })
    expect(liquidationsOf(await all.next())).toEqual([])
    expect(liquidationsOf(await bobs.next())).toEqual([])
    await at.command(PRICE('56900'))
    expect(liquidationsOf(await all.next()).map(({ account, status }) => [account, status])).toEqual([
      ['alice', 'open'],
      ['bob', 'open'],
    ])
    expect(liquidationsOf(await bobs.next()).map(({ account }) => account)).toEqual(['bob'])
    await fillAll(at, 'alice', '56900')
    const [filled] = liquidationsOf(await all.next())
    expect(filled).toMatchObject({ account: 'alice', status: 'completed', openOrder: null })
  })

  test('made again begins again', async () => {
    const at = await house()
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'prices' })
    await client.next()
    client.say({ op: 'subscribe', channel: 'prices' })
    expect(await client.next()).toMatchObject({ type: 'snapshot', prevSeq: 0 })
  })

  test('ended is silent', async () => {
    const at = await house()
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'prices' })
    await client.next()
    client.say({ op: 'unsubscribe', channel: 'prices' })
    expect(await client.next()).toMatchObject({ type: 'unsubscribed', channel: 'prices' })
    await at.command(PRICE('60000'))
    await pause(60)
    expect(client.messages).toHaveLength(2)
  })
})

describe('what a client may say', () => {
  test.each([
    ['hello', 'message_invalid', 'one JSON object'],
    ['[]', 'message_invalid', 'one JSON object'],
    ['{"op":"subscribe","channel":"price"}', 'channel_unknown', 'Did you mean "prices"?'],
    ['{"op":"subscribe"}', 'channel_unknown', 'one of prices, liquidations, accounts, system'],
    ['{"op":"sub","channel":"prices"}', 'message_invalid', 'op must be'],
    ['{"op":"subscribe","channel":"prices","chanel":1}', 'message_invalid', 'chanel'],
    ['{"op":"subscribe","channel":"prices","id":7}', 'message_invalid', 'id must be'],
    ['{"op":"subscribe","channel":"accounts","id":"nobody"}', 'unknown_account', 'nobody'],
  ])('%s is answered with %s, and the stream stays open', async (frame, code, detail) => {
    const at = await house()
    const client = await stream(at)
    client.say(frame)
    const answer = await client.next()
    expect(answer).toMatchObject({ type: 'error', code, detail: expect.stringContaining(detail) })
    client.say({ op: 'ping' })
    expect(await client.next()).toEqual({ type: 'pong' })
  })

  test('more subscriptions than the bound are refused one by one', async () => {
    const at = await house({ server: { streams: { subscriptionsMax: 2 } } })
    const client = await stream(at)
    for (const id of ['A', 'B', 'C']) client.say({ op: 'subscribe', channel: 'prices', id })
    await expect.poll(() => client.messages.length).toBe(3)
    expect(client.messages.filter(({ code }) => code === 'too_many_subscriptions')).toHaveLength(1)
    expect(
      client.messages
        .filter(({ type }) => type === 'snapshot')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['A', 'B'])
  })

  test('a frame over 64 KB ends the stream', async () => {
    const at = await house()
    const client = await stream(at)
    client.say('x'.repeat(70_000))
    expect((await client.closed).code).toBe(1009)
    expect((await at.get('/livez')).status).toBe(200)
  })

  test('a page of another house may not listen', async () => {
    const at = await house()
    const socket = new WebSocket(`${at.url.replace('http', 'ws')}/v1/ws`, {
      headers: { origin: 'https://evil.example' },
    })
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('403')
    await expect.poll(() => openConnections(at)).toBe(0)
  })

  test('an upgrade of another path is answered and let go', async () => {
    const at = await house()
    const socket = new WebSocket(`${at.url.replace('http', 'ws')}/v1/nothing`)
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toContain('404')
    await expect.poll(() => openConnections(at)).toBe(0)
  })
})

describe('clients that do not keep up', () => {
  /** Names so long that some messages are more than the system's own buffers hold. */
  const markets = Array.from({ length: 1000 }, (_, index) => `${String(index).padStart(4, '0')}${'M'.repeat(600)}`)
  const tick = (price: number) => markets.map((market) => PRICE(String(price), market))

  /** Moves all prices until the metrics have a line; how much the system itself holds differs from machine to machine. */
  async function tickUntil(at: House, line: string): Promise<number> {
    for (let price = 2; price < 400; price++) {
      await at.command(...tick(price))
      await pause(10)
      if ((await at.get<string>('/metrics')).body.includes(`${line}\n`)) return price
    }
    throw new Error(`the metrics never said ${line}`)
  }

  test('one that does not read slows nobody, gets the newest when it reads again, and no number is skipped', async () => {
    const at = await house({ server: { streams: { bufferedBytesMax: 1024, slowMsMax: 60_000 } } })
    await at.command(...tick(1))
    const slow = await stream(at)
    const quick = await stream(at)
    for (const client of [slow, quick]) client.say({ op: 'subscribe', channel: 'prices' })
    await Promise.all([slow.next(), quick.next()])
    tcpOf(slow).pause()
    const behind = await tickUntil(at, 'plimsoll_streams_behind 1')
    const last = behind + 5
    for (let price = behind + 1; price <= last; price++) {
      await at.command(...tick(price))
      await expect
        .poll(() => pricesOf(quick.messages.at(-1) as Message)[0]?.price, { timeout: 4000, interval: 5 })
        .toBe(String(price))
    }
    tcpOf(slow).resume()
    await expect.poll(() => pricesOf(slow.messages.at(-1) as Message)[0]?.price, { timeout: 10_000 }).toBe(String(last))
    expect(slow.messages.length).toBeLessThan(quick.messages.length)
    await expect.poll(async () => (await at.get<string>('/metrics')).body).toContain('plimsoll_streams_behind 0\n')
    for (const { messages } of [slow, quick]) {
      for (const [index, message] of messages.entries()) expect(message.prevSeq).toBe(messages[index - 1]?.seq ?? 0)
    }
    expect(new Set(pricesOf(slow.messages.at(-1) as Message).map(({ market }) => market)).size).toBe(1000)
  }, 60_000)

  test('one that goes on not reading is closed with the reason', async () => {
    const at = await house({ server: { streams: { bufferedBytesMax: 1024, slowMsMax: 100 } } })
    await at.command(...tick(1))
    const slow = await stream(at)
    slow.say({ op: 'subscribe', channel: 'prices' })
    await slow.next()
    tcpOf(slow).pause()
    await tickUntil(at, 'plimsoll_streams_closed_slow_total 1')
    const { body } = await at.get<string>('/metrics')
    expect(body).toContain('plimsoll_stream_clients 0\n')
    tcpOf(slow).resume()
    const { code, reason } = await slow.closed
    expect([4008, 1006]).toContain(code)
    if (code === 4008) expect(reason).toBe('client_too_slow')
  }, 60_000)

  test('liquidations that are forgotten before a client could see them leave a gap and a new snapshot', async () => {
    const at = await house({
      host: { history: { liquidationsMax: 1 } },
      server: { streams: { bufferedBytesMax: 1024, slowMsMax: 60_000 } },
    })
    await at.command(PRICE('60000'), ...tick(1), ...['a', 'b', 'c'].map((id) => btcLong(id, '5000')))
    const client = await stream(at)
    client.say({ op: 'subscribe', channel: 'liquidations' })
    const snapshot = await client.next()
    // Filled to the brim by another channel.
    client.say({ op: 'subscribe', channel: 'prices' })
    await client.next()
    tcpOf(client).pause()
    await tickUntil(at, 'plimsoll_streams_behind 1')
    await at.command(PRICE('56900'))
    for (const id of ['a', 'b', 'c']) await fillAll(at, id, '56900')
    expect(at.host.history.missedAfter(snapshot.seq, null)).toBe(2)
    tcpOf(client).resume()
    const ours = () => client.messages.filter(({ channel }) => channel === 'liquidations')
    await expect.poll(() => ours().length, { timeout: 4000 }).toBe(3)
    const [, gap, after] = ours()
    expect(gap).toMatchObject({ type: 'gap', prevSeq: snapshot.seq, data: { missed: 2 } })
    expect(after).toMatchObject({ type: 'snapshot', prevSeq: gap?.seq })
    expect(liquidationsOf(after as Message).map(({ account }) => account)).toEqual(['c'])
  }, 60_000)

  test('one that does not answer pings is dropped', async () => {
    const at = await house({ server: { streams: { pingMs: 40 } } })
    const dead = await stream(at)
    const alive = await stream(at)
    ;(dead.socket as unknown as { pong: () => void }).pong = () => {}
    tcpOf(dead).pause()
    await pause(200)
    expect((await at.get<string>('/metrics')).body).toContain('plimsoll_stream_clients 1\n')
    alive.say({ op: 'ping' })
    expect(await alive.next()).toEqual({ type: 'pong' })
  })

  test('no more than the bound are let in', async () => {
    const at = await house({ server: { streams: { clientsMax: 1 } } })
    const first = await stream(at)
    const second = await stream(at)
    expect(await second.closed).toEqual({ code: 1013, reason: 'too_many_clients' })
    first.say({ op: 'ping' })
    expect(await first.next()).toEqual({ type: 'pong' })
  })
})

describe('when the server ends', () => {
  test('streams are told why: stopping, or stopped by a fault', async () => {
    const at = await house()
    const client = await stream(at)
    at.journal.breakWith('no space left')
    await at.post('/v1/commands', PRICE('1'))
    expect(await client.closed).toEqual({ code: 4011, reason: 'journal_failed' })
    const well = await house()
    const other = await stream(well)
    await well.server.close()
    expect(await other.closed).toEqual({ code: 1012, reason: 'server_stopping' })
  })
})

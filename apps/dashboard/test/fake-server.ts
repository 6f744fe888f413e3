import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Channel, LiquidationRow, StreamRequest, WireEvent } from '../src/data/wire.js'
import { units } from './fake-accounts.js'
import { createFakeEngine, type FakeEngine } from './fake-engine.js'

/** The wire contract over made-up accounts, for the browser tests only: the built page, REST, and the stream. */
export interface FakeServer {
  readonly url: string
  readonly engine: FakeEngine
  /** Everything that was asked, as `METHOD path`. */
  readonly asked: string[]
  /** Answers this path's beginning with 503 until told otherwise; `null` answers again. */
  fail(path: string | null): void
  setPrice(market: string, price: string): void
  setPriceStatus(market: string, status: 'ok' | 'stale'): void
  liquidate(account: string): LiquidationRow
  fill(id: string): void
  /** Sends an update whose `prevSeq` does not follow. */
  lose(channel: Channel): void
  /** Cuts every stream; new ones are refused until `accept`. */
  cut(): void
  accept(): void
  close(): Promise<void>
}

const TELL_EVERY_MS = 300

interface Listener {
  readonly socket: WebSocket
  readonly channel: Channel
  readonly id: string | undefined
  seq: number
}

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export async function startFakeServer({
  root,
  accounts = 20_000,
  port = 0,
}: {
  root: string
  accounts?: number
  port?: number
}): Promise<FakeServer> {
  const engine = createFakeEngine(accounts)
  const asked: string[] = []
  let failing: string | null = null
  let isRefusing = false
  let listeners: Listener[] = []
  let soon: ReturnType<typeof setTimeout> | undefined

  const server = createServer((request, response) => {
    void answer(request, response)
  })
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (isRefusing || request.url !== '/v1/ws') {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('message', (data) => hear(opened, JSON.parse(String(data)) as StreamRequest))
      opened.on('close', () => {
        listeners = listeners.filter((listener) => listener.socket !== opened)
      })
    })
  })

  function hear(socket: WebSocket, request: StreamRequest): void {
    if (request.op === 'ping') {
      socket.send('{"type":"pong"}')
      return
    }
    const isSame = (listener: Listener): boolean =>
      listener.socket === socket && listener.channel === request.channel && listener.id === request.id
    listeners = listeners.filter((listener) => !isSame(listener))
    if (request.op === 'unsubscribe') return
    const listener: Listener = { socket, channel: request.channel, id: request.id, seq: 0 }
    listeners.push(listener)
    say(listener, 'snapshot', engine.channel(request.channel, request.id))
  }

  function say(listener: Listener, type: 'snapshot' | 'update', data: unknown, prevSeq: number = listener.seq): void {
    if (data === null) return
    const { channel, id } = listener
    listener.seq = engine.seq()
    listener.socket.send(
      JSON.stringify({ channel, ...(id === undefined ? {} : { id }), type, seq: listener.seq, prevSeq, data }),
    )
  }

  function tell(channel: Channel, data: (id: string | undefined) => unknown): void {
    for (const listener of listeners) if (listener.channel === channel) say(listener, 'update', data(listener.id))
  }

  /** Sums over all accounts are told a few times a second at most, as by the real server. */
  function tellAll(): void {
    soon ??= setTimeout(() => {
      soon = undefined
      tell('accounts', (id) => engine.channel('accounts', id))
      tell('system', () => engine.channel('system'))
    }, TELL_EVERY_MS)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://local')
    if (!url.pathname.startsWith('/v1/')) return file(url.pathname, response)
    asked.push(`${request.method} ${url.pathname}`)
    if (failing !== null && url.pathname.startsWith(failing))
      return problem(response, 503, 'surface_unavailable', 'It is being rebuilt; ask again shortly.')
    const body = await new Promise<string>((resolve) => {
      let text = ''
      request.on('data', (chunk) => {
        text += String(chunk)
      })
      request.on('end', () => resolve(text))
    })
    const reply = engine.reply(request.method ?? 'GET', url, body)
    if (reply === null) return problem(response, 404, 'not_found', 'Nothing is there.')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(reply))
  }

  async function file(path: string, response: ServerResponse): Promise<void> {
    const name = path === '/' ? '/index.html' : path
    try {
      const content = await readFile(join(root, name))
      response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
      response.end(content)
    } catch {
      response.statusCode = 404
      response.end()
    }
  }

  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://127.0.0.1:${bound}/`,
    engine,
    asked,
    fail(path) {
      failing = path
    },
    setPrice(market, price) {
      engine.setPrice(market, units(price))
      tell('prices', () => ({ prices: engine.prices().filter((row) => row.market === market) }))
      tellAll()
    },
    setPriceStatus(market, status) {
      engine.setStatus(market, status)
      tell('prices', () => ({ prices: engine.prices().filter((row) => row.market === market) }))
    },
    liquidate(account) {
      const row = engine.liquidate(account)
      tell('liquidations', () => ({ liquidations: [row] }))
      tellAll()
      return row
    },
    fill(id) {
      const row = engine.fill(id)
      tell('liquidations', () => ({ liquidations: [row] }))
      tellAll()
    },
    lose(channel) {
      for (const listener of listeners)
        if (listener.channel === channel) say(listener, 'update', engine.channel(channel, listener.id), 999_999_999)
    },
    cut() {
      isRefusing = true
      for (const socket of sockets.clients) socket.terminate()
    },
    accept() {
      isRefusing = false
    },
    async close() {
      clearTimeout(soon)
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/problem+json')
  response.end(
    JSON.stringify({
      type: `/docs/ERRORS.md#${code}`,
      title: code,
      status,
      detail,
      instance: '',
      code,
      errors: [],
      requestId: 'req-1',
    }),
  )
}

export type { WireEvent }

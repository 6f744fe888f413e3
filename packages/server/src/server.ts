import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import fastifyStatic from '@fastify/static'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import fastifyWebsocket from '@fastify/websocket'
import { nearest, type PlimsollError } from '@plimsoll/core'
import fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { createAccountsView } from './accounts-view.js'
import { DEFAULT_BIND, DEFAULT_PORT, listenFault } from './bind.js'
import type { ServerContext } from './context.js'
import { ServerError, type ServerErrorCode } from './errors.js'
import type { Host } from './host.js'
import { createIdempotencyStore } from './idempotency.js'
import { parseBody } from './json-body.js'
import { createHttpStats } from './metrics.js'
import { codedOf, problemOf } from './problems.js'
import { type App, ROUTE_GROUPS } from './routes/registry.js'
import { createStreamHub, STREAM_LIMITS, type StreamLimits } from './streams.js'

export interface ServerOptions {
  readonly host: Host
  /** 7546 (PLIM on a telephone) when left out; 0 takes a free one. */
  readonly port?: number
  /** Address to listen on: 127.0.0.1 when left out. */
  readonly bind?: string
  /** Listen on an address that others can reach, although nobody is asked who they are. */
  readonly allowRemote?: boolean
  /** Files of the dashboard, served at `/`. */
  readonly staticDir?: string
  /** What goes to the log on stderr; `warn` when left out. */
  readonly logLevel?: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  readonly streams?: Partial<StreamLimits>
  readonly limits?: Partial<ServerLimits>
}

/** What a caller may take, so that one cannot starve the others. */
export interface ServerLimits {
  readonly bodyBytesMax: number
  readonly connectionsMax: number
  readonly requestsPerSocketMax: number
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly idempotencyKeysMax: number
  readonly idempotencyCharactersMax: number
}

export const SERVER_LIMITS: ServerLimits = {
  bodyBytesMax: 1024 * 1024,
  connectionsMax: 1000,
  requestsPerSocketMax: 10_000,
  headersTimeoutMs: 5000,
  requestTimeoutMs: 10_000,
  idempotencyKeysMax: 10_000,
  idempotencyCharactersMax: 64 * 1024 * 1024,
}

export interface PlimsollServer {
  /**
   * Starts to listen.
   * @throws `port_in_use`, `port_not_permitted`, `bind_refused`, `bind_failed`
   */
  listen(): Promise<ServerAddress>
  /** Ends streams and requests in progress. The host is its owner's to close. */
  close(): Promise<void>
}

export interface ServerAddress {
  readonly url: string
  readonly port: number
}

/** Everything the page may load is the server's own; nothing may put it into a frame. */
const CONTENT_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** One engine over HTTP and WebSocket. */
export function createServer(options: ServerOptions): PlimsollServer {
  const { host } = options
  const bind = options.bind ?? DEFAULT_BIND
  const port = options.port ?? DEFAULT_PORT
  const limits = { ...SERVER_LIMITS, ...options.limits }
  const app = createApp(limits, options.logLevel ?? 'warn')
  const http = createHttpStats()
  const accounts = createAccountsView(host)
  const engineVersion = ownVersion()
  const streams = createStreamHub({
    host,
    accounts,
    http,
    engineVersion,
    limits: { ...STREAM_LIMITS, ...options.streams },
  })
  const context: ServerContext = {
    host,
    accounts,
    streams,
    http,
    engineVersion,
    idempotency: createIdempotencyStore({
      keysMax: limits.idempotencyKeysMax,
      charactersMax: limits.idempotencyCharactersMax,
    }),
  }
  const routes = collectRoutes(app)

  guard(app, isLoopback(bind))
  answerErrors(app, routes)
  readJsonOnly(app)
  app.addHook('preSerialization', async (request, _reply, payload) => {
    // What a reply says must be on disk first. Health and metrics are about the process, not the state.
    if (request.url.startsWith('/v1/')) await host.settled()
    return payload
  })
  app.addHook('onResponse', async (request, reply) => {
    const key = `${request.method} ${request.routeOptions.url ?? 'unknown'} ${reply.statusCode}`
    http.requests.set(key, (http.requests.get(key) ?? 0) + 1)
  })
  app.register(fastifyWebsocket, { options: { maxPayload: 64 * 1024, perMessageDeflate: false } })
  app.register(async (scope) => {
    for (const group of ROUTE_GROUPS) group(scope.withTypeProvider<TypeBoxTypeProvider>(), context)
  })
  if (options.staticDir !== undefined) app.register(fastifyStatic, { root: options.staticDir })

  return {
    async listen() {
      if (!isLoopback(bind) && options.allowRemote !== true) {
        throw new ServerError(
          'bind_refused',
          `This version asks nobody who they are, so whoever reaches ${bind} could move money: bind to 127.0.0.1, or set allowRemote where something in front checks every request.`,
        )
      }
      try {
        await app.listen({ host: bind, port })
      } catch (cause) {
        throw listenFault(cause, bind, port)
      }
      const { port: taken } = app.server.address() as AddressInfo
      return { url: `http://${bind.includes(':') ? `[${bind}]` : bind}:${taken}`, port: taken }
    },
    async close() {
      streams.close()
      await app.close()
    },
  }
}

function createApp(limits: ServerLimits, logLevel: NonNullable<ServerOptions['logLevel']>): App {
  const app = fastify({
    logger: logLevel === 'silent' ? false : { level: logLevel, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: 5000,
    maxRequestsPerSocket: limits.requestsPerSocketMax,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 500 },
    ajv: { customOptions: { removeAdditional: false, allErrors: false } },
    http: {
      maxHeaderSize: 8 * 1024,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: 1000,
    },
    // Requests on open connections are answered in the usual form until the end.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      void answerProblem(codedOf(error, { queryKeys: [] }), request, reply)
    },
  }).withTypeProvider<TypeBoxTypeProvider>()
  app.server.maxConnections = limits.connectionsMax
  app.server.maxHeadersCount = 50
  return app as unknown as App
}

// Who may ask -----------------------------------------------------------------------------------------------------------------------

/**
 * A server on the loopback is reachable by every page that the user's browser opens. So the Host must be a loopback name (a page whose
 * name was rebound to 127.0.0.1 has another), and a request or a stream that names an Origin must come from this house.
 */
function guard(app: App, isOnLoopback: boolean): void {
  app.addHook('onRequest', async (request, reply) => {
    // An upgrade that gets an ordinary answer has left HTTP's own bookkeeping: without this its socket would stay open for ever.
    if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.destroySoon())
    void reply.header('x-content-type-options', 'nosniff')
    void reply.header('content-security-policy', CONTENT_POLICY)
    void reply.header('referrer-policy', 'no-referrer')
    if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store')
    const { host, origin } = request.headers
    if (isOnLoopback && host !== undefined && !isLoopback(hostnameOf(`http://${host}`))) {
      throw new ServerError('host_not_allowed', `This server is for this machine: ask for 127.0.0.1, not ${host}.`)
    }
    if (origin !== undefined && !isOwnOrigin(origin, host, isOnLoopback)) {
      throw new ServerError('origin_not_allowed', `Pages of ${origin} may not use this server: open its own page.`)
    }
  })
}

function isOwnOrigin(origin: string, host: string | undefined, isOnLoopback: boolean): boolean {
  if (origin === `http://${host}` || origin === `https://${host}`) return true
  return isOnLoopback && isLoopback(hostnameOf(origin))
}

function hostnameOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}

function isLoopback(address: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)$/.test(address)
}

/** A form of another page can send text but not JSON: only JSON is read. */
function readJsonOnly(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseBody(String(body)))
    } catch (error) {
      done(error as Error)
    }
  })
}

// Errors ----------------------------------------------------------------------------------------------------------------------------

interface KnownRoute {
  readonly method: string
  readonly url: string
}

function collectRoutes(app: App): readonly KnownRoute[] {
  const routes: KnownRoute[] = []
  app.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push({ method: each, url })
  })
  return routes
}

function answerErrors(app: App, routes: readonly KnownRoute[]): void {
  app.setErrorHandler((error, request, reply) => {
    const queryKeys = Object.keys(
      (request.routeOptions.schema?.querystring as { properties?: object })?.properties ?? {},
    )
    return answerProblem(codedOf(error, { queryKeys }), request, reply)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    const methods = routes.filter(({ url }) => isMatch(url, path)).map(({ method }) => method)
    if (methods.length === 0 || methods.includes(request.method))
      return answerProblem(routeUnknown(path, routes), request, reply)
    void reply.header('allow', methods.join(', '))
    const message = `${path} does not take ${request.method}: use ${methods.join(' or ')}.`
    return answerProblem(new ServerError('method_not_allowed', message), request, reply)
  })
}

function answerProblem(error: PlimsollError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request)
  if (problem.status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, error.message)
  if (error.code === 'overloaded' || error.code === 'idempotency_in_flight') void reply.header('retry-after', '1')
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

function routeUnknown(path: string, routes: readonly KnownRoute[]): ServerError {
  const known = new Map(routes.map(({ url }) => [filled(url, path), url.replaceAll(/:(\w+)/g, '{$1}')]))
  const near = nearest(path, known.keys())
  const hint = near === null ? ' docs/server.md lists the routes.' : ` Did you mean ${known.get(near)}?`
  return new ServerError('route_unknown', `There is nothing at ${path}.${hint}`)
}

/** A pattern with the path's own segments where it has parameters: what a mistyped path is compared with. */
function filled(url: string, path: string): string {
  const segments = path.split('/')
  return url
    .split('/')
    .map((part, index) => (part.startsWith(':') ? (segments[index] ?? part) : part))
    .join('/')
}

function isMatch(url: string, path: string): boolean {
  return url.split('/').length === path.split('/').length && filled(url, path) === path
}

/** What the HTTP parser itself refuses never reaches a route; it is answered in the same form. */
function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [code, detail] = brokenRequest(error.code)
  const problem = problemOf(new ServerError(code, detail), { url: '', id: randomUUID() })
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

function brokenRequest(code: string | undefined): readonly [ServerErrorCode, string] {
  if (code === 'HPE_HEADER_OVERFLOW') return ['headers_too_large', 'Headers have at most 8 KB: send fewer.']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return ['request_timeout', 'The request did not arrive in time: send it again.']
  return ['request_invalid', 'The request is not HTTP/1.1 as this server reads it.']
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

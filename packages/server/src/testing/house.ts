import { commandCodec, createEngine, type Engine, inlineRulebook, type Json, rulebookOf } from '@plimsoll/core'
import { onTestFinished } from 'vitest'
import { createHost, type Host, type HostJournal, type HostOptions } from '../host.js'
import { createServer, type PlimsollServer, type ServerOptions } from '../server.js'
import type { Problem } from '../wire.js'

/** 2026-11-22T09:30:00Z */
export const NOON_MS = 1_795_339_800_000

export interface TestRecord {
  readonly seq: number
  readonly atMs: number
  readonly payload: string
}

/** A journal in memory whose disk can be slow or broken: only what a commit has covered survives into `records`. */
export interface TestJournal extends HostJournal {
  /** On the disk. */
  readonly records: TestRecord[]
  commits: number
  /** Set: commits wait until the returned function is called. */
  hold(): () => void
  /** Commits fail with this; `null`: they work again. */
  breakWith(message: string | null): void
  isClosed: boolean
}

export function testJournal(records: readonly TestRecord[] = []): TestJournal {
  const onDisk = [...records]
  const appended = [...records]
  let gate: Promise<void> = Promise.resolve()
  let fault: string | null = null
  return {
    records: onDisk,
    commits: 0,
    isClosed: false,
    get head() {
      return { seq: appended.length }
    },
    append(record) {
      appended.push({ seq: appended.length + 1, ...record })
      return appended.length
    },
    async commit() {
      this.commits += 1
      const covered = appended.length
      await gate
      if (fault !== null) throw new Error(fault)
      onDisk.push(...appended.slice(onDisk.length, covered))
    },
    *read() {
      yield* onDisk
    },
    async close() {
      this.isClosed = true
    },
    hold() {
      let release: () => void = () => {}
      gate = new Promise((resolve) => {
        release = resolve
      })
      return release
    },
    breakWith(message) {
      fault = message
    },
  }
}

export interface TestClock {
  atMs: number
  nowMs(): number
}

/** Binance USD-M, FINRA and a simple rulebook called `inline`. */
export function testEngine(): Engine {
  const simple = inlineRulebook(
    { family: 'simple', initial: '0.10', maintenance: '0.05', basis: 'mark', boundary: 'safe' },
    { currency: 'USDT' },
  )
  return createEngine({ rulebooks: [rulebookOf('binance-usdm'), rulebookOf('finra-reg-t'), simple] })
}

export interface House {
  readonly engine: Engine
  readonly host: Host
  readonly journal: TestJournal
  readonly clock: TestClock
  readonly server: PlimsollServer
  readonly url: string
  get<T = Record<string, unknown>>(path: string, init?: RequestInit): Promise<Answered<T>>
  post<T = Record<string, unknown>>(path: string, body: unknown, init?: RequestInit): Promise<Answered<T>>
  command(...commands: readonly object[]): Promise<void>
}

export interface Answered<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
  readonly problem: Problem
}

/** A running server on a free port, closed when the test ends. */
export async function house(
  options: {
    readonly journal?: TestJournal
    readonly engine?: Engine
    readonly host?: Partial<HostOptions>
    readonly server?: Partial<ServerOptions>
  } = {},
): Promise<House> {
  const journal = options.journal ?? testJournal()
  const engine = options.engine ?? testEngine()
  const clock: TestClock = {
    atMs: NOON_MS,
    nowMs() {
      return this.atMs
    },
  }
  const host = createHost({ engine, journal, clock, ...options.host })
  const server = createServer({
    host,
    port: 0,
    logLevel: 'silent',
    ...options.server,
    streams: { flushMs: 5, overviewMs: 20, ...options.server?.streams },
  })
  const { url } = await server.listen()
  onTestFinished(async () => {
    await server.close()
    await host.close().catch(() => {})
  })

  async function ask<T>(path: string, init?: RequestInit): Promise<Answered<T>> {
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    const body = isJson ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body, problem: body }
  }

  return {
    engine,
    host,
    journal,
    clock,
    server,
    url,
    get: (path, init) => ask(path, init),
    post: (path, body, init) =>
      ask(path, {
        ...init,
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...(init?.headers as Record<string, string>) },
      }),
    async command(...commands) {
      for (const { reply } of await host.submit(commands.map((each) => commandCodec.decode(each as Json, '')))) {
        if (reply.status !== 'accepted') throw new Error(reply.message)
      }
    },
  }
}

/** 1.5 BTC long from 60,000 with `cash` USDT; of 10,000, 7,000 are left at 58,000. */
export function btcLong(id: string, cash = '10000', quantity = '1.5'): object {
  return {
    type: 'open_account',
    account: {
      id,
      venue: 'binance-usdm',
      scopes: {
        cross: {
          id: 'cross',
          kind: 'cross',
          holdings: [{ asset: 'USDT', kind: 'cash', stored: `${cash}00000000`, isCollateral: true }],
          positions: [
            {
              id: 'BTCUSDT',
              market: 'BTCUSDT',
              leg: 'net',
              quantity,
              entryValue: String(60_000 * Number(quantity)),
              fundingIndex: '0',
            },
          ],
          orders: [],
        },
      },
      settings: { leverage: {} },
      memo: { calls: [] },
    },
  }
}

export const PRICE = (price: string, market = 'BTCUSDT'): object => ({ type: 'price', market, price })

/** Prices, a fund, `alice` healthy at 58,000. */
export async function lived(options: Parameters<typeof house>[0] = {}): Promise<House> {
  const at = await house(options)
  await at.command(
    { type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '500' },
    PRICE('60000'),
    btcLong('alice'),
    PRICE('58000'),
  )
  return at
}

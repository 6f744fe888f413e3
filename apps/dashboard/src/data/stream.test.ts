import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Connection, type DataMessage, openStream } from './stream.js'

/** A socket that a test opens, speaks through and cuts. */
class FakeSocket {
  readyState = 0
  readonly sent: string[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.cut()
  }
  open(): void {
    this.readyState = 1
    this.onopen?.()
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
  cut(): void {
    this.readyState = 3
    this.onclose?.()
  }
}

let sockets: FakeSocket[]
let messages: DataMessage[]
let connections: Connection[]
let gaps: string[]

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', { OPEN: 1, CLOSED: 3 })
  sockets = []
  messages = []
  connections = []
  gaps = []
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function begin() {
  return openStream({
    open: () => {
      const socket = new FakeSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
    onMessage: (message) => messages.push(message),
    onConnection: (connection) => connections.push(connection),
    onGap: (channel) => gaps.push(channel),
  })
}

const newest = (): FakeSocket => sockets.at(-1) as FakeSocket
const prices = (type: 'snapshot' | 'update', seq: number, prevSeq: number) => ({
  channel: 'prices',
  type,
  seq,
  prevSeq,
  data: { prices: [] },
})

test('it subscribes when it opens, and passes on what follows in sequence', () => {
  begin().subscribe('prices')
  expect(newest().sent).toEqual([])
  newest().open()
  expect(newest().sent).toEqual(['{"op":"subscribe","channel":"prices"}'])
  newest().say(prices('snapshot', 5, 0))
  newest().say(prices('update', 7, 5))
  expect(messages.map((message) => message.seq)).toEqual([5, 7])
  expect(gaps).toEqual([])
})

test('a hole in the sequence: it asks again, and updates mean nothing until the snapshot', () => {
  begin().subscribe('prices')
  newest().open()
  newest().say(prices('snapshot', 5, 0))
  newest().say(prices('update', 9, 8))
  newest().say(prices('update', 10, 9))
  expect(newest().sent.slice(1)).toEqual([
    '{"op":"unsubscribe","channel":"prices"}',
    '{"op":"subscribe","channel":"prices"}',
  ])
  newest().say(prices('snapshot', 10, 0))
  newest().say(prices('update', 11, 10))
  expect(messages.map((message) => message.seq)).toEqual([5, 10, 11])
  expect(gaps).toEqual(['prices'])
})

test('a gap that the server tells of waits for the snapshot that it sends by itself', () => {
  begin().subscribe('liquidations')
  newest().open()
  newest().say({ ...prices('snapshot', 5, 0), channel: 'liquidations' })
  newest().say({ channel: 'liquidations', type: 'gap', seq: 9, prevSeq: 5, data: { missed: 4 } })
  newest().say({ ...prices('snapshot', 9, 0), channel: 'liquidations' })
  expect(newest().sent).toHaveLength(1)
  expect(gaps).toEqual(['liquidations'])
  expect(messages.map((message) => message.seq)).toEqual([5, 9])
})

test('a lost connection is tried again, ever slower, and says when; once back it subscribes again', () => {
  begin().subscribe('prices')
  newest().open()
  newest().say(prices('snapshot', 5, 0))
  newest().cut()
  expect(connections.at(-1)).toMatchObject({ phase: 'reconnecting', attempt: 1 })
  vi.advanceTimersByTime(500)
  newest().cut()
  vi.advanceTimersByTime(999)
  expect(sockets).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(sockets).toHaveLength(3)
  newest().cut()
  expect(connections.at(-1)).toMatchObject({ attempt: 3 })
  vi.advanceTimersByTime(2000)
  newest().open()
  expect(connections.at(-1)).toEqual({ phase: 'live' })
  expect(newest().sent).toEqual(['{"op":"subscribe","channel":"prices"}'])
  newest().say(prices('snapshot', 3, 0))
  expect(messages.at(-1)?.seq).toBe(3)
})

test('two users share a subscription; the last one to leave ends it', () => {
  const stream = begin()
  newest().open()
  const first = stream.subscribe('accounts', 'u-1')
  const second = stream.subscribe('accounts', 'u-1')
  first()
  first()
  expect(newest().sent).toHaveLength(1)
  second()
  expect(newest().sent.at(-1)).toBe('{"op":"unsubscribe","channel":"accounts","id":"u-1"}')
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { POINTS_MAX, withPrice } from './price-history.js'
import { createStore } from './store.js'
import type { DataMessage } from './stream.js'
import type { LiquidationRow, PriceRow } from './wire.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const price = (market: string, text: string): PriceRow => ({
  market,
  status: 'ok',
  price: text,
  observedAt: null,
  ageMs: 0,
})

function prices(type: 'snapshot' | 'update', ...rows: PriceRow[]): DataMessage {
  return { channel: 'prices', type, seq: 1, prevSeq: 0, data: { prices: rows } }
}

function liquidations(type: 'snapshot' | 'update', ...ids: string[]): DataMessage {
  return {
    channel: 'liquidations',
    type,
    seq: 1,
    prevSeq: 0,
    data: { liquidations: ids.map((id) => ({ id }) as LiquidationRow) },
  }
}

test('an update replaces the rows it names and keeps the others', () => {
  const store = createStore()
  store.receive(prices('snapshot', price('A', '1'), price('B', '2')))
  store.receive(prices('update', price('B', '3')))
  vi.runAllTimers()
  expect([...(store.prices.value?.values() ?? [])].map((row) => row.price)).toEqual(['1', '3'])
})

test('a snapshot drops what it does not name', () => {
  const store = createStore()
  store.receive(liquidations('snapshot', 'one', 'two'))
  store.receive(liquidations('update', 'three'))
  store.receive(liquidations('snapshot', 'three', 'four'))
  vi.runAllTimers()
  expect([...(store.liquidations.value?.keys() ?? [])]).toEqual(['three', 'four'])
})

test('the page is redrawn at most ten times a second, and every step of a price stays on its line', () => {
  const store = createStore()
  let redraws = 0
  store.prices.subscribe(() => {
    redraws += 1
  })
  for (let n = 0; n < 1000; n++) {
    store.receive(prices('update', price('A', String(n))))
    vi.advanceTimersByTime(1)
  }
  vi.runAllTimers()
  expect(redraws).toBeLessThanOrEqual(13)
  expect(store.priceLines.value.get('A')).toHaveLength(1000)
})

test('liquidations that may have been missed are counted, so that pages read them again', () => {
  const store = createStore()
  store.gap('prices')
  expect(store.liquidationGaps.value).toBe(0)
  store.gap('liquidations')
  expect(store.liquidationGaps.value).toBe(1)
})

test('a price that stands makes no new step; a long line is thinned and keeps its newest step', () => {
  const first = withPrice([], 0, '1')
  expect(withPrice(first, 5, '1')).toBe(first)
  let points = first
  for (let n = 1; n <= POINTS_MAX + 10; n++) points = withPrice(points, n, String(n))
  expect(points.length).toBeLessThanOrEqual(POINTS_MAX)
  expect(points.at(-1)?.price).toBe(String(POINTS_MAX + 10))
  expect(points.map((point) => point.atMs)).toEqual([...points].map((point) => point.atMs).sort((a, b) => a - b))
})

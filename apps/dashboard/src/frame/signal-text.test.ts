import { expect, test } from 'vitest'
import type { PriceRow, StatusReply } from '../data/wire.js'
import { type SignalInputs, signalText } from './signal-text.js'

const nowMs = Date.UTC(2026, 10, 22, 13, 42, 15)
const ok: PriceRow = { market: 'BTC-PERP', status: 'ok', price: '1', observedAt: null, ageMs: 400 }
const system = { asOf: '2026-11-22T13:42:07Z', journalSeq: 48_213_906, accounts: { total: 5 } } as StatusReply
const live: SignalInputs = { connection: { phase: 'live' }, system, prices: [ok], pricesAtMs: nowMs, nowMs }

const said = (change: Partial<SignalInputs>): string => {
  const { strong, rest } = signalText({ ...live, ...change })
  return `${strong}${rest.startsWith(' ') || rest === '' ? '' : ' '}${rest}`
}

test('live: how many markets are fresh and how old the oldest mark is', () => {
  expect(said({})).toBe('Live · 1 market fresh, oldest mark 0.4 s')
  expect(said({ prices: [ok, { ...ok, market: 'ETH-PERP', ageMs: 1_000 }], pricesAtMs: nowMs - 2_000 })).toBe(
    'Live · 2 markets fresh, oldest mark 3.0 s',
  )
})

test('nothing loaded is not an error', () => {
  expect(said({ prices: [], system: { ...system, accounts: { ...system.accounts, total: 0 } } })).toBe(
    'Live · engine ready, nothing loaded yet',
  )
})

test('stale: which mark, how old, what is held back, what stays open', () => {
  expect(said({ prices: [ok, { ...ok, market: 'SOL-PERP', status: 'stale', price: null, ageMs: 14_200 }] })).toBe(
    'SOL-PERP mark is stale, last observed 14 s ago. Accounts that depend on it are unknown and no liquidation of them starts; exits stay open.',
  )
})

test('reconnecting: since when, as of which state, which attempt and when', () => {
  expect(
    said({ connection: { phase: 'reconnecting', lostAtMs: nowMs - 8_000, attempt: 3, nextAtMs: nowMs + 4_000 } }),
  ).toBe('Connection lost 8 s ago. Figures are as of 13:42:07 UTC, journal seq 48,213,906. Attempt 3 in 4 s.')
  expect(
    said({ connection: { phase: 'reconnecting', lostAtMs: null, attempt: 1, nextAtMs: nowMs }, system: null }),
  ).toBe('No connection to the engine yet. Attempt 1 in 0 s.')
})

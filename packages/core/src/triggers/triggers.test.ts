import { describe, expect, test } from 'vitest'
import { parseDocument } from '../answers/index.js'
import type { Price } from '../number/index.js'
import { quotes } from '../testing/accounts.js'
import { conformance, tinyWorld } from '../testing/triggers.js'
import { createTriggers, type TriggersKind } from './index.js'

const KINDS: readonly TriggersKind[] = ['naive', 'boxes']

describe.each(KINDS)('%s', (kind) => {
  test('TRIGGER_1: whoever sleeps on is certainly safe, through moves, fills, removals, forks and late prices', () => {
    const { fault, woken, asked } = conformance(() => createTriggers(kind), { seed: 1, runs: 150 })
    expect(fault).toBeNull()
    expect(asked).toBeGreaterThan(2000)
    if (kind === 'naive') expect(woken).toBe(asked)
    // Not a measurement: an index that wakes most accounts at every price is none.
    else expect(woken / asked).toBeLessThan(0.8)
  })

  test('to the unit, in a world where every price can be tried', () => {
    expect(tinyWorld(() => createTriggers(kind))).toBeNull()
  })

  const { account, book } = parseDocument({
    id: 'b',
    venue: 'binance-usdm',
    balances: { USDT: '1000000' },
    positions: [{ market: 'BTCUSDT', quantity: '1', entryPrice: '60000' }],
  })
  const at = (price: bigint): Price => (price * 10n ** 18n) as Price

  test('wakes in the order of ids, each once, and no one who has left', () => {
    const triggers = createTriggers(kind)
    for (const id of ['b', 'a', 'c', 'B', 'a10', 'a9']) triggers.arm({ ...account, id }, book, new Map())
    triggers.arm({ ...account, id: 'a' }, book, new Map())
    triggers.disarm('c')
    expect(triggers.wake('BTCUSDT', at(60000n))).toEqual(['B', 'a', 'a10', 'a9', 'b'])
    expect(triggers.wake('ETHUSDT', at(3000n))).toEqual([])
  })

  test('a fork and its origin go their own ways', () => {
    const triggers = createTriggers(kind)
    triggers.arm(account, book, new Map())
    const fork = triggers.fork()
    triggers.disarm('b')
    fork.arm({ ...account, id: 'd' }, book, new Map())
    expect([triggers.wake('BTCUSDT', at(1n)), fork.wake('BTCUSDT', at(1n))]).toEqual([[], ['b', 'd']])
  })

  test('an account that closed its position is not woken by its market', () => {
    const triggers = createTriggers(kind)
    triggers.arm(account, book, quotes(new Map([['BTCUSDT', at(60000n)]])))
    const flat = {
      ...account,
      scopes: new Map([...account.scopes].map(([id, scope]) => [id, { ...scope, positions: [] }])),
    }
    triggers.arm(flat, book, new Map())
    expect(triggers.wake('BTCUSDT', at(1n))).toEqual([])
  })
})

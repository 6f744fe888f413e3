import { describe, expect, test } from 'vitest'
import { parseDocument } from '../answers/index.js'
import { commandCodec, type Event, type Json } from '../model/index.js'
import { formatDecimal } from '../number/index.js'
import { createEngine, type Engine } from './index.js'

const PUT = 'XYZ 2026-12-18 100 put'
const START = Date.parse('2026-11-25T15:00:00Z')

/** An account with five sold puts, at a broker whose rulebook knows the option. */
function opened(cash: string): { engine: Engine; events: Event[]; send: (json: Json, afterMs?: number) => string } {
  const { account, book } = parseDocument({
    venue: 'finra-reg-t',
    balances: { USD: cash },
    options: [
      {
        underlying: 'XYZ',
        right: 'put',
        strike: '100',
        expiry: '2026-12-18',
        multiplier: '100',
        quantity: '-5',
        price: '3',
      },
    ],
  })
  const engine = createEngine({ rulebooks: [book] })
  const events: Event[] = []
  let atMs = START
  const send = (json: Json, afterMs = 1000): string => {
    atMs += afterMs
    const applied = engine.apply(commandCodec.decode(json, 'command'), atMs)
    events.push(...applied.events)
    return applied.reply.status === 'rejected' ? applied.reply.reason : applied.reply.status
  }
  engine.apply({ type: 'open_account', account }, atMs)
  send({ type: 'price', market: 'XYZ', price: '100' })
  send({ type: 'price', market: PUT, price: '3' })
  return { engine, events, send }
}

const cashOf = (engine: Engine): string =>
  formatDecimal(engine.state.accounts.get('account')?.scopes.get('cross')?.holdings[0]?.stored ?? 0n)

describe('options in the engine', () => {
  test('change hands against cash, whole contracts or parts of the account’s position', () => {
    const { engine, send } = opened('20000')
    expect(send({ type: 'fill', account: 'account', market: PUT, quantity: '200', price: '3.1' })).toBe('accepted')
    expect(cashOf(engine)).toBe('19380')
    expect(send({ type: 'fill', account: 'account', market: PUT, quantity: '300', price: '3' })).toBe('accepted')
    expect(cashOf(engine)).toBe('18480')
    expect(engine.state.accounts.get('account')?.scopes.get('cross')?.positions).toEqual([])
    expect(engine.residual()).toBe(0n)
  })

  test('a sale that the account cannot carry is refused', () => {
    // Five puts keep 5 × (300 + 2,000) = 11,500; a sixth would need 13,800 with 300 of premium received.
    const { engine, send } = opened('13499')
    const sell: Json = { type: 'fill', account: 'account', market: PUT, quantity: '-100', price: '3' }
    expect(send(sell)).toBe('below_initial')
    send({ type: 'deposit', account: 'account', asset: 'USD', amount: '1' })
    expect(send(sell)).toBe('accepted')
    expect(cashOf(engine)).toBe('13800')
  })

  test('a call that nobody meets ends in buying back as many contracts as restore the account', () => {
    const { engine, events, send } = opened('11500')
    expect(events.some(({ type }) => type === 'call.made')).toBe(false)
    send({ type: 'price', market: PUT, price: '4' })
    const made = events.find(({ type }) => type === 'call.made')
    expect(made).toMatchObject({ kind: 'maintenance', dueAtMs: Date.parse('2026-11-30T21:00:00Z') })
    send({ type: 'advance' }, 6 * 86_400_000)
    const ordered = events.find(({ type }) => type === 'liquidation.ordered')
    // Each put keeps 400 + 2,000 and costs 400: 11,500 − 400 n ≥ 2,400 × (5 − n) from n = 1 on (0.25).
    expect(ordered).toMatchObject({ market: PUT, quantity: 100n * 10n ** 18n })
    expect(
      send({ type: 'liquidation_fill', order: (ordered as { order: string }).order, quantity: '100', price: '4' }),
    ).toBe('accepted')
    expect(events.at(-1)).toMatchObject({ type: 'liquidation.completed', outcome: 'restored' })
    expect(cashOf(engine)).toBe('11100')
    expect(engine.residual()).toBe(0n)
  })
})

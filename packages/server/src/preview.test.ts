import { describe, expect, test } from 'vitest'
import { btcLong, lived, PRICE } from './testing/house.js'
import type { PreviewReply, StatusReply } from './wire.js'

describe('preview', () => {
  test('says before, after and refusals, and changes nothing', async () => {
    const at = await lived()
    const before = (await at.get<StatusReply>('/v1/status?stateHash=now')).body
    const { status, body } = await at.post<PreviewReply>('/v1/accounts/alice/preview', {
      commands: [
        { type: 'deposit', asset: 'USDT', amount: '500' },
        { type: 'withdraw', asset: 'USDT', amount: '999999' },
        { type: 'price', market: 'BTCUSDT', price: '53000' },
      ],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 'alice', ruleVersion: 'binance-usdm@2024-11' })
    expect(body.before).toMatchObject({ status: 'healthy', equity: '7000' })
    expect(body.after).toMatchObject({ status: 'liquidating', equity: '0' })
    expect(body.refusals).toMatchObject([{ index: 1, reason: expect.any(String), message: expect.any(String) }])
    expect(body.events.map(({ type }) => type)).toEqual([
      'cash.deposited',
      'liquidation.started',
      'liquidation.ordered',
    ])
    const after = (await at.get<StatusReply>('/v1/status?stateHash=now')).body
    expect(after.stateHash).toBe(before.stateHash)
    expect(after.seq).toBe(before.seq)
    expect(at.journal.head.seq).toBe(4)
    expect(at.host.history.liquidation((body.events[1] as { liquidation: string }).liquidation)).toBeNull()
  })

  test('tells of this account only, not of everyone whom a price would move', async () => {
    const at = await lived()
    await at.command(btcLong('weak', '4000'))
    const { body } = await at.post<PreviewReply>('/v1/accounts/alice/preview', { commands: [PRICE('57000')] })
    expect(body.events).toEqual([])
  })

  test('a command may name its account, and another one too', async () => {
    const at = await lived()
    await at.command(btcLong('bob'))
    const { body } = await at.post<PreviewReply>('/v1/accounts/alice/preview', {
      commands: [{ type: 'deposit', account: 'bob', asset: 'USDT', amount: '500' }],
    })
    expect(body.after).toEqual(body.before)
  })
})

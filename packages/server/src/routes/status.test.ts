import { describe, expect, test } from 'vitest'
import { lived } from '../testing/house.js'
import type { PricesReply, StatusReply } from '../wire.js'

describe('status and prices', () => {
  test('status says which state it speaks of, its hash, and what each venue holds', async () => {
    const at = await lived()
    const { status, body } = await at.get<StatusReply>('/v1/status?stateHash=now')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      asOf: '2026-11-22T09:30:00Z',
      seq: at.engine.state.seq,
      journalSeq: 4,
      stateHash: at.engine.stateHash(),
      stateHashJournalSeq: 4,
      accounts: { total: 1, byStatus: { healthy: 1, bankrupt: 0 } },
    })
    const binance = body.venues.find(({ id }) => id === 'binance-usdm')
    expect(binance).toMatchObject({
      ruleVersion: 'binance-usdm@2024-11',
      boundary: 'liquidates',
      equity: '7000',
      notional: '87000',
      fund: [{ asset: 'USDT', amount: '500' }],
      badDebt: [],
      openLiquidations: 0,
      accounts: { total: 1 },
    })
    expect(body.venues.map(({ id }) => id)).toEqual(['binance-usdm', 'finra-reg-t', 'inline'])
  })

  test('prices carry their age by the clock of the server', async () => {
    const at = await lived()
    at.clock.atMs += 1500
    const { body } = await at.get<PricesReply>('/v1/prices')
    expect(body.prices).toEqual([
      { market: 'BTCUSDT', status: 'ok', price: '58000', observedAt: '2026-11-22T09:30:00Z', ageMs: 1500 },
    ])
  })
})

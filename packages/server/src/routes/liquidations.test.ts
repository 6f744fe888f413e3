import { describe, expect, test } from 'vitest'
import { btcLong, type House, type house, lived, PRICE } from '../testing/house.js'
import type { EventsReply, LiquidationReply, LiquidationsReply, StatusReply } from '../wire.js'

describe('liquidations and events', () => {
  async function liquidated(options: Parameters<typeof house>[0] = {}): Promise<House> {
    const at = await lived(options)
    await at.command(PRICE('53500'))
    const [open] = at.engine.state.liquidations.values()
    if (open === undefined) throw new Error('alice should be liquidating')
    return at
  }

  /** Fills whatever is asked for at a price until nothing is open. */
  async function fillAll(at: House, price: string): Promise<void> {
    for (
      let [open] = at.engine.state.liquidations.values();
      open !== undefined;
      [open] = at.engine.state.liquidations.values()
    ) {
      const row = at.host.history.liquidation(open.id)
      const { body } = await at.get<LiquidationReply>(`/v1/liquidations/${open.id}`)
      expect(row?.openOrder?.id).toBe(body.openOrder?.id)
      await at.command({ type: 'liquidation_fill', order: open.order.id, quantity: body.openOrder?.quantity, price })
    }
  }

  test('a liquidation shows its course from the start to the end', async () => {
    const at = await liquidated()
    const { body: list } = await at.get<LiquidationsReply>('/v1/liquidations')
    expect(list.items).toMatchObject([
      {
        account: 'alice',
        venue: 'binance-usdm',
        status: 'open',
        outcome: null,
        completedAt: null,
        cause: { factor: 'BTCUSDT', price: '53500' },
        notional: '80250',
        ordersMade: 1,
        fills: 0,
        openOrder: { market: 'BTCUSDT' },
      },
    ])
    at.clock.atMs += 1000
    await fillAll(at, '53500')
    const { body } = await at.get<LiquidationReply>(`/v1/liquidations/${list.items[0]?.id}`)
    expect(body).toMatchObject({ status: 'completed', openOrder: null, completedAt: '2026-11-22T09:30:01Z' })
    expect(body.course[0]?.type).toBe('liquidation.started')
    expect(body.course.at(-1)?.type).toBe('liquidation.completed')
    expect(body.course.filter(({ type }) => type === 'liquidation.filled')).toHaveLength(body.fills)
    expect(body.course.at(-1)?.seq).toBe(body.lastSeq)
    expect(Number(body.filledNotional)).toBeGreaterThan(0)
  })

  test('a loss beyond the fund shows as shortfall, what the fund paid, and bad debt', async () => {
    const at = await liquidated()
    await fillAll(at, '50000')
    const row = (await at.get<LiquidationsReply>('/v1/liquidations')).body.items[0]
    expect(Number(row?.shortfall)).toBeGreaterThan(500)
    expect(Number(row?.fromFund) + Number(row?.badDebt)).toBeCloseTo(Number(row?.shortfall), 6)
    const venue = (await at.get<StatusReply>('/v1/status')).body.venues[0]
    expect(venue?.badDebt).toEqual([{ asset: 'USDT', amount: row?.badDebt }])
    expect(venue?.totals).toMatchObject({ liquidations: 1, badDebt: row?.badDebt, shortfall: row?.shortfall })
  })

  test('come newest first, by account, in pages that a new one does not shift', async () => {
    const at = await lived()
    await at.command(btcLong('b', '5000'), btcLong('c', '4800'), btcLong('d', '4600'))
    for (const price of ['57000', '56900', '56800', '56700', '56600', '56500']) await at.command(PRICE(price))
    const all = (await at.get<LiquidationsReply>('/v1/liquidations')).body.items.map(({ account }) => account)
    expect(all).toHaveLength(3)
    const first = (await at.get<LiquidationsReply>('/v1/liquidations?limit=1')).body
    expect(first.items.map(({ account }) => account)).toEqual(all.slice(0, 1))
    await at.command(PRICE('53000'))
    const second = (await at.get<LiquidationsReply>(`/v1/liquidations?limit=2&cursor=${first.nextCursor}`)).body
    expect(second.items.map(({ account }) => account)).toEqual(all.slice(1))
    expect(second.nextCursor).toBeNull()
    expect(
      (await at.get<LiquidationsReply>('/v1/liquidations?account=c')).body.items.map(({ account }) => account),
    ).toEqual(['c'])
  })

  test('history is bounded: completed ones are forgotten oldest first, open ones never', async () => {
    const at = await lived({ host: { history: { liquidationsMax: 1, eventsMax: 3 } } })
    await at.command(btcLong('b', '5000'), btcLong('c', '5000'))
    await at.command(PRICE('56900'))
    expect(at.host.history.liquidationsChangedAfter(0)).toHaveLength(2)
    await fillAll(at, '56900')
    const { items } = (await at.get<LiquidationsReply>('/v1/liquidations')).body
    expect(items.map(({ account }) => account)).toEqual(['c'])
    expect((await at.get<EventsReply>('/v1/events')).body.items).toHaveLength(3)
  })

  test('events come newest first', async () => {
    const at = await lived()
    const { items } = (await at.get<EventsReply>('/v1/events?limit=2')).body
    expect(items.map(({ seq }) => seq)).toEqual([at.engine.state.seq, at.engine.state.seq - 1])
    expect(items[0]).toMatchObject({ type: 'price.accepted', market: 'BTCUSDT', price: '58000' })
  })
})

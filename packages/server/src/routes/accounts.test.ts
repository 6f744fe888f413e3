import { describe, expect, test } from 'vitest'
import { btcLong, house, lived, PRICE } from '../testing/house.js'
import type { AccountReply, AccountsReply, StatusReply } from '../wire.js'

describe('accounts', () => {
  test('a row says what a list needs: status, figures, the largest position and the nearest line', async () => {
    const at = await lived()
    const { body } = await at.get<AccountsReply>('/v1/accounts')
    const margin = (await at.get<AccountReply>('/v1/accounts/alice/margin')).body
    expect(body.total).toBe(1)
    expect(body.nextCursor).toBeNull()
    expect(body.items).toEqual([
      {
        id: 'alice',
        venue: 'binance-usdm',
        status: 'healthy',
        healthFactor: margin.healthFactor,
        equity: '7000',
        maintenanceRequirement: margin.maintenance?.requirement,
        excessMargin: margin.excessMargin,
        leverage: '12.428571428571428572',
        notional: '87000',
        largestPosition: { market: 'BTCUSDT', leg: 'net', quantity: '1.5', notional: '87000' },
        nearestLiquidation: {
          market: 'BTCUSDT',
          liquidationPrice: margin.positions[0]?.liquidationPrice,
          markPrice: '58000',
          move: expect.stringMatching(/^-0\.0\d+$/),
          notional: '87000',
        },
        ruleVersion: 'binance-usdm@2024-11',
      },
    ])
  })

  test('a row follows every change: a price, a deposit, a liquidation that begins', async () => {
    const at = await lived()
    const row = async () => (await at.get<AccountsReply>('/v1/accounts')).body.items[0]
    expect((await row())?.equity).toBe('7000')
    await at.command(PRICE('59000'))
    expect((await row())?.equity).toBe('8500')
    await at.command({ type: 'deposit', account: 'alice', asset: 'USDT', amount: '1' })
    expect((await row())?.equity).toBe('8501')
    await at.command(PRICE('53500'))
    expect(await row()).toMatchObject({ status: 'liquidating', nearestLiquidation: null })
    expect((await at.get<StatusReply>('/v1/status')).body.accounts.byStatus).toMatchObject({
      healthy: 0,
      liquidating: 1,
    })
  })

  test('the nearest line is that of the market with the shortest way to go, the largest position that of the most notional', async () => {
    const at = await house()
    const { account } = btcLong('alice') as { account: { scopes: { cross: { positions: object[] } } } }
    const [btc] = account.scopes.cross.positions
    const eth = { ...btc, id: 'ETHUSDT', market: 'ETHUSDT', quantity: '-10', entryValue: '-30000' }
    const opened = { ...account, scopes: { cross: { ...account.scopes.cross, positions: [eth, btc] } } }
    await at.command(PRICE('60000'), PRICE('3000', 'ETHUSDT'), { type: 'open_account', account: opened })
    const [row] = (await at.get<AccountsReply>('/v1/accounts')).body.items
    expect(row?.largestPosition).toMatchObject({ market: 'BTCUSDT', notional: '90000' })
    // 9,000 odd of room: 1.5 BTC lose it on 11 %, 10 ETH on 32 %.
    expect(row?.nearestLiquidation).toMatchObject({ market: 'BTCUSDT', move: expect.stringMatching(/^-0\.10\d+$/) })
  })

  test('an account without a price is unknown and says why in every figure', async () => {
    const at = await house()
    await at.command(btcLong('alice'))
    expect((await at.get<AccountsReply>('/v1/accounts')).body.items[0]).toMatchObject({
      status: 'unknown',
      equity: null,
      equityReason: 'missing_price',
      healthFactor: null,
      healthFactorReason: 'missing_price',
      maintenanceRequirement: null,
      maintenanceRequirementReason: 'missing_price',
      excessMarginReason: 'missing_price',
      leverageReason: 'missing_price',
      nearestLiquidation: null,
    })
  })

  test('filters by status and by part of the id, and sorts by danger, equity and id', async () => {
    const at = await lived()
    await at.command(btcLong('bob', '9000'), btcLong('carol', '50000'), btcLong('Alison', '8000'))
    const ids = async (query: string) =>
      (await at.get<AccountsReply>(`/v1/accounts${query}`)).body.items.map(({ id }) => id)
    expect(await ids('')).toEqual(['Alison', 'bob', 'alice', 'carol'])
    expect(await ids('?sort=equity')).toEqual(['Alison', 'bob', 'alice', 'carol'])
    expect(await ids('?sort=id')).toEqual(['Alison', 'alice', 'bob', 'carol'])
    expect(await ids('?q=ali&sort=id')).toEqual(['Alison', 'alice'])
    await at.command(PRICE('54800'))
    expect(await ids('?status=liquidating')).toEqual(['Alison'])
    expect(await ids('?status=healthy')).toEqual(['bob', 'alice', 'carol'])
  })

  test('pages go on where the last row stood, whatever opened, moved or left in between', async () => {
    const at = await lived()
    for (const name of ['b', 'd', 'f', 'h']) await at.command(btcLong(name))
    const first = (await at.get<AccountsReply>('/v1/accounts?sort=id&limit=2')).body
    expect(first.items.map(({ id }) => id)).toEqual(['alice', 'b'])
    await at.command(btcLong('a0'), btcLong('e'))
    const second = (await at.get<AccountsReply>(`/v1/accounts?sort=id&limit=2&cursor=${first.nextCursor}`)).body
    expect(second.items.map(({ id }) => id)).toEqual(['d', 'e'])
    const third = (await at.get<AccountsReply>(`/v1/accounts?sort=id&limit=2&cursor=${second.nextCursor}`)).body
    expect(third.items.map(({ id }) => id)).toEqual(['f', 'h'])
    expect(third.nextCursor).toBeNull()
  })

  test('pages by healthFactor meet equal values, those under zero and those without one exactly once', async () => {
    const at = await lived()
    await at.command(btcLong('b', '9000'), btcLong('c', '9000'), btcLong('d', '9000'), {
      ...btcLong('idle'),
      account: { ...(btcLong('idle') as { account: object }).account, scopes: {} },
    })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page: AccountsReply = (await at.get<AccountsReply>(`/v1/accounts?limit=1${query}`)).body
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['b', 'c', 'd', 'alice', 'idle'])
  })

  test('an account answers with the public answer, its id and the cures for a target', async () => {
    const at = await lived()
    const { body } = await at.get<AccountReply>('/v1/accounts/alice')
    expect(body).toMatchObject({
      id: 'alice',
      status: 'healthy',
      equity: '7000',
      cures: [],
      liquidations: [],
      journalSeq: 4,
    })
    expect(body.asOf).toBe('2026-11-22T09:30:00Z')
    expect((await at.get('/v1/accounts/alice/margin')).body).toEqual(body)
    const cured = (await at.get<AccountReply>('/v1/accounts/alice?target=50')).body.cures
    expect(cured.map(({ kind }) => kind)).toContain('deposit')
  })

  test('ids are taken as they were given, encoded in the path', async () => {
    const at = await house()
    const id = 'eip155:1/0xAbC ü'
    await at.command(btcLong(id))
    expect((await at.get<AccountReply>(`/v1/accounts/${encodeURIComponent(id)}`)).body.id).toBe(id)
  })
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlimsollError } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { createHost } from './host.js'
import { createServer } from './server.js'
import { btcLong, type House, house, NOON_MS, PRICE, testEngine, testJournal } from './testing/house.js'
import type {
  AccountReply,
  AccountsReply,
  CommandsReply,
  EventsReply,
  LiquidationReply,
  LiquidationsReply,
  PreviewReply,
  PricesReply,
  StatusReply,
} from './wire.js'

/** Prices, a fund, `alice` healthy at 58,000. */
async function lived(options: Parameters<typeof house>[0] = {}): Promise<House> {
  const at = await house(options)
  await at.command(
    { type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '500' },
    PRICE('60000'),
    btcLong('alice'),
    PRICE('58000'),
  )
  return at
}

/** Sends bytes as they are and gives the answer as text. */
function raw(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

function statusWithHeaders(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('status and prices', () => {
  test('status says which state it speaks of, its hash, and what each venue holds', async () => {
    const at = await lived()
    const { status, body } = await at.get<StatusReply>('/v1/status?stateHash=now')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      asOf: '2026-11-22T09:30:00.000Z',
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
      { market: 'BTCUSDT', status: 'ok', price: '58000', observedAt: '2026-11-22T09:30:00.000Z', ageMs: 1500 },
    ])
  })
})

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
    expect(body.asOf).toBe('2026-11-22T09:30:00.000Z')
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

describe('commands', () => {
  test('are decided in order and answered one by one with their record and events', async () => {
    const at = await house()
    const { status, body } = await at.post<CommandsReply>('/v1/commands', {
      commands: [
        PRICE('60000'),
        { type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' },
        btcLong('alice'),
        { type: 'deposit', account: 'alice', asset: 'USDT', amount: '2.5' },
      ],
    })
    expect(status).toBe(200)
    expect(body.results.map(({ journalSeq, reply }) => [journalSeq, reply.status])).toEqual([
      [1, 'accepted'],
      [null, 'rejected'],
      [2, 'accepted'],
      [3, 'accepted'],
    ])
    expect(body.results[1]?.reply).toMatchObject({ reason: 'account_unknown', message: expect.any(String) })
    expect(body.results[3]?.events).toMatchObject([{ type: 'cash.deposited', amount: '2.5', account: 'alice' }])
    expect(body).toMatchObject({ journalSeq: 3, seq: at.engine.state.seq, asOf: '2026-11-22T09:30:00.000Z' })
    expect(at.journal.records).toHaveLength(3)
  })

  test('one command may come by itself', async () => {
    const at = await house()
    const { body } = await at.post<CommandsReply>('/v1/commands', PRICE('60000'))
    expect(body.results).toMatchObject([{ journalSeq: 1, reply: { status: 'accepted' } }])
  })

  test('a shortfall travels as a decimal string', async () => {
    const at = await lived()
    const { body } = await at.post<CommandsReply>('/v1/commands', {
      type: 'withdraw',
      account: 'alice',
      asset: 'USDT',
      amount: '6999',
    })
    expect(body.results[0]?.reply).toMatchObject({
      reason: 'below_initial',
      shortfall: expect.stringMatching(/^\d+(\.\d+)?$/),
    })
  })

  test('bad input in one of them leaves all undone and names the place', async () => {
    const at = await house()
    const { status, problem } = await at.post('/v1/commands', {
      commands: [PRICE('60000'), { type: 'deposit', account: 'a', asset: 'USDT', amuont: '1' }],
    })
    expect(status).toBe(400)
    expect(problem.code).toBe('unknown_key')
    expect(problem.detail).toContain('commands[1].amuont is not a known key. Did you mean "amount"?')
    expect(problem.errors[0]?.pointer).toMatch(/^#\/commands\/1/)
    expect(at.journal.head.seq).toBe(0)
  })

  test('no reply leaves before the commit, and reads wait for it as well', async () => {
    const at = await lived()
    const release = at.journal.hold()
    const order: string[] = []
    const posted = at.post('/v1/commands', PRICE('57900')).then(() => order.push('posted'))
    await expect.poll(() => at.host.journalSeq).toBe(5)
    const read = at.get<PricesReply>('/v1/prices').then(({ body }) => order.push(`read ${body.prices[0]?.price}`))
    const alive = await at.get('/livez')
    expect(alive.status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(order).toEqual([])
    release()
    await Promise.all([posted, read])
    expect(order.toSorted()).toEqual(['posted', 'read 57900'])
  })

  test('a failing journal stops acceptance: 503 journal_failed, readyz too, livez not', async () => {
    const at = await lived()
    at.journal.breakWith('no space left on device')
    const first = await at.post('/v1/commands', PRICE('57900'))
    expect(first.status).toBe(503)
    expect(first.problem.code).toBe('journal_failed')
    for (const path of ['/v1/status', '/v1/accounts', '/v1/accounts/alice', '/v1/prices', '/readyz']) {
      const { status, problem } = await at.get(path)
      expect([path, status, problem.code]).toEqual([path, 503, 'journal_failed'])
    }
    expect((await at.post('/v1/commands', PRICE('57900'))).status).toBe(503)
    expect((await at.get('/livez')).status).toBe(200)
    expect((await at.get<string>('/metrics')).body).toContain('plimsoll_up 0\n')
  })

  test('an engine that breaks its own rule stops: 503 engine_stopped', async () => {
    const engine = testEngine()
    const at = await house({ engine })
    engine.apply = () => {
      throw new PlimsollError('invariant_violated', 'Invariant: books balance.')
    }
    expect((await at.post('/v1/commands', PRICE('57900'))).problem).toMatchObject({
      status: 503,
      code: 'engine_stopped',
    })
    expect((await at.get('/readyz')).problem).toMatchObject({ status: 503, code: 'engine_stopped' })
    expect(at.journal.head.seq).toBe(0)
  })
})

describe('Idempotency-Key', () => {
  const deposit = { type: 'deposit', account: 'alice', asset: 'USDT', amount: '5' }
  const withKey = (key: string): RequestInit => ({ headers: { 'idempotency-key': key } })

  test('the same key and body are answered again and done once', async () => {
    const at = await lived()
    const first = await at.post('/v1/commands', deposit, withKey('k1'))
    const second = await at.post('/v1/commands', deposit, withKey('"k1"'))
    expect(second.body).toEqual(first.body)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(second.headers.get('content-type')).toContain('application/json')
    expect(at.journal.head.seq).toBe(5)
    await at.post('/v1/commands', deposit, withKey('k2'))
    expect(at.journal.head.seq).toBe(6)
  })

  test('the same key with another body is a conflict', async () => {
    const at = await lived()
    await at.post('/v1/commands', deposit, withKey('k1'))
    const { status, problem } = await at.post('/v1/commands', { ...deposit, amount: '6' }, withKey('k1'))
    expect([status, problem.code]).toEqual([422, 'idempotency_conflict'])
    expect(at.journal.head.seq).toBe(5)
  })

  test('a key that is in flight is not done twice', async () => {
    const at = await lived()
    const release = at.journal.hold()
    const first = at.post('/v1/commands', deposit, withKey('k1'))
    await expect.poll(() => at.host.journalSeq).toBe(5)
    const { status, problem, headers } = await at.post('/v1/commands', deposit, withKey('k1'))
    expect([status, problem.code, headers.get('retry-after')]).toEqual([409, 'idempotency_in_flight', '1'])
    release()
    expect((await first).status).toBe(200)
    expect(at.journal.head.seq).toBe(5)
  })

  test('bad input does not use the key up', async () => {
    const at = await lived()
    expect((await at.post('/v1/commands', { ...deposit, amount: 'much' }, withKey('k1'))).status).toBe(400)
    expect((await at.post('/v1/commands', deposit, withKey('k1'))).status).toBe(200)
  })

  test('only the newest keys are remembered', async () => {
    const at = await lived({ server: { limits: { idempotencyKeysMax: 2 } } })
    for (const key of ['k1', 'k2', 'k3']) await at.post('/v1/commands', deposit, withKey(key))
    expect((await at.post('/v1/commands', deposit, withKey('k3'))).headers.get('idempotency-replayed')).toBe('true')
    expect((await at.post('/v1/commands', deposit, withKey('k1'))).headers.get('idempotency-replayed')).toBeNull()
  })

  test.each(['', '""', 'a b', 'x'.repeat(256), 'é'])('%j is not a key', async (key) => {
    const at = await lived()
    const { status, problem } = await at.post('/v1/commands', deposit, withKey(key))
    expect([status, problem.code]).toEqual([400, 'idempotency_key_invalid'])
  })
})

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
    expect(body).toMatchObject({ status: 'completed', openOrder: null, completedAt: '2026-11-22T09:30:01.000Z' })
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

describe('errors are problems with a code, a place and a request id', () => {
  test.each([
    ['/v1/acounts', 404, 'route_unknown', 'Did you mean /v1/accounts?'],
    ['/v1/accounts/alice/magrin', 404, 'route_unknown', 'Did you mean /v1/accounts/{id}/margin?'],
    ['/nothing/like/it', 404, 'route_unknown', 'docs/server.md'],
    ['/v1/accounts/alcie', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/accounts/alcie/margin', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/liquidations/l-9', 404, 'unknown_liquidation', '/v1/liquidations'],
    ['/v1/accounts?limt=5', 400, 'unknown_key', 'limt is not a known query key. Did you mean "limit"?'],
    ['/v1/prices?x=1', 400, 'unknown_key', 'x is not a known query key.'],
    ['/v1/accounts?limit=0', 400, 'query_invalid', 'limit must be >= 1'],
    ['/v1/accounts?limit=1001', 400, 'query_invalid', 'limit must be <= 1000'],
    ['/v1/accounts?limit=many', 400, 'query_invalid', 'limit must be integer'],
    ['/v1/accounts?status=helthy', 400, 'query_invalid', 'Did you mean "healthy"?'],
    ['/v1/accounts?sort=healthfactor', 400, 'query_invalid', 'Did you mean "healthFactor"?'],
    ['/v1/accounts?cursor=xyz', 400, 'cursor_invalid', 'begin again'],
    [
      `/v1/accounts?sort=id&cursor=${Buffer.from('["equity","1","a"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'same order',
    ],
    [
      `/v1/accounts?cursor=${Buffer.from('["healthFactor","x","a"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'begin again',
    ],
    [
      `/v1/liquidations?cursor=${Buffer.from('["liquidations","x"]').toString('base64url')}`,
      400,
      'cursor_invalid',
      'begin again',
    ],
    ['/v1/status?stateHash=later', 400, 'query_invalid', 'stateHash must be now'],
    ['/v1/accounts/alice?target=1e3', 400, 'number_invalid', '1e3'],
    ['/v1/accounts/%E0%A4%A', 400, 'request_invalid', 'URL'],
    [`/v1/accounts/${'x'.repeat(600)}`, 400, 'request_invalid', '500 characters'],
    ['/v1/ws', 426, 'upgrade_required', 'ws://'],
  ])('GET %s', async (path, status, code, detail) => {
    const at = await lived()
    const answer = await at.get(path)
    expect(answer.problem).toMatchObject({ status, code, type: `/docs/ERRORS.md#${code}`, title: expect.any(String) })
    expect(answer.problem.detail).toContain(detail)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(answer.problem.instance).toBe(path.split('?')[0])
    expect(answer.problem.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  const deep = (depth: number) => `{"commands":${'['.repeat(depth)}${']'.repeat(depth)}}`

  test.each([
    ['/v1/commands', '{"commands":[', 400, 'body_invalid', 'not JSON'],
    ['/v1/commands', '', 400, 'body_invalid', 'empty'],
    ['/v1/commands', '[]', 400, 'document_invalid', 'an object'],
    ['/v1/commands', '{"commands":{}}', 400, 'body_invalid', 'commands must be a list'],
    ['/v1/commands', '{"comands":[]}', 400, 'unknown_key', 'Did you mean "commands"?'],
    [
      '/v1/commands',
      '{"type":"prize","market":"BTCUSDT","price":"1"}',
      400,
      'unknown_command',
      'Did you mean "price"?',
    ],
    ['/v1/commands', '{"type":"price","market":"BTCUSDT","price":58000}', 400, 'document_invalid', 'a decimal string'],
    [
      '/v1/commands',
      `{"type":"price","market":"BTCUSDT","price":"${'9'.repeat(70)}"}`,
      400,
      'number_too_long',
      '60 digits',
    ],
    [
      '/v1/commands',
      '{"type":"price","market":"BTCUSDT","price":"0.1234567890123456789"}',
      400,
      'precision_loss',
      '18 decimals',
    ],
    [
      '/v1/commands',
      '{"type":"price","market":"BTCUSDT","price":"1","__proto__":{"x":1}}',
      400,
      'unknown_key',
      '__proto__',
    ],
    ['/v1/commands', deep(40), 400, 'body_too_deep', '32'],
    ['/v1/commands', deep(500_000), 400, 'body_too_deep', '32'],
    [
      '/v1/commands',
      JSON.stringify({ commands: Array.from({ length: 1001 }, () => ({ type: 'advance' })) }),
      400,
      'too_many_commands',
      '1000',
    ],
    ['/v1/commands', JSON.stringify({ type: 'advance', x: 'y'.repeat(1_100_000) }), 413, 'body_too_large', '1 MB'],
    ['/v1/accounts/alice/preview', '{}', 400, 'body_invalid', 'commands must be a list'],
    [
      '/v1/accounts/alice/preview',
      '{"commands":[{"type":"deposit","asset":"USDT"}]}',
      400,
      'document_invalid',
      'commands[0].amount',
    ],
    ['/v1/accounts/alice/preview', '{"commands":[],"target":2}', 400, 'body_invalid', 'target'],
    [
      '/v1/accounts/alice/preview',
      JSON.stringify({ commands: Array.from({ length: 101 }, () => ({ type: 'advance' })) }),
      400,
      'too_many_commands',
      '100',
    ],
    ['/v1/accounts/alcie/preview', '{"commands":[]}', 404, 'unknown_account', 'Did you mean "alice"?'],
    ['/v1/status', '{}', 405, 'method_not_allowed', 'use GET'],
    ['/v1/comands', '{}', 404, 'route_unknown', '/v1/commands'],
  ])('POST %s %.60s', async (path, body, status, code, detail) => {
    const at = await lived()
    const answer = await at.post(path, body)
    expect([answer.status, answer.problem.code]).toEqual([status, code])
    expect(answer.problem.detail).toContain(detail)
    expect(at.journal.head.seq).toBe(4)
  })

  test('a string that holds brackets is not deep', async () => {
    const at = await house()
    const { problem } = await at.post('/v1/commands', {
      type: 'price',
      market: `${'['.repeat(100)}"\\`,
      price: '1',
      x: '',
    })
    expect(problem.code).toBe('unknown_key')
  })

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x']])(
    'a body of %s is not read: a form of another page can send it',
    async (type) => {
      const at = await house()
      const body = JSON.stringify(PRICE('1'))
      const { status, problem } = await at.post('/v1/commands', body, { headers: { 'content-type': type } })
      expect([status, problem.code]).toEqual([415, 'media_type_unsupported'])
      expect(at.journal.head.seq).toBe(0)
    },
  )

  test('a method that a route does not take names those that it does', async () => {
    const at = await house()
    const { status, headers } = await at.get('/v1/commands')
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('a fault of our own says nothing of the inside', async () => {
    const at = await lived()
    at.host.history.events = () => {
      throw new Error('secret path /etc')
    }
    const { status, problem } = await at.get('/v1/events')
    expect([status, problem.code]).toEqual([500, 'internal_error'])
    expect(JSON.stringify(problem)).not.toContain('secret')
  })

  test('what is not HTTP, or has too many header bytes, is answered in the same form', async () => {
    const at = await house()
    expect(await raw(at.url, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"code":"request_invalid"/s)
    const long = `GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\nx: ${'y'.repeat(10_000)}\r\n\r\n`
    expect(await raw(at.url, long)).toMatch(/^HTTP\/1\.1 431 .*"code":"headers_too_large"/s)
  })

  test('a request that dawdles is ended', async () => {
    const at = await house({ server: { limits: { headersTimeoutMs: 300, requestTimeoutMs: 400 } } })
    expect(await raw(at.url, 'GET /livez HTTP/1.1\r\nhost: 127.0.0.1\r\n')).toMatch(
      /^HTTP\/1\.1 408 .*request_timeout/s,
    )
  })
})

describe('who may ask', () => {
  test.each([
    [{ host: 'evil.example' }, 421],
    [{ host: 'evil.example:80' }, 421],
    [{ host: '127.0.0.1.evil.example' }, 421],
    [{ host: 'localhost:1234' }, 200],
    [{ host: '[::1]:1234' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:5173' }, 200],
  ])('%j is answered with %i', async (headers, status) => {
    const at = await house()
    expect(await statusWithHeaders(`${at.url}/v1/status`, headers as Record<string, string>)).toBe(status)
  })

  test('an address that others can reach is refused unless that was said', async () => {
    const host = createHost({ engine: testEngine(), journal: testJournal(), clock: { nowMs: () => NOON_MS } })
    const refused = createServer({ host, bind: '0.0.0.0', port: 0, logLevel: 'silent' })
    await expect(refused.listen()).rejects.toMatchObject({
      code: 'bind_refused',
      message: expect.stringContaining('allowRemote'),
    })
    await refused.close()
    const allowed = createServer({ host, bind: '0.0.0.0', port: 0, allowRemote: true, logLevel: 'silent' })
    const { port } = await allowed.listen()
    expect((await fetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
    await allowed.close()
  })

  test('a port that is taken says so and what to do', async () => {
    const at = await house()
    const port = Number(new URL(at.url).port)
    const second = createServer({ host: at.host, port, logLevel: 'silent' })
    await expect(second.listen()).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining('another port'),
    })
    await second.close()
  })
})

describe('running it', () => {
  test('readyz is 503 once the host is closed, livez is not', async () => {
    const at = await lived()
    expect((await at.get('/readyz')).body).toEqual({ status: 'ok' })
    await at.host.close()
    expect((await at.get('/readyz')).problem).toMatchObject({ status: 503, code: 'server_stopping' })
    expect((await at.get('/livez')).body).toEqual({ status: 'ok' })
    expect((await at.post('/v1/commands', PRICE('1'))).problem.code).toBe('server_stopping')
  })

  test('a restart from the journal shows the same state', async () => {
    const at = await lived()
    await at.command(PRICE('53500'))
    const before = (await at.get<StatusReply>('/v1/status?stateHash=now')).body
    const again = await house({ journal: testJournal(at.journal.records) })
    const after = (await again.get<StatusReply>('/v1/status')).body
    expect({ ...after, startedAt: '' }).toEqual({ ...before, startedAt: '' })
    expect((await again.get('/v1/liquidations')).body).toEqual((await at.get('/v1/liquidations')).body)
    expect((await again.get('/v1/accounts')).body).toEqual((await at.get('/v1/accounts')).body)
  })

  test('metrics are Prometheus text in base units, without accounts as labels', async () => {
    const at = await lived()
    await at.command(PRICE('53500'))
    await at.post('/v1/commands', { type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' })
    at.clock.atMs += 2500
    const { body, headers } = await at.get<string>('/metrics')
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const samples = parsePrometheus(body)
    expect(samples.get('plimsoll_accounts{venue="binance-usdm",status="liquidating"}')).toBe(1)
    expect(samples.get('plimsoll_liquidations_total{venue="binance-usdm"}')).toBe(1)
    expect(samples.get('plimsoll_open_liquidations{venue="binance-usdm"}')).toBe(1)
    expect(samples.get('plimsoll_insurance_fund_balance{venue="binance-usdm",asset="USDT"}')).toBe(500)
    expect(samples.get('plimsoll_commands_total{type="price",outcome="accepted"}')).toBe(3)
    expect(samples.get('plimsoll_commands_total{type="deposit",outcome="rejected"}')).toBe(1)
    expect(samples.get('plimsoll_price_age_seconds{market="BTCUSDT"}')).toBe(2.5)
    expect(samples.get('plimsoll_http_requests_total{method="POST",route="/v1/commands",status="200"}')).toBe(1)
    expect(samples.get('plimsoll_up')).toBe(1)
    expect(samples.get('plimsoll_log_commit_duration_seconds_count')).toBe(at.journal.commits)
    expect(samples.get('plimsoll_log_commit_duration_seconds_bucket{le="+Inf"}')).toBe(at.journal.commits)
    expect([...samples.keys()].some((name) => name.startsWith('plimsoll_build_info{version="'))).toBe(true)
    expect(body).not.toContain('alice')
  })

  test('files of the dashboard are served beside the routes, never instead of them', async () => {
    const staticDir = await mkdtemp(join(tmpdir(), 'plimsoll-static-'))
    await writeFile(join(staticDir, 'index.html'), '<!doctype html><title>Plimsoll</title>')
    const at = await house({ server: { staticDir } })
    const page = await at.get<string>('/')
    expect([page.status, page.body]).toEqual([200, '<!doctype html><title>Plimsoll</title>'])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect((await at.get('/v1/status')).status).toBe(200)
    expect((await at.get('/v1/statsu')).problem.detail).toContain('/v1/status')
    expect((await at.get('/../package.json')).status).toBe(404)
  })
})

/** Reads the text format strictly: a sample of a family that was not announced, or a value that is no number, throws. */
function parsePrometheus(text: string): ReadonlyMap<string, number> {
  const families = new Set<string>()
  const samples = new Map<string, number>()
  for (const line of text.split('\n').slice(0, -1)) {
    const announced = /^# (?:HELP (\w+) .+|TYPE (\w+) (?:counter|gauge|histogram))$/.exec(line)
    if (announced !== null) {
      families.add(announced[1] ?? announced[2] ?? '')
      continue
    }
    const sample = /^(\w+)(\{(?:\w+="(?:[^"\\]|\\.)*",?)*\})? (\S+)$/.exec(line)
    if (sample === null) throw new Error(`not a sample: ${line}`)
    const [, name = '', labels = '', value = ''] = sample
    const base = name.replace(/_(?:bucket|sum|count)$/, '')
    if (!families.has(name) && !families.has(base)) throw new Error(`not announced: ${line}`)
    if (Number.isNaN(Number(value))) throw new Error(`not a number: ${line}`)
    if (samples.has(name + labels)) throw new Error(`twice: ${line}`)
    samples.set(name + labels, Number(value))
  }
  if (!text.endsWith('\n')) throw new Error('the last line has no end')
  return samples
}

import { PlimsollError } from '@plimsoll/core'
import { describe, expect, test } from 'vitest'
import { btcLong, house, lived, PRICE, testEngine } from '../testing/house.js'
import type { CommandsReply, PricesReply } from '../wire.js'

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
    expect(body).toMatchObject({ journalSeq: 3, seq: at.engine.state.seq, asOf: '2026-11-22T09:30:00Z' })
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

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Command, commandCodec, type Engine, type Json, PlimsollError } from '@plimsoll/core'
import { openFileJournal } from '@plimsoll/journal'
import { describe, expect, test } from 'vitest'
import { createHost, type Host } from './host.js'
import { btcLong, NOON_MS, PRICE, testEngine, testJournal } from './testing/house.js'

const command = (json: object): Command => commandCodec.decode(json as Json, '')
const clock = { nowMs: () => NOON_MS }
const newHost = (journal = testJournal(), engine: Engine = testEngine()): Host => createHost({ engine, journal, clock })

/** Whether a promise has settled by the end of a few turns of the event loop. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  promise.then(
    () => {
      settled = true
    },
    () => {
      settled = true
    },
  )
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  return settled
}

describe('the disk comes before the answer', () => {
  test('no reply leaves before the commit resolves', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const release = journal.hold()
    const reply = host.submit([command(PRICE('60000'))])
    expect(await isSettled(reply)).toBe(false)
    expect(host.state.prices.size).toBe(1)
    release()
    expect(await reply).toMatchObject([{ journalSeq: 1, reply: { status: 'accepted' } }])
    expect(journal.records).toHaveLength(1)
  })

  test('a reader waits for what it has seen', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const release = journal.hold()
    void host.submit([command(PRICE('60000'))])
    const reader = host.settled()
    expect(await isSettled(reader)).toBe(false)
    release()
    await reader
    expect(await isSettled(host.settled())).toBe(true)
  })

  test('a refusal waits for the records that it rests on', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const release = journal.hold()
    void host.submit([command(btcLong('a'))])
    const refused = host.submit([command(btcLong('a'))])
    expect(await isSettled(refused)).toBe(false)
    release()
    expect(await refused).toMatchObject([{ journalSeq: null, reply: { reason: 'account_exists' } }])
  })

  test('commands that arrive together share a commit, and those that arrive during it share the next', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const release = journal.hold()
    const first = Promise.all(['1', '2', '3'].map((price) => host.submit([command(PRICE(price))])))
    await isSettled(first)
    expect(journal.commits).toBe(1)
    const second = Promise.all(['4', '5'].map((price) => host.submit([command(PRICE(price))])))
    await isSettled(second)
    release()
    await Promise.all([first, second])
    expect(journal.commits).toBe(2)
    expect(journal.records.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  })

  test('a refusal is not recorded and changes nothing', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const before = host.stateHash({ isFresh: true })
    const refused = await host.submit([command({ type: 'deposit', account: 'nobody', asset: 'USDT', amount: '1' })])
    expect(refused).toMatchObject([{ journalSeq: null, events: [], reply: { reason: 'account_unknown' } }])
    expect(journal.head.seq).toBe(0)
    expect(host.stateHash({ isFresh: true })).toEqual(before)
  })

  test('more commands than may wait for the disk are refused', async () => {
    const journal = testJournal()
    const host = createHost({ engine: testEngine(), journal, clock, pendingMax: 2 })
    const release = journal.hold()
    const waiting = host.submit([command(PRICE('1')), command(PRICE('2'))])
    await expect(host.submit([command(PRICE('3'))])).rejects.toMatchObject({ code: 'overloaded' })
    release()
    await waiting
    expect(host.journalSeq).toBe(2)
  })
})

describe('time', () => {
  test('a clock that was set back makes the engine stand still, never go back', async () => {
    const times = [NOON_MS, NOON_MS + 1000, NOON_MS - 5000, NOON_MS + 2000]
    const journal = testJournal()
    const turning = { atMs: NOON_MS, nowMs: () => turning.atMs }
    const host = createHost({ engine: testEngine(), journal, clock: turning })
    for (const atMs of times) {
      turning.atMs = atMs
      expect((await host.submit([command(PRICE('60000'))]))[0]?.reply).toEqual({ status: 'accepted' })
    }
    expect(journal.records.map(({ atMs }) => atMs - NOON_MS)).toEqual([0, 1000, 1000, 2000])
  })
})

describe('when something breaks', () => {
  test('a failed commit answers nobody with success and stops acceptance for good', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const reasons: string[] = []
    host.onStopped(({ code }) => reasons.push(code))
    journal.breakWith('no space left')
    await expect(host.submit([command(PRICE('60000'))])).rejects.toMatchObject({ code: 'journal_failed' })
    await expect(host.submit([command(PRICE('60001'))])).rejects.toMatchObject({ code: 'journal_failed' })
    await expect(host.settled()).rejects.toMatchObject({ code: 'journal_failed' })
    expect(host.stopped?.message).toContain('no space left')
    expect(reasons).toEqual(['journal_failed'])
    expect(journal.records).toEqual([])
  })

  test('a journal that has failed once is not tried again, whatever it says later', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    journal.breakWith('no space left')
    await expect(host.submit([command(PRICE('60000'))])).rejects.toMatchObject({ code: 'journal_failed' })
    journal.breakWith(null)
    await host.close()
    expect(journal.commits).toBe(1)
    expect(journal.records).toEqual([])
    expect(journal.isClosed).toBe(true)
  })

  test('a journal that refuses a record stops acceptance', async () => {
    const journal = testJournal()
    journal.append = () => {
      throw new Error('fenced')
    }
    await expect(newHost(journal).submit([command(PRICE('1'))])).rejects.toMatchObject({ code: 'journal_failed' })
  })

  test('an engine that throws is not asked again, and what it accepted before still reaches the disk', async () => {
    const engine = testEngine()
    const apply = engine.apply.bind(engine)
    let applied = 0
    engine.apply = (each, atMs) => {
      applied += 1
      if (applied === 2) throw new PlimsollError('invariant_violated', 'Invariant: books balance.')
      return apply(each, atMs)
    }
    const journal = testJournal()
    const host = newHost(journal, engine)
    const good = host.submit([command(PRICE('60000'))])
    const bad = host.submit([command(PRICE('60001'))])
    await expect(bad).rejects.toMatchObject({ code: 'engine_stopped' })
    expect(await good).toMatchObject([{ journalSeq: 1 }])
    await expect(host.submit([command(PRICE('60002'))])).rejects.toMatchObject({ code: 'engine_stopped' })
    expect(applied).toBe(2)
    expect(journal.records).toHaveLength(1)
  })

  test('closing waits for the disk, then refuses', async () => {
    const journal = testJournal()
    const host = newHost(journal)
    const release = journal.hold()
    const last = host.submit([command(PRICE('60000'))])
    const closed = host.close()
    await expect(host.submit([command(PRICE('60001'))])).rejects.toMatchObject({ code: 'server_stopping' })
    expect(await isSettled(closed)).toBe(false)
    release()
    await closed
    expect(await last).toMatchObject([{ journalSeq: 1 }])
    expect(journal.isClosed).toBe(true)
  })
})

describe('replay', () => {
  async function lived(): Promise<{ host: Host; journal: ReturnType<typeof testJournal> }> {
    const journal = testJournal()
    const host = newHost(journal)
    await host.submit([
      command({ type: 'fund', venue: 'binance-usdm', asset: 'USDT', amount: '100' }),
      command(PRICE('60000')),
      command(btcLong('a')),
      command(btcLong('b', '3000')),
      command({ type: 'withdraw', account: 'b', asset: 'USDT', amount: '99999' }),
      command(PRICE('57000')),
    ])
    return { host, journal }
  }

  test('a host on the same journal has the same state hash, seq, liquidations and recent events', async () => {
    const { host, journal } = await lived()
    expect(host.state.liquidations.size).toBe(1)
    const again = newHost(testJournal(journal.records))
    expect(again.stateHash()).toEqual(host.stateHash({ isFresh: true }))
    expect(again.journalSeq).toBe(5)
    expect(again.state.seq).toBe(host.state.seq)
    expect([...again.history.events()]).toEqual([...host.history.events()])
    expect([...again.history.liquidations()]).toEqual([...host.history.liquidations()])
    expect(again.stats.liquidations).toEqual(host.stats.liquidations)
  })

  test('a record that is not accepted any more refuses to start and names itself', async () => {
    const { journal } = await lived()
    const [first, second, ...rest] = journal.records
    const changed = [
      first,
      second,
      {
        ...rest[0],
        payload: JSON.stringify({
          type: 'command',
          command: { type: 'deposit', account: 'x', asset: 'USDT', amount: '1' },
        }),
      },
    ]
    expect(() => newHost(testJournal(changed as typeof journal.records))).toThrow(/record 3/)
    expect(() => newHost(testJournal([{ seq: 1, atMs: NOON_MS, payload: '{"type":"prize"}' }]))).toThrow(
      expect.objectContaining({ code: 'journal_diverged' }),
    )
  })
})

test('a file journal is taken up where another host has left it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'plimsoll-host-'))
  const open = () => openFileJournal(join(directory, 'journal'), { create: true, meta: {} })
  const host = createHost({ engine: testEngine(), journal: await open(), clock })
  await host.submit([command(PRICE('60000')), command(btcLong('a')), command(btcLong('lone \ud800 half'))])
  const before = host.stateHash({ isFresh: true })
  await host.close()
  const again = createHost({ engine: testEngine(), journal: await open(), clock })
  expect(again.stateHash()).toEqual(before)
  expect(await again.submit([command(PRICE('59000'))])).toMatchObject([{ journalSeq: 4 }])
  await again.close()
  await rm(directory, { recursive: true })
})

describe('the state hash', () => {
  test('is at most a second old, and says of which record it is', async () => {
    const turning = { atMs: NOON_MS, nowMs: () => turning.atMs }
    const host = createHost({ engine: testEngine(), journal: testJournal(), clock: turning })
    const empty = host.stateHash()
    await host.submit([command(PRICE('60000'))])
    expect(host.stateHash()).toEqual(empty)
    turning.atMs += 1000
    const later = host.stateHash()
    expect(later.journalSeq).toBe(1)
    expect(later.hash).not.toBe(empty.hash)
    await host.submit([command(PRICE('60001'))])
    expect(host.stateHash({ isFresh: true }).journalSeq).toBe(2)
  })
})

import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openFileJournal } from './file-journal.js'
import { createMemoryJournal } from './memory-journal.js'
import type { JournalEntry, JournalStore } from './store.js'
import { temporaryDirectory } from './testing/directories.js'

// Every test syncs to a disk that others may keep busy.
vi.setConfig({ testTimeout: 60_000 })

const meta = { commands: '1', engine: '0.1.0' }
const stores: { readonly name: string; readonly open: () => Promise<JournalStore> }[] = [
  { name: 'memory', open: async () => createMemoryJournal({ meta }) },
  { name: 'file', open: () => openFileJournal(temporaryDirectory(), { create: true, meta, preallocateBytes: 4096 }) },
]

const entryList = fc
  .array(fc.record({ afterMs: fc.nat({ max: 2 ** 40 }), payload: fc.json() }), { minLength: 1, maxLength: 30 })
  .map((list) => {
    let atMs = -(2 ** 42)
    return list.map(({ afterMs, payload }): JournalEntry => {
      atMs += afterMs
      return { atMs, payload }
    })
  })

async function filled(open: () => Promise<JournalStore>, entries: readonly JournalEntry[]): Promise<JournalStore> {
  const store = await open()
  for (const entry of entries) store.append(entry)
  await store.commit()
  return store
}

describe.each(stores)('the $name journal', ({ open }) => {
  test('numbers records 1, 2, 3 and gives them back in order, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(entryList, async (entries) => {
        const store = await open()
        expect(entries.map((entry) => store.append(entry))).toEqual(entries.map((_, index) => index + 1))
        await store.commit()
        expect([...store.read()]).toEqual(entries.map((entry, index) => ({ seq: index + 1, ...entry })))
        expect(store.head.seq).toBe(entries.length)
        await store.close()
      }),
      { numRuns: 30 },
    ))

  test('reads from any seq, and nothing from beyond the head', async () => {
    const entries = Array.from({ length: 9_000 }, (_, index) => ({ atMs: index, payload: `${index}` }))
    const store = await filled(open, entries)
    for (const fromSeq of [1, 2, 4_095, 4_096, 4_097, 8_192, 8_193, 9_000, 9_001, 20_000])
      expect(
        [...store.read(fromSeq)].map(({ seq }) => seq),
        `from ${fromSeq}`,
      ).toEqual(entries.slice(fromSeq - 1).map((_, index) => fromSeq + index))
    await store.close()
  })

  test('reads no record before it is committed, though the head already counts it', async () => {
    const store = await filled(open, [{ atMs: 1, payload: '1' }])
    store.append({ atMs: 2, payload: '2' })
    expect([...store.read()]).toEqual([{ seq: 1, atMs: 1, payload: '1' }])
    expect(store.head.seq).toBe(2)
    await store.close()
  })

  test('may be left in the middle of reading', async () => {
    const store = await filled(open, [
      { atMs: 1, payload: '1' },
      { atMs: 2, payload: '2' },
    ])
    for (const record of store.read()) {
      expect(record.seq).toBe(1)
      break
    }
    expect([...store.read()]).toHaveLength(2)
    await store.close()
  })

  test.each([
    { what: 'time that goes back by 1 ms', entry: { atMs: 99, payload: '{}' } },
    { what: 'time with a fraction', entry: { atMs: 100.5, payload: '{}' } },
    { what: 'time that is not a number', entry: { atMs: Number.NaN, payload: '{}' } },
    { what: 'an empty payload', entry: { atMs: 100, payload: '' } },
    { what: 'a lone surrogate', entry: { atMs: 100, payload: '"\ud800"' } },
  ])('refuses $what and stays as it was', async ({ entry }) => {
    const store = await filled(open, [{ atMs: 100, payload: '{}' }])
    const before = store.head
    expect(() => store.append(entry)).toThrow(expect.objectContaining({ code: 'invariant_violated' }))
    expect(store.head).toEqual(before)
    expect(store.append({ atMs: 100, payload: '"😀"' })).toBe(2)
    await store.commit()
    expect([...store.read(2)]).toEqual([{ seq: 2, atMs: 100, payload: '"😀"' }])
    await store.close()
  })

  test('takes a payload of 16 MiB and refuses one byte more', async () => {
    const store = await open()
    const largest = 16 * 1024 * 1024
    expect(() => store.append({ atMs: 0, payload: `${'é'.repeat(largest / 2)}x` })).toThrow(
      expect.objectContaining({ code: 'journal_entry_too_large' }),
    )
    store.append({ atMs: 0, payload: 'é'.repeat(largest / 2) })
    await store.commit()
    expect([...store.read()].map(({ payload }) => payload.length)).toEqual([largest / 2])
    await store.close()
  })

  test('commits nothing at once, and closes twice', async () => {
    const store = await open()
    await store.commit()
    await store.close()
    await store.close()
    expect(() => store.append({ atMs: 0, payload: '{}' })).toThrow(
      expect.objectContaining({ code: 'invariant_violated' }),
    )
  })
})

test('the hash of the head is the same in both stores, however the commits are cut', () =>
  fc.assert(
    fc.asyncProperty(entryList, fc.nat({ max: 4 }), async (entries, every) => {
      const [memory, file] = await Promise.all(stores.map(({ open }) => filled(open, [])))
      for (const [index, entry] of entries.entries()) {
        memory?.append(entry)
        file?.append(entry)
        if (every > 0 && index % every === 0) await file?.commit()
        expect(file?.head).toEqual(memory?.head)
      }
      await file?.close()
    }),
    { numRuns: 30 },
  ))

test.each([
  { what: 'the time', meta, entries: [{ atMs: 1, payload: '1' }] },
  { what: 'the payload', meta, entries: [{ atMs: 0, payload: '2' }] },
  { what: 'the meta', meta: { ...meta, engine: '0.2.0' }, entries: [{ atMs: 0, payload: '1' }] },
  { what: 'one more record', meta, entries: [1, 1].map(() => ({ atMs: 0, payload: '1' })) },
])('the hash of the head changes with $what', ({ meta: otherMeta, entries }) => {
  const one = createMemoryJournal({ meta })
  one.append({ atMs: 0, payload: '1' })
  const other = createMemoryJournal({ meta: otherMeta })
  for (const entry of entries) other.append(entry)
  expect(other.head.hash).not.toBe(one.head.hash)
})

test('the chain hash is what FORMAT.md says, worked out here by hand', async () => {
  const { createHash } = await import('node:crypto')
  const sha = (...parts: (string | Buffer)[]): Buffer => {
    const hash = createHash('sha256')
    for (const part of parts) hash.update(part)
    return hash.digest()
  }
  const int64 = (value: bigint): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(value)
    return bytes
  }
  const journal = createMemoryJournal({ meta: { engine: '0.1.0', commands: '1' } })
  const genesis = sha('plimsoll journal\n{"commands":"1","engine":"0.1.0"}')
  expect(journal.head.hash).toBe(genesis.toString('hex'))
  journal.append({ atMs: -5, payload: '"é"' })
  const first = sha(genesis, int64(1n), int64(-5n), '"é"')
  expect(journal.head.hash).toBe(first.toString('hex'))
  journal.append({ atMs: 1_763_800_200_123, payload: '{}' })
  expect(journal.head.hash).toBe(sha(first, int64(2n), int64(1_763_800_200_123n), '{}').toString('hex'))
})

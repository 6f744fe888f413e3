import { expect, test, vi } from 'vitest'
import { RequestFailed } from '../../data/rest.js'
import type { AccountRow, AccountsReply } from '../../data/wire.js'
import { createPages } from './pages.js'

/** A server with so many rows in pages of ten; its cursors are offsets. */
function list(count: number) {
  const asked: (string | null)[] = []
  let isFailing = false
  let tag = ''
  const read = async (cursor: string | null): Promise<AccountsReply> => {
    asked.push(cursor)
    if (isFailing) throw new RequestFailed({ status: 503, code: 'busy', detail: 'Later.', requestId: null })
    const from = Number(cursor ?? 0)
    const items = Array.from(
      { length: Math.min(10, count - from) },
      (_, index) => ({ id: `${tag}${from + index}` }) as AccountRow,
    )
    return {
      items,
      total: count,
      nextCursor: from + 10 < count ? String(from + 10) : null,
      asOf: null,
      seq: 1,
      journalSeq: 1,
    }
  }
  return { asked, read, fail: (is: boolean) => (isFailing = is), rename: (text: string) => (tag = text) }
}

test('it reads one page, then as far as someone looks', async () => {
  const { asked, read } = list(100)
  const pages = createPages(read)
  await vi.waitFor(() => expect(pages.rows.value).toHaveLength(10))
  expect(pages.total.value).toBe(100)
  pages.look({ from: 30, to: 45 })
  await vi.waitFor(() => expect(pages.rows.value).toHaveLength(50))
  expect(asked).toEqual([null, '10', '20', '30', '40'])
})

test('a refresh reads only what is in view, and keeps the rest where it joins', async () => {
  const { asked, read, rename } = list(50)
  const pages = createPages(read)
  pages.look({ from: 0, to: 49 })
  await vi.waitFor(() => expect(pages.rows.value).toHaveLength(50))
  pages.look({ from: 12, to: 22 })
  asked.length = 0
  rename('new ')
  await pages.refresh()
  expect(asked).toEqual(['10', '20'])
  expect(pages.rows.value.map((row) => row.id).filter((id) => id.startsWith('new'))).toHaveLength(20)
  expect(pages.rows.value).toHaveLength(50)
})

test('an error is kept until a retry goes well', async () => {
  const { read, fail } = list(5)
  fail(true)
  const pages = createPages(read)
  await vi.waitFor(() => expect(pages.error.value?.code).toBe('busy'))
  fail(false)
  pages.retry()
  await vi.waitFor(() => expect(pages.rows.value).toHaveLength(5))
  expect(pages.error.value).toBeNull()
})

test('what comes after it is closed changes nothing', async () => {
  const { read } = list(5)
  const pages = createPages(read)
  pages.close()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(pages.rows.value).toEqual([])
})

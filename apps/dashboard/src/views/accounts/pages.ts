import { type ReadonlySignal, signal } from '@preact/signals'
import { failureOf } from '../../data/resource.js'
import type { RequestFailed } from '../../data/rest.js'
import type { AccountRow, AccountsReply } from '../../data/wire.js'

/** A long list as the server pages it: read as far as it is looked at, and the part in view read again. */
export interface AccountPages {
  /** `null` until the first page is there. */
  readonly total: ReadonlySignal<number | null>
  /** Rows that have been read, from the first on without a hole. */
  readonly rows: ReadonlySignal<readonly AccountRow[]>
  readonly journalSeq: ReadonlySignal<number>
  readonly error: ReadonlySignal<RequestFailed | null>
  /** Which rows are in view; reads on until they are there. */
  look(range: { readonly from: number; readonly to: number }): void
  /** Reads what is in view again. */
  refresh(): Promise<void>
  retry(): void
  close(): void
}

export type ReadPage = (cursor: string | null) => Promise<AccountsReply>

interface PageRead {
  readonly cursor: string | null
  readonly items: readonly AccountRow[]
  readonly nextCursor: string | null
}

export function createPages(read: ReadPage): AccountPages {
  const total = signal<number | null>(null)
  const rows = signal<readonly AccountRow[]>([])
  const journalSeq = signal(0)
  const error = signal<RequestFailed | null>(null)
  let pages: readonly PageRead[] = []
  let view = { from: 0, to: 0 }
  let isReading = false
  let isClosed = false

  function show(next: readonly PageRead[], reply: AccountsReply): void {
    pages = next
    rows.value = pages.flatMap((page) => page.items)
    total.value = reply.total
    journalSeq.value = reply.journalSeq
    error.value = null
  }

  /** One read at a time; `false` when it failed or came too late. */
  async function reading(work: () => Promise<void>): Promise<boolean> {
    if (isReading || isClosed) return false
    isReading = true
    try {
      await work()
      return !isClosed
    } catch (cause) {
      if (!isClosed) error.value = failureOf(cause)
      return false
    } finally {
      isReading = false
    }
  }

  async function readOn(): Promise<void> {
    for (;;) {
      const last = pages.at(-1)
      const isThere = last !== undefined && (last.nextCursor === null || rows.value.length > view.to)
      if (isThere) return
      const cursor = last?.nextCursor ?? null
      const went = await reading(async () => {
        const reply = await read(cursor)
        if (!isClosed) show([...pages, { cursor, items: reply.items, nextCursor: reply.nextCursor }], reply)
      })
      if (!went) return
    }
  }

  async function refresh(): Promise<void> {
    const from = pageAt(pages, view.from)
    const to = pageAt(pages, view.to)
    const start = pages[from]
    if (start === undefined) return readOn()
    await reading(async () => {
      const again: PageRead[] = []
      let cursor = start.cursor
      let reply: AccountsReply | undefined
      for (let index = from; index <= to; index++) {
        reply = await read(cursor)
        again.push({ cursor, items: reply.items, nextCursor: reply.nextCursor })
        if (reply.nextCursor === null) break
        cursor = reply.nextCursor
      }
      if (isClosed || reply === undefined) return
      // What follows goes on from where the new pages end; if they end elsewhere, it is read again when it is looked at.
      const joins = pages[to]?.nextCursor === again.at(-1)?.nextCursor
      show([...pages.slice(0, from), ...again, ...(joins ? pages.slice(to + 1) : [])], reply)
    })
    return readOn()
  }

  void readOn()

  return {
    total,
    rows,
    journalSeq,
    error,
    look(range) {
      view = range
      void readOn()
    },
    refresh,
    retry() {
      error.value = null
      void (pages.length === 0 ? readOn() : refresh())
    },
    close() {
      isClosed = true
    },
  }
}

/** Index of the page that holds a row, or of the last one. */
function pageAt(pages: readonly PageRead[], row: number): number {
  let end = 0
  for (const [index, page] of pages.entries()) {
    end += page.items.length
    if (row < end) return index
  }
  return pages.length - 1
}

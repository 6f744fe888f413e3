import { useEffect, useMemo, useRef } from 'preact/hooks'
import { store } from '../../data/live.js'
import { getJson } from '../../data/rest.js'
import type { AccountSort, AccountsReply, Status } from '../../data/wire.js'
import { formatCount } from '../../number/format.js'
import { Empty, Failed } from '../../parts/panel.js'
import { Disc, STATUS_WORDS } from '../../parts/status.js'
import { addressOf, replaceAddress } from '../../router.js'
import { AccountList } from './list.js'
import { createPages } from './pages.js'

const PAGE_ROWS = 200
const CHIPS: readonly Status[] = ['healthy', 'warned', 'called', 'liquidatable', 'liquidating', 'bankrupt', 'unknown']
const SORTS: readonly AccountSort[] = ['healthFactor', 'equity', 'id']

interface Filter {
  readonly status: string
  readonly q: string
  readonly sort: AccountSort
}

export function Accounts({ query }: { readonly query: URLSearchParams }) {
  const filter: Filter = {
    status: CHIPS.find((status) => status === query.get('status')) ?? '',
    q: query.get('q') ?? '',
    sort: SORTS.find((sort) => sort === query.get('sort')) ?? 'healthFactor',
  }
  const { status, q, sort } = filter
  const pages = useMemo(
    () => createPages((cursor) => getJson<AccountsReply>(pathOf({ status, q, sort }, cursor))),
    [status, q, sort],
  )
  useEffect(() => () => pages.close(), [pages])
  const change = (part: Partial<Filter>): void => replaceAddress(addressFor({ ...filter, ...part }))
  const all = store.system.value?.accounts.total
  const total = pages.total.value
  return (
    <section class="accounts">
      <header class="view-head">
        <h1>Accounts</h1>
        <Chips chosen={status} choose={(next) => change({ status: next })} />
        <Search text={q} change={(next) => change({ q: next })} />
        <p class="sub">
          {total === null ? '—' : formatCount(total)} of {all === undefined ? '—' : formatCount(all)} · health factor
          rounds down, toward danger · as of journal seq {total === null ? '—' : formatCount(pages.journalSeq.value)}
        </p>
      </header>
      {pages.error.value !== null && pages.rows.value.length === 0 ? (
        <Failed what="The accounts" error={pages.error.value} retry={pages.retry} />
      ) : total === 0 ? (
        <Nothing filter={filter} all={all ?? 0} clear={() => change({ status: '', q: '' })} />
      ) : (
        <AccountList
          key={`${status} ${q} ${sort}`}
          pages={pages}
          sort={sort}
          chooseSort={(next) => change({ sort: next })}
        />
      )}
    </section>
  )
}

function Chips({ chosen, choose }: { readonly chosen: string; readonly choose: (status: string) => void }) {
  const counts = store.system.value?.accounts
  return (
    <fieldset class="chips" aria-label="Status">
      <button type="button" class="chip" aria-pressed={chosen === ''} onClick={() => choose('')}>
        All <b>{counts === undefined ? '—' : formatCount(counts.total)}</b>
      </button>
      {CHIPS.map((status) => (
        <button
          key={status}
          type="button"
          class="chip"
          aria-pressed={chosen === status}
          onClick={() => choose(chosen === status ? '' : status)}
        >
          <Disc status={status} />
          {STATUS_WORDS[status]} <b>{counts === undefined ? '—' : formatCount(counts.byStatus[status])}</b>
        </button>
      ))}
    </fieldset>
  )
}

/** Waits a moment for the next letter before it asks. */
function Search({ text, change }: { readonly text: string; readonly change: (text: string) => void }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <>
      <label class="hidden" for="account-filter">
        Filter by account
      </label>
      <input
        id="account-filter"
        class="field account-filter"
        type="search"
        placeholder="Filter by account"
        autocomplete="off"
        value={text}
        onInput={(event) => {
          const next = event.currentTarget.value.trim()
          clearTimeout(timer.current)
          timer.current = setTimeout(() => change(next), 150)
        }}
      />
    </>
  )
}

function Nothing({
  filter,
  all,
  clear,
}: {
  readonly filter: Filter
  readonly all: number
  readonly clear: () => void
}) {
  if (filter.q === '' && filter.status === '') {
    return (
      <Empty title="No accounts yet" command="plimsoll import accounts.yaml">
        Every account appears here as soon as the engine holds one. Nothing here needs a wallet.
      </Empty>
    )
  }
  return (
    <div class="message">
      <p>
        {filter.q === ''
          ? 'Nothing has this status.'
          : `Nothing matches “${filter.q}”${filter.status === '' ? '.' : ' with this status.'}`}{' '}
        Clear the filter to see all {formatCount(all)}.
      </p>
      <button type="button" class="button" onClick={clear}>
        Clear the filter
      </button>
    </div>
  )
}

function pathOf({ status, q, sort }: Filter, cursor: string | null): string {
  const query = new URLSearchParams({ sort, limit: String(PAGE_ROWS) })
  if (status !== '') query.set('status', status)
  if (q !== '') query.set('q', q)
  if (cursor !== null) query.set('cursor', cursor)
  return `v1/accounts?${query}`
}

function addressFor({ status, q, sort }: Filter): string {
  return addressOf('accounts', { status, q, sort: sort === 'healthFactor' ? '' : sort })
}

import { useEffect, useState } from 'preact/hooks'
import { now, store } from '../../data/live.js'
import { useResource } from '../../data/resource.js'
import { getJson } from '../../data/rest.js'
import type { LiquidationRow, LiquidationsReply } from '../../data/wire.js'
import { formatCount } from '../../number/format.js'
import { Bar, Empty, Failed, Scroller } from '../../parts/panel.js'
import { addressOf } from '../../router.js'
import { Funds } from './funds.js'
import { merged } from './list.js'
import { HEADS, LiquidationRows } from './rows.js'

const PAGE_ROWS = 100

/** Every liquidation, newest first, none sampled; over them who paid. */
export function Liquidations({ opened, account }: { readonly opened: string | null; readonly account: string | null }) {
  const gaps = store.liquidationGaps.value
  const first = useResource(`${account} ${gaps}`, (signal) => getJson<LiquidationsReply>(pathOf(account, null), signal))
  const [more, setMore] = useState<{ readonly rows: readonly LiquidationRow[]; readonly cursor: string | null } | null>(
    null,
  )
  useEffect(() => setMore(null), [account, gaps])
  const { state, retry } = first
  const page = state.status === 'ready' ? state.value : null
  const streamed = store.liquidations.value
  const ours =
    account === null || streamed === null
      ? streamed
      : new Map([...streamed].filter(([, row]) => row.account === account))
  const rows = merged([...(page?.items ?? []), ...(more?.rows ?? [])], page === null && streamed === null ? null : ours)
  const cursor = more === null ? (page?.nextCursor ?? null) : more.cursor
  return (
    <>
      <header class="view-head">
        <h1>Liquidations</h1>
        {account !== null && (
          <a class="chip" href={addressOf('liquidations')} aria-label={`Only ${account}; show all`}>
            <span class="id">{account}</span> ×
          </a>
        )}
        <p class="sub">
          every one, newest first, none sampled{rows.length === 0 ? '' : ` · ${formatCount(rows.length)} shown`}
        </p>
      </header>
      <Funds />
      <section class="panel" aria-label="Liquidations, newest first">
        {state.status === 'error' && rows.length === 0 ? (
          <Failed what="The liquidations" error={state.error} retry={retry} />
        ) : page !== null && rows.length === 0 ? (
          <Empty>
            No liquidation yet. Weeks of nothing are normal. Every one will be listed here with its course, none
            sampled, none removed.
          </Empty>
        ) : (
          <Scroller label="Liquidations, table">
            <table class="liquidations sticky">
              <thead>
                <tr>
                  {HEADS.map(({ name, isNumber }) => (
                    <th key={name} scope="col" class={isNumber === true ? 'n' : ''}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.length === 0 ? (
                  <tr>
                    <td colSpan={HEADS.length}>
                      <Bar width="60%" />
                    </td>
                  </tr>
                ) : (
                  <LiquidationRows rows={rows} opened={opened} nowMs={now.value} />
                )}
              </tbody>
            </table>
          </Scroller>
        )}
        {cursor !== null && (
          <p class="foot">
            <button
              type="button"
              class="button"
              onClick={() => {
                getJson<LiquidationsReply>(pathOf(account, cursor)).then(
                  (next) => setMore({ rows: [...(more?.rows ?? []), ...next.items], cursor: next.nextCursor }),
                  () => undefined,
                )
              }}
            >
              Show older ones
            </button>
          </p>
        )}
      </section>
    </>
  )
}

function pathOf(account: string | null, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS) })
  if (account !== null) query.set('account', account)
  if (cursor !== null) query.set('cursor', cursor)
  return `v1/liquidations?${query}`
}

// biome-ignore-all lint/a11y/useFocusableInteractive: the focus goes to the link in a row, not to the row
// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed one by one cannot be a table element
import { useEffect, useState } from 'preact/hooks'
import { store } from '../../data/live.js'
import type { AccountSort } from '../../data/wire.js'
import { decimalsOf } from '../../number/decimal.js'
import { useNarrow } from '../../parts/use-narrow.js'
import type { AccountPages } from './pages.js'
import { Row, RowToCome } from './row.js'
import { useVirtualRows } from './virtual.js'

const HEAD_HEIGHT = 30
const REFRESH_MS = 2000

const COLUMNS: readonly { readonly name: string; readonly isNumber?: boolean; readonly sort?: AccountSort }[] = [
  { name: 'Status' },
  { name: 'Account', sort: 'id' },
  { name: 'Rulebook' },
  { name: 'Health factor', isNumber: true, sort: 'healthFactor' },
  { name: 'Line at 1.00' },
  { name: 'Equity', isNumber: true, sort: 'equity' },
  { name: 'Requirement', isNumber: true },
  { name: 'Excess margin', isNumber: true },
  { name: 'Leverage', isNumber: true },
  { name: 'Largest position' },
  { name: 'Nearest line', isNumber: true },
]

export function AccountList({
  pages,
  sort,
  chooseSort,
}: {
  readonly pages: AccountPages
  readonly sort: AccountSort
  readonly chooseSort: (sort: AccountSort) => void
}) {
  const [element, setElement] = useState<HTMLElement | null>(null)
  const isCard = useNarrow(600)
  const rows = pages.rows.value
  const total = pages.total.value ?? 30
  const { items, height, range } = useVirtualRows(element, {
    count: total,
    rowHeight: isCard ? 60 : 28,
    head: isCard ? 0 : HEAD_HEIGHT,
  })
  const { from, to } = range
  const longest = Math.max(0, ...[...(store.prices.value?.values() ?? [])].map(({ price }) => decimalsOf(price ?? '0')))
  useEffect(() => pages.look({ from, to }), [pages, from, to])
  useEffect(() => {
    const timer = setInterval(() => {
      if (store.connection.value.phase === 'live' && document.visibilityState === 'visible') void pages.refresh()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [pages])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <div class="virtual" ref={setElement} tabIndex={0} role="table" aria-label="Accounts" aria-rowcount={total + 1}>
      <div class="virtual-head" role="row" aria-rowindex={1}>
        {COLUMNS.map((column) => (
          <div
            key={column.name}
            role="columnheader"
            class={column.isNumber === true ? 'n' : ''}
            aria-sort={column.sort === sort ? 'ascending' : undefined}
          >
            <ColumnName column={column} sort={sort} chooseSort={chooseSort} />
          </div>
        ))}
      </div>
      <div class="virtual-body" role="rowgroup" style={{ height: `${height - (isCard ? 0 : HEAD_HEIGHT)}px` }}>
        {items.map((item) => {
          const row = rows[item.index]
          return (
            <div
              key={item.index}
              class="virtual-row row"
              role="row"
              aria-rowindex={item.index + 2}
              style={{ transform: `translateY(${item.start - (isCard ? 0 : HEAD_HEIGHT)}px)` }}
            >
              {row === undefined ? <RowToCome /> : <Row row={row} longest={longest} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function ColumnName({
  column: { name, sort: own },
  sort,
  chooseSort,
}: {
  readonly column: (typeof COLUMNS)[number]
  readonly sort: AccountSort
  readonly chooseSort: (sort: AccountSort) => void
}) {
  if (own === undefined) return <span>{name}</span>
  return (
    <button type="button" onClick={() => chooseSort(own)}>
      {name}
      {own === sort && <span aria-hidden="true"> ↑</span>}
    </button>
  )
}

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { getJson } from '../data/rest.js'
import type { AccountsReply } from '../data/wire.js'
import { StatusWord } from '../parts/status.js'
import { accountAddress, addressOf, go, VIEWS } from '../router.js'
import { dialog, setSingleKeys, singleKeys } from './keys.js'

const KEYS: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ['Overview, Accounts, Liquidations, Venues', ['1', '2', '3', '4']],
  ['Find', ['/']],
  ['Next, former row', ['j', 'k']],
  ['Open row', ['Enter']],
  ['Theme', ['t']],
  ['These keys', ['?']],
  ['Close', ['Esc']],
]

export function Dialogs() {
  if (dialog.value === 'keys') return <KeysDialog />
  if (dialog.value === 'find') return <FindDialog />
  return null
}

function KeysDialog() {
  return (
    <Modal label="Keys">
      <header class="dialog-head">
        <h2>Keys</h2>
        <button type="button" class="button ghost" onClick={closeDialog}>
          Close
        </button>
      </header>
      <ul class="keys">
        {KEYS.map(([what, keys]) => (
          <li key={what}>
            {what}
            <span>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
        Single keys act, except in text fields
      </label>
    </Modal>
  )
}

interface Hit {
  readonly address: string
  readonly name: string
  readonly note: ComponentChildren
}

function FindDialog() {
  const [text, setText] = useState('')
  const [accounts, setAccounts] = useState<readonly Hit[]>([])
  const [chosen, setChosen] = useState(0)
  useEffect(() => {
    const controller = new AbortController()
    const query = new URLSearchParams({ limit: '8', ...(text === '' ? {} : { q: text }) })
    getJson<AccountsReply>(`v1/accounts?${query}`, controller.signal)
      .then((page) => {
        setAccounts(
          page.items.map((row) => ({
            address: accountAddress(row.id),
            name: row.id,
            note: <StatusWord status={row.status} />,
          })),
        )
      })
      .catch(() => undefined)
    return () => controller.abort()
  }, [text])
  const views = VIEWS.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()))
  const hits: readonly Hit[] = [
    ...views.map(({ view, name }) => ({ address: addressOf(view), name, note: 'view' })),
    ...accounts,
  ]
  const at = Math.min(chosen, hits.length - 1)
  const open = (hit: Hit | undefined): void => {
    if (hit === undefined) return
    closeDialog()
    go(hit.address)
  }
  return (
    <Modal label="Find">
      <label class="hidden" for="find-field">
        Account or view
      </label>
      <input
        id="find-field"
        class="field find-field"
        placeholder="Account or view"
        autocomplete="off"
        role="combobox"
        aria-expanded="true"
        aria-controls="find-hits"
        aria-activedescendant={at < 0 ? undefined : `hit-${at}`}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value.trim())
          setChosen(0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, hits.length - 1))
          else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0))
          else if (event.key === 'Enter') open(hits[at])
          else return
          event.preventDefault()
        }}
      />
      <div id="find-hits" class="hits" role="listbox" aria-label="Results">
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves and opens by keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points here
          <div
            id={`hit-${index}`}
            key={hit.address}
            class="hit"
            role="option"
            aria-selected={index === at}
            onClick={() => open(hit)}
          >
            <span>{hit.name}</span>
            <span class="dim">{hit.note}</span>
          </div>
        ))}
        {hits.length === 0 && <p class="hit dim">Nothing matches “{text}”.</p>}
      </div>
    </Modal>
  )
}

function closeDialog(): void {
  dialog.value = null
}

/** The browser's own modal dialog: it traps the focus, closes on Esc; the focus goes back to where it was. */
function Modal({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const from = document.activeElement
    ref.current?.showModal()
    return () => {
      if (from instanceof HTMLElement) from.focus()
    }
  }, [])
  return (
    <dialog ref={ref} aria-label={label} onClose={closeDialog}>
      {children}
    </dialog>
  )
}

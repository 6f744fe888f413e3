import { signal } from '@preact/signals'
import { addressOf, go, VIEWS } from '../router.js'
import { toggleTheme } from '../theme.js'

/** Which dialog is open. */
export const dialog = signal<'keys' | 'find' | null>(null)

const STORED = 'plimsoll.single-keys'
/** WCAG 2.1.4: whoever dictates or mistypes can switch single keys off. */
export const singleKeys = signal(stored())

export function setSingleKeys(isOn: boolean): void {
  singleKeys.value = isOn
  try {
    localStorage.setItem(STORED, isOn ? 'on' : 'off')
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export function startKeys(): void {
  addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      dialog.value = 'find'
      return
    }
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      !singleKeys.value ||
      dialog.value !== null ||
      isTyping(event.target)
    )
      return
    if (press(event.key)) event.preventDefault()
  })
}

function press(key: string): boolean {
  const view = VIEWS[Number.parseInt(key, 10) - 1]
  if (view !== undefined) {
    go(addressOf(view.view))
    return true
  }
  switch (key) {
    case '/':
      dialog.value = 'find'
      return true
    case '?':
      dialog.value = 'keys'
      return true
    case 't':
      toggleTheme()
      return true
    case 'j':
      return step(1)
    case 'k':
      return step(-1)
    default:
      return false
  }
}

/** Moves the focus to the next or the former row of the page's tables. */
function step(by: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>('main a[data-row]')]
  const at = links.indexOf(document.activeElement as HTMLElement)
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by]
  if (next === undefined) return false
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  return true
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, select, textarea, [contenteditable]') !== null
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off'
  } catch {
    return true
  }
}

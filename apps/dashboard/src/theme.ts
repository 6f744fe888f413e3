import { effect, signal } from '@preact/signals'

type Theme = 'dark' | 'light'
const KEY = 'plimsoll.theme'

/** Follows the system until someone chooses. */
const chosen = signal<Theme | null>(stored())
const preferred = signal<Theme>('dark')

export const theme = (): Theme => chosen.value ?? preferred.value

export function startTheme(): void {
  const light = matchMedia('(prefers-color-scheme: light)')
  preferred.value = light.matches ? 'light' : 'dark'
  light.addEventListener('change', () => {
    preferred.value = light.matches ? 'light' : 'dark'
  })
  effect(() => {
    document.documentElement.dataset.theme = theme()
  })
}

export function toggleTheme(): void {
  chosen.value = theme() === 'dark' ? 'light' : 'dark'
  try {
    localStorage.setItem(KEY, chosen.value)
  } catch {
    // A page without storage forgets the choice; nothing else depends on it.
  }
}

function stored(): Theme | null {
  try {
    const text = localStorage.getItem(KEY)
    return text === 'dark' || text === 'light' ? text : null
  } catch {
    return null
  }
}

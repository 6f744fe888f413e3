import type { View } from '../router.js'

export function Mark() {
  return (
    <svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
      <circle cx="13" cy="10" r="7.2" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M0 10h26" stroke="currentColor" stroke-width="2" />
    </svg>
  )
}

const PATHS: { readonly [V in Exclude<View, 'account'>]: string } = {
  overview: 'M1 9h16M3 9c2 5 4 6 6 6M9 9c1-4 4-6 6-6',
  accounts: 'M2 4h14M2 9h14M2 14h9',
  liquidations: 'M2 3v12h14M5 6l4 3 2-1 5 5',
  venues: 'M3 15V7l6-4 6 4v8M3 15h12M7 15v-4h4v4',
}

export function ViewIcon({ view }: { readonly view: Exclude<View, 'account'> }) {
  return (
    <svg
      width="18"
      height="18"
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path d={PATHS[view]} />
    </svg>
  )
}

export function SearchIcon() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      aria-hidden="true"
    >
      <circle cx="7" cy="7" r="4.5" />
      <path d="M10.5 10.5L14 14" />
    </svg>
  )
}

export function ThemeIcon() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor" />
    </svg>
  )
}

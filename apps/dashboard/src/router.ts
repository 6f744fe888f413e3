import { signal } from '@preact/signals'

/** Every view has an address: `#/accounts?status=warned&sort=equity`, `#/account/u-204417`. */
export type Route =
  | { readonly view: 'overview'; readonly query: URLSearchParams }
  | { readonly view: 'accounts'; readonly query: URLSearchParams }
  | { readonly view: 'account'; readonly id: string; readonly query: URLSearchParams }
  | { readonly view: 'liquidations'; readonly query: URLSearchParams }
  | { readonly view: 'venues'; readonly query: URLSearchParams }

export type View = Route['view']

export const VIEWS: readonly { readonly view: Exclude<View, 'account'>; readonly name: string }[] = [
  { view: 'overview', name: 'Overview' },
  { view: 'accounts', name: 'Accounts' },
  { view: 'liquidations', name: 'Liquidations' },
  { view: 'venues', name: 'Venues' },
]

/** An address that names nothing is the overview's. */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?')
  const query = new URLSearchParams(search)
  const [view, id] = path.split('/')
  if (view === 'account' && id !== undefined && id !== '') return { view, id: decoded(id), query }
  if (view === 'accounts' || view === 'liquidations' || view === 'venues') return { view, query }
  return { view: 'overview', query }
}

export function addressOf(view: Exclude<View, 'account'>, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  return `#/${view}${search === '' ? '' : `?${search}`}`
}

export function accountAddress(id: string): string {
  return `#/account/${encodeURIComponent(id)}`
}

export const route = signal<Route>(routeOf(typeof location === 'undefined' ? '' : location.hash))

export function startRouter(): void {
  addEventListener('hashchange', () => {
    route.value = routeOf(location.hash)
  })
}

export function go(address: string): void {
  location.hash = address
}

/** Changes the address without a new entry in the history: for filters and sorts that are being typed. */
export function replaceAddress(address: string): void {
  history.replaceState(null, '', address)
  route.value = routeOf(address)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

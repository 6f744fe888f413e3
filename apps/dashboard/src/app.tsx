import { useEffect, useRef } from 'preact/hooks'
import { store } from './data/live.js'
import { Dialogs } from './frame/dialogs.js'
import { SignalStrip } from './frame/signal-strip.js'
import { Tabs, TopBar } from './frame/top-bar.js'
import { type Route, route, VIEWS } from './router.js'
import { AccountView } from './views/account/account.js'
import { Accounts } from './views/accounts/accounts.js'
import { Liquidations } from './views/liquidations/liquidations.js'
import { Overview } from './views/overview/overview.js'
import { Venues } from './views/venues/venues.js'

export function App() {
  const main = useRef<HTMLElement>(null)
  const current = route.value
  const place = current.view === 'account' ? `account/${current.id}` : current.view
  useEffect(() => {
    scrollTo(0, 0)
    document.title = `${titleOf(current)} · Plimsoll`
  }, [place])
  return (
    <div class={store.connection.value.phase === 'reconnecting' ? 'frozen' : ''}>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the figures
      </button>
      <TopBar />
      <SignalStrip />
      <main id="main" ref={main} tabIndex={-1} key={place}>
        <Shown current={current} />
      </main>
      <Tabs />
      <Dialogs />
    </div>
  )
}

function Shown({ current }: { readonly current: Route }) {
  switch (current.view) {
    case 'overview':
      return <Overview />
    case 'accounts':
      return <Accounts query={current.query} />
    case 'account':
      return <AccountView id={current.id} />
    case 'liquidations':
      return <Liquidations opened={current.query.get('open')} account={current.query.get('account')} />
    case 'venues':
      return <Venues />
  }
}

function titleOf(current: Route): string {
  if (current.view === 'account') return current.id
  return VIEWS.find(({ view }) => view === current.view)?.name ?? ''
}

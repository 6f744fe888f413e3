import { Mark, SearchIcon, ThemeIcon, ViewIcon } from '../parts/icons.js'
import { addressOf, route, VIEWS, type View } from '../router.js'
import { toggleTheme } from '../theme.js'
import { dialog } from './keys.js'

export function TopBar() {
  return (
    <header class="top">
      <a class="brand" href={addressOf('overview')} aria-label="Plimsoll, home">
        <Mark />
        Plimsoll
      </a>
      <nav class="nav" aria-label="Views">
        {VIEWS.map(({ view, name }) => (
          <a key={view} href={addressOf(view)} aria-current={isCurrent(view) ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <div class="tools">
        <button
          type="button"
          class="button find"
          aria-label="Find account or view"
          onClick={() => (dialog.value = 'find')}
        >
          <span>Find account or view</span>
          <kbd>/</kbd>
          <SearchIcon />
        </button>
        <button type="button" class="button ghost icon" aria-label="Theme" title="Theme, t" onClick={toggleTheme}>
          <ThemeIcon />
        </button>
        <button
          type="button"
          class="button ghost icon wide"
          aria-label="Keys"
          title="Keys, ?"
          onClick={() => (dialog.value = 'keys')}
        >
          ?
        </button>
      </div>
    </header>
  )
}

/** The views at the thumb, under 900. */
export function Tabs() {
  return (
    <nav class="tabs" aria-label="Views, at the foot">
      {VIEWS.map(({ view, name }) => (
        <a key={view} href={addressOf(view)} aria-current={isCurrent(view) ? 'page' : undefined}>
          <ViewIcon view={view} />
          {name}
        </a>
      ))}
    </nav>
  )
}

function isCurrent(view: View): boolean {
  return route.value.view === view || (route.value.view === 'account' && view === 'accounts')
}

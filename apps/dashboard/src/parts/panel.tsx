import type { ComponentChildren } from 'preact'
import type { RequestFailed } from '../data/rest.js'

/** A bulkhead: meets its neighbours at a hairline, never floats. */
export function Panel({
  title,
  sub,
  controls,
  foot,
  children,
  span = '',
}: {
  readonly title: string
  readonly sub?: ComponentChildren
  readonly controls?: ComponentChildren
  readonly foot?: ComponentChildren
  readonly children: ComponentChildren
  /** Its place in the grid. */
  readonly span?: string
}) {
  return (
    <section class={`panel ${span}`} aria-label={title}>
      <header class="panel-head">
        <h2>{title}</h2>
        {sub !== undefined && <span class="sub">{sub}</span>}
        {controls !== undefined && <span class="controls">{controls}</span>}
      </header>
      <div class="panel-body">{children}</div>
      {foot !== undefined && <p class="foot">{foot}</p>}
    </section>
  )
}

/** What will appear here, and the one command that makes it appear. */
export function Empty({
  title,
  children,
  command,
}: {
  readonly title?: string
  readonly children: ComponentChildren
  readonly command?: string
}) {
  return (
    <div class="message">
      {title !== undefined && <h3>{title}</h3>}
      <p>{children}</p>
      {command !== undefined && <code>{command}</code>}
    </div>
  )
}

/** Only this panel has failed; the strip says that the rest is live. */
export function Failed({
  what,
  error,
  retry,
}: {
  readonly what: string
  readonly error: RequestFailed
  readonly retry: () => void
}) {
  return (
    <div class="message" role="alert">
      <h3>{what} could not be read</h3>
      <p>
        {error.status === 0 ? (
          error.message
        ) : (
          <>
            The server answered{' '}
            <code>
              {error.status} {error.code}
            </code>
            . {error.message}
          </>
        )}
      </p>
      {error.requestId !== null && <p class="dim">request {error.requestId}</p>}
      <button type="button" class="button" onClick={retry}>
        Retry
      </button>
    </div>
  )
}

/** A bar of the size that the value will have. */
export function Bar({ width }: { readonly width: string }) {
  return <span class="bar" style={{ width }} aria-hidden="true" />
}

/** A table that scrolls sideways by itself, so that the page never does; reachable by keys. */
export function Scroller({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys
    <section class="scroller" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}

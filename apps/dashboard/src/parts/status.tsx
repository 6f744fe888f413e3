import type { Status } from '../data/wire.js'

export const STATUS_WORDS: { readonly [S in Status]: string } = {
  healthy: 'Healthy',
  warned: 'Warned',
  called: 'Called',
  unknown: 'Unknown',
  liquidatable: 'Liquidatable',
  liquidating: 'Liquidating',
  bankrupt: 'Bankrupt',
}

/** Most in danger first. */
export const STATUSES: readonly Status[] = [
  'bankrupt',
  'liquidating',
  'liquidatable',
  'unknown',
  'called',
  'warned',
  'healthy',
]

/** The disc fills as the account sinks: the state reads without colour. Always beside its word, or under a head that says it. */
export function Disc({ status, size = 12 }: { readonly status: Status; readonly size?: number }) {
  return (
    <svg class={`disc ${status}`} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {status === 'liquidating' ? (
        <>
          <circle cx="6" cy="6" r="5.3" fill="none" stroke="currentColor" stroke-width="1.2" />
          <circle cx="6" cy="6" r="3.2" fill="currentColor" />
        </>
      ) : (
        <circle
          cx="6"
          cy="6"
          r="5"
          fill="none"
          stroke="currentColor"
          stroke-width="1.4"
          stroke-dasharray={status === 'unknown' ? '1.6 1.54' : undefined}
        />
      )}
      {status === 'healthy' && <path d="M1 6h10" stroke="currentColor" stroke-width="1.2" />}
      {status === 'warned' && <path d="M1.67 8.5A5 5 0 0 0 10.33 8.5Z" fill="currentColor" />}
      {status === 'called' && <path d="M1 6A5 5 0 0 0 11 6Z" fill="currentColor" />}
      {(status === 'liquidatable' || status === 'bankrupt') && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {status === 'bankrupt' && <path d="M4 4l4 4M8 4l-4 4" stroke="var(--panel)" stroke-width="1.5" />}
      {status === 'unknown' && (
        <path d="M4.6 4.9a1.4 1.4 0 1 1 2 1.3q-.6.3-.6.9M6 8.6v.1" fill="none" stroke="currentColor" stroke-width="1" />
      )}
    </svg>
  )
}

export function StatusWord({ status }: { readonly status: Status }) {
  return (
    <span class={`status ${status}`}>
      <Disc status={status} />
      {STATUS_WORDS[status]}
    </span>
  )
}

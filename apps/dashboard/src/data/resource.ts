import { useEffect, useState } from 'preact/hooks'
import { RequestFailed } from './rest.js'

/** One read of the server as a panel shows it. A reload keeps the former value until the new one is there. */
export type Resource<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'error'; readonly error: RequestFailed }

export interface UsedResource<T> {
  readonly state: Resource<T>
  readonly retry: () => void
}

/** Reads again whenever `key` changes; an answer to an older key is dropped. */
export function useResource<T>(key: string, read: (signal: AbortSignal) => Promise<T>): UsedResource<T> {
  const [held, setHeld] = useState<{ key: string; state: Resource<T> }>({ key, state: { status: 'loading' } })
  const [round, setRound] = useState(0)
  useEffect(() => {
    const controller = new AbortController()
    read(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setHeld({ key, state: { status: 'ready', value } })
      },
      (cause: unknown) => {
        if (!controller.signal.aborted) setHeld({ key, state: { status: 'error', error: failureOf(cause) } })
      },
    )
    return () => controller.abort()
  }, [key, round])
  return { state: held.key === key ? held.state : { status: 'loading' }, retry: () => setRound(round + 1) }
}

export function failureOf(cause: unknown): RequestFailed {
  if (cause instanceof RequestFailed) return cause
  return new RequestFailed({ status: 0, code: 'unreadable', detail: 'The answer could not be read.', requestId: null })
}

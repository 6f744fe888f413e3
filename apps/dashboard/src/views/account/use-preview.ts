import { useState } from 'preact/hooks'
import { failureOf } from '../../data/resource.js'
import { postJson, type RequestFailed } from '../../data/rest.js'
import type { Cure, PreviewReply, PreviewRequest } from '../../data/wire.js'
import { commandsOf, cureKey } from './cure-commands.js'
import type { Shown } from './shown.js'

export type Preview =
  | { readonly status: 'none' }
  | { readonly status: 'asked'; readonly key: string }
  | { readonly status: 'shown'; readonly key: string; readonly reply: PreviewReply }
  | { readonly status: 'failed'; readonly key: string; readonly error: RequestFailed }

/** Asks the server what a cure would do, on a copy: nothing is sent to the market, nothing changes. */
export function usePreview(id: string) {
  const [preview, setPreview] = useState<Preview>({ status: 'none' })

  async function toggle(cure: Cure, shown: Shown): Promise<void> {
    const key = cureKey(cure)
    if (preview.status !== 'none' && preview.key === key) {
      setPreview({ status: 'none' })
      return
    }
    const commands = commandsOf(cure, shown)
    if (commands === null) return
    setPreview({ status: 'asked', key })
    const request: PreviewRequest = { commands }
    try {
      const reply = await postJson<PreviewReply>(`v1/accounts/${encodeURIComponent(id)}/preview`, request)
      setPreview((current) =>
        current.status === 'asked' && current.key === key ? { status: 'shown', key, reply } : current,
      )
    } catch (cause) {
      setPreview({ status: 'failed', key, error: failureOf(cause) })
    }
  }

  return { preview, toggle, clear: () => setPreview({ status: 'none' }) }
}

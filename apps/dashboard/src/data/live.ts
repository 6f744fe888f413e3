import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { createStore } from './store.js'
import { openStream, type Stream } from './stream.js'
import type { Channel } from './wire.js'

/** The page's one store and its one stream. */
export const store = createStore()

let stream: Stream | null = null

/** Opens the stream beside the page's own address; prices, liquidations and the system are always listened to. */
export function startLive(): void {
  const url = new URL('v1/ws', document.baseURI)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  stream = openStream({
    open: () => new WebSocket(url),
    onMessage: store.receive,
    onConnection: store.connect,
    onGap: store.gap,
  })
  for (const channel of ['system', 'prices', 'liquidations'] as const) stream.subscribe(channel)
}

export function reconnectNow(): void {
  stream?.reconnectNow()
}

/** Listens while the component is on the page. */
export function useChannel(channel: Channel, id?: string): void {
  useEffect(() => stream?.subscribe(channel, id), [channel, id])
}

/** This machine's time, once a second: for ages and countdowns only. */
export const now = signal(Date.now())
setInterval(() => {
  now.value = Date.now()
}, 1000)

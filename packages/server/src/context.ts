import type { AccountsView } from './accounts-view.js'
import type { Host } from './host.js'
import type { IdempotencyStore } from './idempotency.js'
import type { HttpStats } from './metrics.js'
import type { StreamHub } from './streams.js'

/** What every route may use. */
export interface ServerContext {
  readonly host: Host
  readonly accounts: AccountsView
  readonly streams: StreamHub
  readonly idempotency: IdempotencyStore
  readonly http: HttpStats
  readonly engineVersion: string
}

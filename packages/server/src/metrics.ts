import type { AccountsView } from './accounts-view.js'
import { COMMIT_BUCKETS, type Host } from './host.js'
import { houseAmounts, priceRows } from './present.js'

/** Counters that the HTTP side keeps; the rest is read from the host when asked for. */
export interface HttpStats {
  /** By `${method} ${route} ${status}`: routes are patterns, so that the number of series is bounded. */
  readonly requests: Map<string, number>
  streamClients: number
  /** Of them, those that are passed over now because they do not read. */
  streamsBehind: number
  streamsClosedSlow: number
}

export function createHttpStats(): HttpStats {
  return { requests: new Map(), streamClients: 0, streamsBehind: 0, streamsClosedSlow: 0 }
}

interface Sample {
  readonly suffix?: string
  readonly labels?: Readonly<Record<string, string>>
  /** A decimal string where the figure is exact. */
  readonly value: number | string
}

/**
 * Everything as Prometheus text (format 0.0.4). Written here in full rather than through an exporter: every figure is a plain counter or
 * is read when scraped, exact decimals stay exact, and nothing runs in the hot path. Accounts are never labels.
 */
export function metricsText(sources: {
  readonly host: Host
  readonly accounts: AccountsView
  readonly http: HttpStats
  readonly engineVersion: string
}): string {
  const { host, http } = sources
  const { state, stats } = host
  const venues = [...state.rulebooks.keys()]
  const accounts = sources.accounts.read()
  return [
    family('build_info', 'gauge', 'Version of the engine and of the runtime; always 1.', [
      { labels: { version: sources.engineVersion, node: process.version }, value: 1 },
    ]),
    family('up', 'gauge', '1 while commands are accepted, 0 once the engine or the journal has stopped.', [
      { value: host.stopped === null ? 1 : 0 },
    ]),
    family('accounts', 'gauge', 'Accounts by venue and status.', [
      ...[...accounts.venues].flatMap(([venue, { counts }]) =>
        Object.entries(counts.byStatus).map(([status, value]) => ({ labels: { venue, status }, value })),
      ),
    ]),
    family('open_liquidations', 'gauge', 'Liquidations in progress by venue.', [
      ...venues.map((venue) => ({
        labels: { venue },
        value: [...state.liquidations.values()].filter((open) => open.venue === venue).length,
      })),
    ]),
    family('liquidations_total', 'counter', 'Liquidations started, by venue, replayed ones included.', [
      ...venues.map((venue) => ({ labels: { venue }, value: stats.liquidations.get(venue) ?? 0 })),
    ]),
    family('insurance_fund_balance', 'gauge', 'Insurance fund, in units of the asset.', houseSamples('insurance_fund')),
    family('bad_debt', 'gauge', 'What nobody covered, in units of the asset.', houseSamples('bad_debt')),
    family('commands_total', 'counter', 'Commands by type and outcome since the start.', [
      ...[...stats.commands].map(([key, value]) => {
        const [type = '', outcome = ''] = key.split('/')
        return { labels: { type, outcome }, value }
      }),
    ]),
    family('event_seq', 'gauge', 'Sequence number of the last event.', [{ value: state.seq }]),
    family('journal_seq', 'gauge', 'Sequence number of the last journal record.', [{ value: host.journalSeq }]),
    family('journal_pending', 'gauge', 'Records appended and not yet on disk.', [{ value: stats.pending }]),
    family('log_commit_duration_seconds', 'histogram', 'Time to bring a group of records to the disk.', [
      ...COMMIT_BUCKETS.map((bound, index) => ({
        suffix: '_bucket',
        labels: { le: String(bound) },
        value: stats.commitBuckets[index] ?? 0,
      })),
      { suffix: '_bucket', labels: { le: '+Inf' }, value: stats.commits },
      { suffix: '_sum', value: stats.commitSeconds },
      { suffix: '_count', value: stats.commits },
    ]),
    family('price_age_seconds', 'gauge', 'Age of each price by the clock of the server.', [
      ...priceRows(host).flatMap(({ market, ageMs }) =>
        ageMs === null ? [] : [{ labels: { market }, value: ageMs / 1000 }],
      ),
    ]),
    family('http_requests_total', 'counter', 'Requests by route pattern and status.', [
      ...[...http.requests].map(([key, value]) => {
        const [method = '', route = '', status = ''] = key.split(' ')
        return { labels: { method, route, status }, value }
      }),
    ]),
    family('stream_clients', 'gauge', 'Open WebSocket connections.', [{ value: http.streamClients }]),
    family('streams_behind', 'gauge', 'Of them, those that do not read what they are sent.', [
      { value: http.streamsBehind },
    ]),
    family('streams_closed_slow_total', 'counter', 'WebSocket connections closed because they did not read.', [
      { value: http.streamsClosedSlow },
    ]),
    family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [{ value: process.memoryUsage.rss() }]),
    family('process_start_time_seconds', 'gauge', 'When the server started, in seconds since 1970.', [
      { value: host.startedAtMs / 1000 },
    ]),
  ].join('')

  function houseSamples(house: 'insurance_fund' | 'bad_debt'): readonly Sample[] {
    return venues.flatMap((venue) =>
      houseAmounts(state, venue, house).map(({ asset, amount }) => ({ labels: { venue, asset }, value: amount })),
    )
  }
}

function family(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  samples: readonly Sample[],
): string {
  const full = `plimsoll_${name}`
  const lines = samples.map(({ suffix = '', labels = {}, value }) => `${full}${suffix}${labelText(labels)} ${value}\n`)
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escapeLabel(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

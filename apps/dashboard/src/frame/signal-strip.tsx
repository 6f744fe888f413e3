import { now, reconnectNow, store } from '../data/live.js'
import { formatCount } from '../number/format.js'
import { formatClock } from '../number/time.js'
import { signalText } from './signal-text.js'

/** Always there, always one height: a message never moves the page. */
export function SignalStrip() {
  const connection = store.connection.value
  const system = store.system.value
  const prices = store.prices.value
  const text = signalText({
    connection,
    system,
    prices: prices === null ? null : [...prices.values()],
    pricesAtMs: store.pricesAtMs.value,
    nowMs: now.value,
  })
  const rules = system === null ? [] : [...new Set(system.venues.map((venue) => venue.ruleVersion))]
  return (
    <aside class="signal" data-tone={text.tone} aria-label="State of the engine">
      <p class="said">
        <span class="lamp" aria-hidden="true" />
        <span class="text">
          <b>{text.strong}</b>
          {text.tone === 'live' ? text.rest : ` ${text.rest}`}
        </span>
        {connection.phase === 'reconnecting' && (
          <button type="button" class="button" onClick={reconnectNow}>
            Reconnect now
          </button>
        )}
      </p>
      {system !== null && (
        <p class="facts">
          {rules.length === 1 && (
            <span class="yields">
              rules <b>{rules[0]}</b>
            </span>
          )}
          <span class="yields">
            state hash <b class="id">{shortHash(system.stateHash)}</b>
          </span>
          <span>
            seq <b>{formatCount(system.journalSeq)}</b>
          </span>
          {system.asOf !== null && (
            <span>
              <b>{formatClock(Date.parse(system.asOf))}</b> UTC
            </span>
          )}
        </p>
      )}
      <p class="hidden" role="status">
        {connection.phase === 'live'
          ? 'Live'
          : connection.phase === 'connecting'
            ? 'Connecting'
            : text.strong.replace(/ \d.*$/, '')}
      </p>
    </aside>
  )
}

function shortHash(hash: string): string {
  return hash.length <= 11 ? hash : `${hash.slice(0, 4)}…${hash.slice(-4)}`
}

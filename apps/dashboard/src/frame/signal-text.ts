import type { Connection } from '../data/stream.js'
import type { PriceRow, StatusReply } from '../data/wire.js'
import { formatCount } from '../number/format.js'
import { formatAge, formatClock, formatDuration } from '../number/time.js'

/** What the strip says: the fact in strong, then consequence and what is still possible. */
export interface SignalText {
  readonly tone: 'live' | 'waiting' | 'warn'
  readonly strong: string
  readonly rest: string
}

export interface SignalInputs {
  readonly connection: Connection
  readonly system: StatusReply | null
  readonly prices: readonly PriceRow[] | null
  readonly pricesAtMs: number
  readonly nowMs: number
}

export function signalText({ connection, system, prices, pricesAtMs, nowMs }: SignalInputs): SignalText {
  if (connection.phase === 'connecting') return { tone: 'waiting', strong: 'Connecting', rest: '' }
  if (connection.phase === 'reconnecting') {
    const next = `Attempt ${connection.attempt} in ${formatDuration(connection.nextAtMs - nowMs)}.`
    if (connection.lostAtMs === null) return { tone: 'warn', strong: 'No connection to the engine yet.', rest: next }
    const state =
      system === null || system.asOf === null
        ? ''
        : `Figures are as of ${formatClock(Date.parse(system.asOf))} UTC, journal seq ${formatCount(system.journalSeq)}. `
    return {
      tone: 'warn',
      strong: `Connection lost ${formatDuration(nowMs - connection.lostAtMs)} ago.`,
      rest: state + next,
    }
  }
  const faults = (prices ?? []).filter((row) => row.status !== 'ok')
  const [first] = faults
  if (first !== undefined) return staleText(first, faults.length, nowMs - pricesAtMs)
  if (system === null || prices === null) return { tone: 'live', strong: 'Live', rest: '' }
  if (system.accounts.total === 0 && prices.length === 0)
    return { tone: 'live', strong: 'Live', rest: ' · engine ready, nothing loaded yet' }
  const fresh = `${formatCount(prices.length)} ${prices.length === 1 ? 'market' : 'markets'} fresh`
  const ages = prices.map((row) => row.ageMs).filter((age) => age !== null)
  const oldest =
    ages.length === 0 ? '' : `, oldest mark ${formatAge(Math.max(...ages) + Math.max(0, nowMs - pricesAtMs))}`
  return { tone: 'live', strong: 'Live', rest: ` · ${fresh}${oldest}` }
}

function staleText(row: PriceRow, count: number, sinceMs: number): SignalText {
  const age = row.ageMs === null ? '' : `, last observed ${formatAge(row.ageMs + Math.max(0, sinceMs))} ago`
  const others = count === 1 ? '' : ` ${formatCount(count - 1)} more like it.`
  return {
    tone: 'warn',
    strong: `${row.market} mark is ${row.status}${age}.`,
    rest: `${others} Accounts that depend on it are unknown and no liquidation of them starts; exits stay open.`,
  }
}

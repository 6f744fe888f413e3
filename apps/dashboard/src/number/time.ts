import { formatCount } from './format.js'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAY_MS = 86_400_000

/** "13:42:07", UTC; a feed adds its milliseconds. */
export function formatClock(atMs: number, style: { readonly withMs?: boolean } = {}): string {
  return new Date(atMs).toISOString().slice(11, style.withMs === true ? 23 : 19)
}

/** Today the clock, before it "21 Nov 21:19". */
export function formatTime(atMs: number, nowMs: number, style: { readonly withMs?: boolean } = {}): string {
  if (Math.floor(atMs / DAY_MS) === Math.floor(nowMs / DAY_MS)) return formatClock(atMs, style)
  const date = new Date(atMs)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${formatClock(atMs).slice(0, 5)}`
}

/** "8 s", "37 min 53 s", "5 h 02 min", "3 d 4 h"; never negative. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${pad(seconds % 60)} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours} h ${pad(minutes % 60)} min`
  return `${formatCount(Math.floor(hours / 24))} d ${hours % 24} h`
}

/** "0.3 s"; from ten seconds on whole ones. */
export function formatAge(ms: number): string {
  const tenths = Math.max(0, Math.floor(ms / 100))
  return tenths < 100 ? `${Math.floor(tenths / 10)}.${tenths % 10} s` : formatDuration(ms)
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

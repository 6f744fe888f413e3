import { instantText } from '@plimsoll/core'
import type { Host } from './host.js'
import type { Stamp } from './wire.js'

/** Which state is spoken of: the one of now. */
export function stampOf(host: Host): Stamp {
  const { atMs, seq } = host.state
  return { asOf: timeOf(atMs), seq, journalSeq: host.journalSeq }
}

/** RFC 3339 in UTC; `null` for 0, which is no time. */
export function timeOf(atMs: number | null): string | null {
  return atMs === null || atMs === 0 ? null : instantText(atMs)
}

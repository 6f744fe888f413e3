import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Who holds a lock. `process` tells two processes apart that were given the same pid one after the other; null where the system does not say. */
export interface Holder {
  readonly pid: number
  readonly host: string
  readonly process: string | null
}

export function thisHolder(): Holder {
  return { pid: process.pid, host: hostname(), process: identityOf(process.pid) }
}

/** True unless the holder is certainly dead: on another host it cannot be known. */
export function mayBeAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
  } catch (cause) {
    // EPERM: it lives and belongs to someone else.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM'
  }
  if (process.platform !== 'linux' || holder.process === null) return true
  return identityOf(holder.pid) === holder.process
}

/** Boot and start time of a running process, from Linux's /proc; null elsewhere and for a process that has ended but was not yet reaped. */
function identityOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold anything; after it come the state (field 3) and, at field 22, the start time in ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return fields[19] === undefined ? null : `${boot}/${fields[19]}`
  } catch {
    return null
  }
}

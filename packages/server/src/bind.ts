import { createServer } from 'node:net'
import { PlimsollError } from '@plimsoll/core'
import { ServerError } from './errors.js'

/** Address to listen on unless another is given: this machine only. */
export const DEFAULT_BIND = '127.0.0.1'
/** PLIM on a telephone. */
export const DEFAULT_PORT = 7546

/**
 * Tries a port and lets go of it again: for whoever has files to create before a server can listen, and should create none in vain.
 * @throws (rejects) as `listen` does
 */
export async function requireFreePort(port: number = DEFAULT_PORT, bind: string = DEFAULT_BIND): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (cause) => reject(listenFault(cause, bind, port)))
    probe.listen(port, bind, resolve)
  })
  await new Promise<void>((resolve) => probe.close(() => resolve()))
}

/** What the operating system says to a listener, as the server's own errors. */
export function listenFault(cause: unknown, bind: string, port: number): unknown {
  if (cause instanceof PlimsollError) return cause
  const { code } = cause as NodeJS.ErrnoException
  switch (code) {
    case 'EADDRINUSE':
      return new ServerError(
        'port_in_use',
        `Port ${port} on ${bind} is taken by another program: stop it, or choose another port (0 takes a free one).`,
        { cause },
      )
    case 'EACCES':
      return new ServerError(
        'port_not_permitted',
        `Port ${port} is not permitted to this user: choose one above 1023.`,
        {
          cause,
        },
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ServerError('bind_failed', `${bind} is not an address of this machine: bind to 127.0.0.1.`, { cause })
    default:
      return cause
  }
}

import { createEngine, type Rulebook } from '@plimsoll/core'
import {
  COMMAND_LOG_FORMAT,
  encodeEntry,
  openFileJournal,
  type RulebookSetup,
  rulebookOfSetup,
  setupOf,
} from '@plimsoll/journal'
import {
  createHost,
  createServer,
  dashboardFolder,
  type Host,
  type PlimsollServer,
  requireFreePort,
  systemClock,
} from '@plimsoll/server'
import { failInput } from './errors.js'

export interface Serving {
  readonly host: Host
  readonly server: PlimsollServer
  /** Commands that the journal had when it was opened. */
  readonly resumed: number
  readonly rulebooks: readonly Rulebook[]
  /** Ends the server, waits for the disk, lets go of the journal. */
  close(): Promise<void>
}

/**
 * A host over a file journal, and its server, not yet listening. A new journal begins with the given rules; one that exists keeps its own.
 * @throws a journal's own codes, e.g. `journal_locked` · `unknown_venue`
 */
export async function serving(options: {
  readonly journal: string
  readonly rulebooks: readonly RulebookSetup[]
  readonly port?: number
}): Promise<Serving> {
  // Before the journal is created: a port that is taken leaves nothing behind.
  if (options.port !== 0) await requireFreePort(options.port)
  const journal = await openFileJournal(options.journal, {
    create: true,
    meta: { commands: COMMAND_LOG_FORMAT, made: 'plimsoll' },
  })
  try {
    if (journal.head.seq === 0) {
      journal.append({ atMs: 0, payload: encodeEntry({ type: 'setup', rulebooks: options.rulebooks }) })
      await journal.commit()
    }
    const rulebooks = setupOf(journal).map(rulebookOfSetup)
    const host = createHost({ engine: createEngine({ rulebooks }), journal, clock: systemClock })
    const staticDir = dashboardFolder()
    const server = createServer({
      host,
      ...(options.port !== undefined && { port: options.port }),
      ...(staticDir !== undefined && { staticDir }),
    })
    const close = async (): Promise<void> => {
      await server.close()
      await host.close()
    }
    return { host, server, resumed: host.replayed, rulebooks, close }
  } catch (cause) {
    await journal.close()
    throw cause
  }
}

/** A port number, or the refusal. */
export function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const isPort = /^\d{1,5}$/.test(text) && Number(text) <= 65_535
  return isPort
    ? Number(text)
    : failInput('option_invalid', `--port "${text}" is not a port: give a number from 0 to 65535.`)
}

/** Resolves at the first SIGINT or SIGTERM. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

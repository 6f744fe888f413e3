import { rulebookOf, VENUES } from '@plimsoll/core'
import { EXIT } from '../exit.js'
import { interrupted, portOf, serving } from '../serving.js'
import { collect } from './options.js'
import { print, type Verb } from './verb.js'

export const serveVerb: Verb = {
  name: 'serve',
  register: (program, { out, err }, finish) => {
    program
      .command('serve')
      .description(
        'Runs the engine beside your matching engine: HTTP, WebSocket, metrics and the dashboard, on loopback',
      )
      .requiredOption(
        '--journal <directory>',
        'where every command is written before it is answered; resumed when it exists',
      )
      .option('--venue <name>', 'a rulebook to serve; repeat it for more (default: all)', collect, [])
      .option('--port <number>', 'default 7546; 0 takes a free one')
      .action(async (options: { journal: string; venue: readonly string[]; port?: string }) => {
        const port = portOf(options.port)
        const chosen = options.venue.length === 0 ? VENUES.map(({ id }) => id) : options.venue
        const rulebooks = chosen.map((venue) => ({ venue, version: rulebookOf(venue).version }))
        const served = await serving({ journal: options.journal, rulebooks, ...(port !== undefined && { port }) })
        try {
          const { url } = await served.server.listen()
          print(out, `Plimsoll serves ${served.rulebooks.map(({ id }) => id).join(', ')} at ${url}`)
          if (served.resumed > 0) print(err, `resumed ${served.resumed} commands from ${options.journal}`)
          await interrupted()
        } finally {
          await served.close()
        }
        finish(EXIT.ok)
      })
  },
}

import type { DerivativesRulebook } from '@plimsoll/core'
import { rulebookOf } from '@plimsoll/core'
import { createDemo } from '../demo/demo.js'
import { EXIT } from '../exit.js'
import { interrupted, portOf, serving } from '../serving.js'
import { seedOf, wholeNumber } from './options.js'
import { print, type Verb } from './verb.js'

const VENUES = ['binance-usdm', 'finra-reg-t']
/** Between two steps. */
const STEP_MS = 500

export const demoVerb: Verb = {
  name: 'demo',
  register: (program, { out, err }, finish) => {
    program
      .command('demo')
      .description(
        'A made-up venue, live: prices move, accounts are watched, called and liquidated; resumed from its journal',
      )
      .option('--journal <directory>', 'where it is kept', 'var/demo')
      .option('--accounts <count>', 'of the contract venue; a twentieth more at the broker', '2000')
      .option('--seed <number>', 'of the accounts and the tape', '1')
      .option('--port <number>', 'default 7546; 0 takes a free one')
      .action(async (options: { journal: string; accounts: string; seed: string; port?: string }) => {
        const port = portOf(options.port)
        const accounts = wholeNumber(options.accounts, '--accounts')
        const seed = seedOf(options.seed)
        const rulebooks = VENUES.map((venue) => ({ venue, version: rulebookOf(venue).version }))
        const served = await serving({ journal: options.journal, rulebooks, ...(port !== undefined && { port }) })
        const [book, broker] = VENUES.map(rulebookOf)
        if (book === undefined || broker === undefined) return finish(EXIT.internal)
        const demo = createDemo({
          host: served.host,
          book: book as DerivativesRulebook,
          broker,
          accounts,
          seed,
        })
        const stop = interrupted()
        let isStopping = false
        void stop.then(() => {
          isStopping = true
        })
        try {
          const { url } = await served.server.listen()
          const kept = served.resumed > 0 ? `resumed ${served.resumed} commands from` : 'a new journal in'
          print(out, `Plimsoll demo at ${url}  (${kept} ${options.journal}; Ctrl-C ends it)`)
          await demo.open()
          print(err, `${served.host.state.accounts.size} accounts are watched`)
          while (!isStopping) {
            await demo.step()
            await Promise.race([stop, new Promise((resolve) => setTimeout(resolve, STEP_MS))])
          }
        } finally {
          await served.close()
        }
        finish(EXIT.ok)
      })
  },
}

import { createEngine, formatDecimal } from '@plimsoll/core'
import { readJournal, replayInto, rulebookOfSetup, setupOf } from '@plimsoll/journal'
import { EXIT } from '../exit.js'
import { print, printJson, type Verb } from './verb.js'

export const verifyVerb: Verb = {
  name: 'verify',
  register: (program, { out }, finish) => {
    program
      .command('verify')
      .description('Replays a journal from its first record and holds every state hash in it against the state')
      .argument('<directory>', 'the journal')
      .option('--json', 'the result as JSON')
      .action((directory: string, options: { json?: true }) => {
        const startedMs = performance.now()
        const journal = readJournal(directory)
        const engine = createEngine({ rulebooks: setupOf(journal).map(rulebookOfSetup) })
        const { commands, checkpoints } = replayInto(engine, journal.read())
        const result = {
          directory,
          records: journal.head.seq,
          commands,
          checkpoints,
          stateHash: engine.stateHash(),
          residual: engine.residual().toString(),
          journalHash: journal.head.hash,
          droppedBytes: journal.droppedBytes,
          elapsedMs: Math.round(performance.now() - startedMs),
        }
        if (options.json === true) printJson(out, result)
        else {
          print(
            out,
            `verified  ${directory}: ${result.records} records, ${commands} commands, ${checkpoints} state hashes met`,
          )
          print(out, `state     ${result.stateHash}`)
          print(out, `journal   ${result.journalHash}`)
          print(out, `residual  ${formatDecimal(engine.residual())}`)
        }
        finish(EXIT.ok)
      })
  },
}

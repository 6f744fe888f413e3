import { PlimsollError } from '@plimsoll/core'
import { Command, CommanderError } from 'commander'
import { EXIT, exitOf } from './exit.js'
import { VERBS } from './verbs/index.js'
import type { Streams } from './verbs/verb.js'

/** `plimsoll <verb>`: the result on `out`, everything else on `err`; returns an exit code that a script can act on. */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  let code: number = EXIT.ok
  const program = new Command('plimsoll')
    .description('The load line of leveraged accounts: does this account hold the equity that it must?')
    .version('0.1.0')
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => streams.out.write(text), writeErr: (text) => streams.err.write(text) })
    .exitOverride()
  for (const verb of VERBS) {
    verb.register(program, streams, (finished) => {
      code = finished
    })
  }
  // Each verb is a command of its own and leaves the process to `main` too.
  for (const command of program.commands) command.exitOverride()
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return report(error, streams)
  }
}

function report(error: unknown, { err }: Streams): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  if (error instanceof PlimsollError) {
    err.write(`plimsoll: ${placeOf(error)}${error.message} [${error.code}]\n`)
    return exitOf(error.code)
  }
  err.write(`plimsoll: an error of ours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return EXIT.internal
}

function placeOf({ place }: PlimsollError): string {
  if (place.file === undefined) return ''
  return place.line === undefined ? `${place.file}: ` : `${place.file}:${place.line}: `
}

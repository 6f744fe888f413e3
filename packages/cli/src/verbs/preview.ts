import { eventCodec, type Json, type Preview, previewCommands, previewDocument } from '@plimsoll/core'
import { parse } from 'yaml'
import { readDocument } from '../documents.js'
import { failInput } from '../errors.js'
import { exitOfStatus } from '../exit.js'
import { readText } from '../input/file.js'
import { atPlace } from '../replay/place.js'
import { showAnswer } from '../show/answer.js'
import { print, printJson, type Verb } from './verb.js'

interface Options {
  readonly commands: string
  readonly json?: true
  readonly tiers?: string
}

export const previewVerb: Verb = {
  name: 'preview',
  register: (program, { out }, finish) => {
    program
      .command('preview')
      .description('What would these commands do to this account? Nothing is sent anywhere.')
      .argument('<file>', 'an account document, YAML or JSON')
      .requiredOption(
        '--commands <file>',
        'a list of engine commands, e.g. - { type: fill, market: BTCUSDT, quantity: "-0.5", price: "58000" }',
      )
      .option('--json', 'before, after and refusals as JSON')
      .option('--tiers <file>', "tier tables in ccxt's form, for markets that the rulebook does not have")
      .action((file: string, options: Options) => {
        const parsed = readDocument(file, { tiers: options.tiers })
        const place = { file: options.commands }
        const commands = atPlace(place, () => previewCommands(readYaml(options.commands), parsed.account.id))
        const preview = atPlace({ file }, () => previewDocument(parsed, commands))
        if (options.json === true)
          printJson(out, { ...preview, events: preview.events.map((event) => eventCodec.encode(event)) })
        else print(out, show(preview))
        finish(exitOfStatus(preview.after.status, false))
      })
  },
}

function show(preview: Preview): string {
  const refusals = preview.refusals.map(
    ({ index, type, reason, message }) => `Refused: command ${index + 1} (${type}), ${reason}: ${message}`,
  )
  const happened = preview.events
    .filter(({ type }) => type.startsWith('liquidation.') || type.startsWith('call.'))
    .map(({ type }) => `Then: ${type}`)
  return ['Before', showAnswer(preview.before), '', ...refusals, ...happened, 'After', showAnswer(preview.after)].join(
    '\n',
  )
}

/** Scalars stay the text that was written: no number passes through a float. */
function readYaml(file: string): Json {
  const text = readText(file)
  try {
    return parse(text, { schema: 'failsafe' }) as Json
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]?.replace(/[:.]$/, '')
    const line = (cause as { linePos?: readonly { line: number }[] }).linePos?.[0]?.line
    return failInput('document_invalid', `"${file}" is broken (${why}): correct it there.`, {
      place: { file, ...(line !== undefined && { line }) },
      cause,
    })
  }
}

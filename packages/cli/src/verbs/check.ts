import { check, price, type Quote, ratio } from '@plimsoll/core'
import { readDocument } from '../documents.js'
import { failInput } from '../errors.js'
import { exitOfStatus } from '../exit.js'
import { showAnswer } from '../show/answer.js'
import { collect } from './options.js'
import { print, printJson, type Verb } from './verb.js'

interface Options {
  readonly json?: true
  readonly target?: string
  readonly minHealth?: string
  readonly why?: true
  readonly tiers?: string
  readonly price: readonly string[]
}

export const checkVerb: Verb = {
  name: 'check',
  register: (program, { out }, finish) => {
    program
      .command('check')
      .description('Does this account hold the equity that it must? Where does it go under, what cures it?')
      .argument('<file>', 'an account document, YAML or JSON')
      .option('--json', 'the whole answer as JSON')
      .option('--target <healthFactor>', 'what cures reach (default: the warning level)')
      .option('--min-health <healthFactor>', 'exit with 10 below it: for cron')
      .option('--why', 'the steps behind the figures')
      .option('--tiers <file>', "tier tables in ccxt's form, for markets that the rulebook does not have")
      .option('--price <NAME=price>', "a price in place of the document's; repeat it for more", collect, [])
      .action((file: string, options: Options) => {
        const parsed = readDocument(file, { tiers: options.tiers })
        const prices = new Map([...parsed.prices, ...options.price.map(quoteOf)])
        const answer = check({
          account: parsed.account,
          book: parsed.book,
          view: { prices, atMs: parsed.atMs },
          asOf: parsed.asOf,
          ...(options.target !== undefined && { target: ratio(options.target) }),
          isExplained: options.why === true,
        })
        if (options.json === true) printJson(out, answer)
        else print(out, showAnswer(answer))
        const isUnder =
          options.minHealth !== undefined &&
          answer.healthFactor !== null &&
          ratio(answer.healthFactor) < ratio(options.minHealth)
        finish(exitOfStatus(answer.status, isUnder))
      })
  },
}

function quoteOf(text: string): [string, Quote] {
  const [name = '', given = ''] = text.split('=')
  if (name === '' || given === '')
    failInput('option_invalid', `--price "${text}" is not NAME=price: write e.g. BTCUSDT=58000.`)
  const parsed = price(given)
  if (parsed <= 0n) failInput('price_invalid', `--price ${text} is not above 0.`)
  return [name, { status: 'ok', price: parsed, observedAtMs: null }]
}

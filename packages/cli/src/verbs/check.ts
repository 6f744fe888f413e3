import { check, familyOf, type ParsedDocument, type Price, type Quote, ratio, suggestion } from '@plimsoll/core'
import { readDocument } from '../documents.js'
import { failInput } from '../errors.js'
import { exitOfStatus } from '../exit.js'
import { showAnswer } from '../show/answer.js'
import { collect, positiveRatio, positiveValue } from './options.js'
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
        // Every option before the file is looked at: a threshold that is not read is a threshold that never fires.
        const target = options.target === undefined ? undefined : positiveRatio(options.target, '--target')
        const minHealth = options.minHealth === undefined ? undefined : positiveRatio(options.minHealth, '--min-health')
        const given = options.price.map(quoteOf)
        const parsed = readDocument(file, { tiers: options.tiers })
        requireFactors(parsed, given)
        const prices = new Map([...parsed.prices, ...given])
        const answer = check({
          account: parsed.account,
          book: parsed.book,
          view: { prices, atMs: parsed.atMs },
          asOf: parsed.asOf,
          ...(target !== undefined && { target }),
          isExplained: options.why === true,
        })
        if (options.json === true) printJson(out, answer)
        else print(out, showAnswer(answer))
        const isUnder =
          minHealth !== undefined && answer.healthFactor !== null && ratio(answer.healthFactor) < minHealth
        finish(exitOfStatus(answer.status, isUnder))
      })
  },
}

function quoteOf(text: string): [string, Quote] {
  const [, name = '', given = ''] = /^([^=]*)=(.*)$/.exec(text) ?? []
  if (name === '' || given === '')
    failInput('option_invalid', `--price "${text}" is not NAME=price: write e.g. BTCUSDT=58000.`)
  const parsed = positiveValue(given, `--price ${name}`) as bigint as Price
  return [name, { status: 'ok', price: parsed, observedAtMs: null }]
}

/** A price of something that the account does not depend on is a typing error, and the answer would be at the old price. */
function requireFactors({ account, book }: ParsedDocument, given: readonly (readonly [string, Quote])[]): void {
  const factors = familyOf(book).factors(account, book)
  for (const [name] of given) {
    if (factors.includes(name)) continue
    const known = suggestion(name, factors) || ` It depends on ${factors.join(', ') || 'no price'}.`
    failInput('unknown_market', `--price ${name}: the account does not depend on ${name}.${known}`)
  }
}

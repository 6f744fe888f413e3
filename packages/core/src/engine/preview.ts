import type { ParsedDocument } from '../answers/index.js'
import { type Answer, type CheckQuery, check } from '../answers/index.js'
import { fail } from '../errors.js'
import {
  type AccountId,
  type Command,
  commandCodec,
  type Event,
  type Json,
  objectOf,
  type Prices,
  type Refusal,
} from '../model/index.js'
import { createEngine, type Engine } from './engine.js'

/** What a list of commands would do: nothing has happened. */
export interface Preview {
  readonly before: Answer
  readonly after: Answer
  readonly refusals: readonly PreviewRefusal[]
  readonly events: readonly Event[]
}

export interface PreviewRefusal {
  /** Which command, from 0. */
  readonly index: number
  readonly type: Command['type']
  readonly reason: Refusal['reason']
  readonly message: string
}

/**
 * Applies commands to a copy of a running engine and answers for one account before and after. A refused command is listed with the
 * engine's own words; those after it are applied all the same.
 * @throws `unknown_account`
 */
export function previewAccount(
  engine: Engine,
  account: AccountId,
  commands: readonly Command[],
  options: AnswerOptions = {},
): Preview {
  const copy = engine.fork()
  const before = answerOf(copy, account, options)
  const refusals: PreviewRefusal[] = []
  const events: Event[] = []
  for (const [index, command] of commands.entries()) {
    const outcome = copy.apply(command, copy.state.atMs)
    events.push(...outcome.events)
    if (outcome.reply.status === 'rejected') {
      const { reason, message } = outcome.reply
      refusals.push({ index, type: command.type, reason, message })
    }
  }
  return { before, after: answerOf(copy, account, options), refusals, events }
}

/**
 * The same for an account document, in an engine of its own that knows nothing else.
 * @throws `document_invalid` for an account that the engine does not run
 */
export function previewDocument(parsed: ParsedDocument, commands: readonly Command[]): Preview {
  const { account, book, prices, atMs } = parsed
  const engine = createEngine({ rulebooks: [book] })
  const startMs = atMs ?? 0
  for (const command of priceCommands(prices)) engine.apply(command, startMs)
  const { reply } = engine.apply({ type: 'open_account', account }, startMs)
  if (reply.status === 'rejected') fail('document_invalid', reply.message)
  return previewAccount(engine, account.id, commands, { asOf: parsed.asOf })
}

/** As `check` takes them: another goal for the cures, another instant to show. */
export type AnswerOptions = Pick<CheckQuery, 'target' | 'asOf'>

/** An account as a running engine sees it now. @throws `unknown_account` */
export function answerOf(engine: Engine, id: AccountId, options: AnswerOptions = {}): Answer {
  const { state } = engine
  const account = state.accounts.get(id)
  const book = account === undefined ? undefined : state.rulebooks.get(account.venue)
  if (account === undefined || book === undefined) return fail('unknown_account', `There is no account ${id}.`)
  const liquidating = new Set<string>()
  for (const each of state.liquidations.values()) if (each.account === id) liquidating.add(each.scope)
  return check({
    account,
    book,
    view: { prices: state.prices, atMs: state.atMs },
    liquidating,
    ...options,
  })
}

/**
 * Commands of a preview as JSON: those without an `account` are about the account that is previewed.
 * @throws as `commandCodec`, with the place in the list
 */
export function previewCommands(json: Json, account: AccountId): readonly Command[] {
  if (!Array.isArray(json)) return fail('document_invalid', 'Commands are a list: start each with "- { type: … }".')
  return json.map((each: Json, index) => {
    const path = `commands[${index}]`
    const command = objectOf(each, path)
    const isOfAccount = typeof command.type === 'string' && OF_ACCOUNT.includes(command.type)
    return commandCodec.decode(isOfAccount && command.account === undefined ? { ...command, account } : command, path)
  })
}

const OF_ACCOUNT: readonly string[] = ['deposit', 'withdraw', 'transfer', 'fill']

function priceCommands(prices: Prices): readonly Command[] {
  return [...prices].flatMap(([market, quote]): readonly Command[] =>
    quote.status === 'ok' ? [{ type: 'price', market, price: quote.price }] : [],
  )
}

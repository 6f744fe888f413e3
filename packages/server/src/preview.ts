import {
  type Account,
  type AccountId,
  type CommandType,
  commandCodec,
  type Event,
  formatDecimal,
  type Json,
  objectOf,
  type Party,
  ratio,
  refuseUnknownKeys,
} from '@plimsoll/core'
import { accountOf, answerIn } from './answering.js'
import { ServerError } from './errors.js'
import type { Host } from './host.js'
import { eventOf } from './present.js'
import { stampOf } from './stamp.js'
import type { PreviewRefusal, PreviewReply } from './wire.js'

const COMMANDS_MAX = 100

/** Commands that name an account themselves: a preview fills in its own. */
const ABOUT_AN_ACCOUNT: ReadonlySet<string> = new Set<CommandType>(['deposit', 'withdraw', 'transfer', 'fill'])

/**
 * What commands would make of an account, tried on a fork of the engine: nothing is recorded and nothing changes.
 * @throws `unknown_account`, `body_invalid`, `too_many_commands`, a code of `commandCodec`
 */
export function preview(host: Host, id: AccountId, body: unknown): PreviewReply {
  const account = accountOf(host.state, id)
  const { commands, target } = requestOf(body as Json, id)
  const fork = host.fork()
  const atMs = Math.max(host.nowMs(), host.state.atMs)
  const refusals: PreviewRefusal[] = []
  const events: Event[] = []
  for (const [index, command] of commands.entries()) {
    const { reply, events: made } = fork.apply(command, atMs)
    events.push(...made)
    if (reply.status === 'accepted') continue
    const { reason, message, shortfall } = reply
    refusals.push({ index, reason, message, ...(shortfall !== undefined && { shortfall: formatDecimal(shortfall) }) })
  }
  const before = answerIn(host.state, account, target)
  return {
    id,
    ...stampOf(host),
    ruleVersion: before.ruleVersion,
    before,
    after: answerIn(fork.state, accountOf(fork.state, id), target),
    refusals,
    events: events.filter((event) => isAbout(event, account)).map(eventOf),
  }
}

function requestOf(body: Json, id: AccountId) {
  const object = objectOf(body, '')
  refuseUnknownKeys(object, ['commands', 'target'], '')
  const { commands, target } = object
  if (!Array.isArray(commands)) {
    throw new ServerError('body_invalid', 'commands must be a list, e.g. { "commands": [{ "type": "deposit", … }] }.', {
      place: { path: 'commands' },
    })
  }
  if (commands.length > COMMANDS_MAX) {
    throw new ServerError('too_many_commands', `A preview has at most ${COMMANDS_MAX} commands: leave some out.`)
  }
  if (target !== undefined && typeof target !== 'string') {
    throw new ServerError('body_invalid', 'target must be a decimal string, e.g. "1.5".', { place: { path: 'target' } })
  }
  return {
    commands: commands.map((each: Json, index) => commandCodec.decode(withAccount(each, id), `commands[${index}]`)),
    target: target === undefined ? {} : { target: ratio(target) },
  }
}

function withAccount(command: Json, id: AccountId): Json {
  if (typeof command !== 'object' || command === null || Array.isArray(command)) return command
  const fields = command as { readonly [key: string]: Json }
  const isOurs =
    typeof fields.type === 'string' && ABOUT_AN_ACCOUNT.has(fields.type) && !Object.hasOwn(fields, 'account')
  return isOurs ? { ...fields, account: id } : command
}

function isAbout(event: Event, account: Account): boolean {
  if ('account' in event && event.account === account.id) return true
  return event.postings.some(({ party }) => isParty(party, account.id))
}

function isParty(party: Party, id: AccountId): boolean {
  return 'account' in party && party.account === id
}

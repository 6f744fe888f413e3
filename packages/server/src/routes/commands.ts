import {
  type Command,
  commandCodec,
  formatDecimal,
  type Json,
  objectOf,
  type Refusal,
  refuseUnknownKeys,
} from '@plimsoll/core'
import { ServerError } from '../errors.js'
import type { Submitted } from '../host.js'
import { idempotencyKeyOf } from '../idempotency.js'
import { eventOf } from '../present.js'
import { stampOf } from '../stamp.js'
import type { CommandResult, CommandsReply } from '../wire.js'
import type { RouteGroup } from './registry.js'

const COMMANDS_MAX = 1000

export const commandRoutes: RouteGroup = (app, { host, idempotency }) => {
  app.post('/v1/commands', async (request, reply) => {
    const body = request.body as Json
    const header = request.headers['idempotency-key']
    const key = header === undefined ? null : idempotencyKeyOf(header)
    // The whole request is read before any of it is done: bad input in one command leaves all undone.
    const commands = commandsOf(body)
    const act = async (): Promise<string> => {
      const submitted = host.submit(commands)
      // The commands are applied by now; others may follow while these go to the disk.
      const stamp = stampOf(host)
      const answer: CommandsReply = { ...stamp, results: (await submitted).map(resultOf) }
      return JSON.stringify(answer)
    }
    void reply.type('application/json; charset=utf-8')
    if (key === null) return act()
    const { answer, isReplayed } = await idempotency.once(key, JSON.stringify(body), act)
    if (isReplayed) void reply.header('idempotency-replayed', 'true')
    return answer
  })
}

/** @throws a code of `commandCodec` with the place, `too_many_commands`, `document_invalid` */
function commandsOf(body: Json): readonly Command[] {
  const object = objectOf(body, '')
  if ('type' in object) return [commandCodec.decode(object, '')]
  refuseUnknownKeys(object, ['commands'], '')
  const list = object.commands
  if (!Array.isArray(list)) {
    throw new ServerError('body_invalid', 'commands must be a list: send { "commands": [ … ] } or one command.', {
      place: { path: 'commands' },
    })
  }
  return commandList(list as readonly Json[])
}

function commandList(list: readonly Json[]): readonly Command[] {
  if (list.length > COMMANDS_MAX) {
    throw new ServerError('too_many_commands', `A request has at most ${COMMANDS_MAX} commands: send several requests.`)
  }
  return list.map((each, index) => commandCodec.decode(each, `commands[${index}]`))
}

function resultOf({ journalSeq, reply, events }: Submitted): CommandResult {
  return { journalSeq, reply: replyOf(reply), events: events.map(eventOf) }
}

function replyOf(reply: Submitted['reply']): CommandResult['reply'] {
  return reply.status === 'accepted' ? reply : refusalOf(reply)
}

function refusalOf({ shortfall, ...rest }: Refusal): Exclude<CommandResult['reply'], { status: 'accepted' }> {
  return { ...rest, ...(shortfall !== undefined && { shortfall: formatDecimal(shortfall) }) }
}

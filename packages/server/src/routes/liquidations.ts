import { suggestion } from '@plimsoll/core'
import { Type } from 'typebox'
import { ServerError } from '../errors.js'
import type { LiquidationRecord } from '../history.js'
import { eventOf, liquidationRow } from '../present.js'
import { stampOf } from '../stamp.js'
import type { LiquidationReply, LiquidationsReply } from '../wire.js'
import { cursor, cursorParts, cursorText, limitOf, noQuery } from './query.js'
import type { RouteGroup } from './registry.js'

const listQuery = Type.Object(
  { account: Type.Optional(Type.String()), limit: limitOf({ max: 1000, otherwise: 100 }), cursor },
  { additionalProperties: false },
)
const params = Type.Object({ id: Type.String() })

export const liquidationRoutes: RouteGroup = (app, { host }) => {
  app.get('/v1/liquidations', { schema: { querystring: listQuery } }, async (request): Promise<LiquidationsReply> => {
    const { account, limit = 100 } = request.query
    const options = request.query.cursor === undefined ? {} : { beforeSeq: seqIn(request.query.cursor) }
    const items: LiquidationRecord[] = []
    let hasMore = false
    for (const record of host.history.liquidations(options)) {
      if (account !== undefined && record.account !== account) continue
      hasMore = items.length === limit
      if (hasMore) break
      items.push(record)
    }
    const last = items.at(-1)
    return {
      ...stampOf(host),
      items: items.map(liquidationRow),
      nextCursor: hasMore && last !== undefined ? cursorText(['liquidations', String(last.started.seq)]) : null,
    }
  })

  app.get(
    '/v1/liquidations/:id',
    { schema: { params, querystring: noQuery } },
    async (request): Promise<LiquidationReply> => {
      const record = host.history.liquidation(request.params.id)
      if (record === null) throw unknownLiquidation(request.params.id, host.state.liquidations.keys())
      return { ...stampOf(host), ...liquidationRow(record), course: record.course.map(eventOf) }
    },
  )
}

function unknownLiquidation(id: string, known: Iterable<string>): ServerError {
  return new ServerError(
    'unknown_liquidation',
    `No liquidation "${id}" is remembered.${suggestion(id, known) || ' GET /v1/liquidations lists them; older ones are in the journal.'}`,
  )
}

function seqIn(text: string): number {
  const { key } = cursorParts(text, { kind: 'liquidations', key: 'whole' })
  return Number(key)
}

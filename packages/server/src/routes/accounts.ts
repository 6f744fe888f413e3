import { type Ratio, ratio, STATUSES, type Status, suggestion } from '@plimsoll/core'
import { Type } from 'typebox'
import { compareEntries, type EntryPosition, positionOf } from '../account-order.js'
import type { AccountEntry } from '../accounts-view.js'
import { accountReply } from '../answering.js'
import { ServerError } from '../errors.js'
import { preview } from '../preview.js'
import type { AccountReply, AccountSort, AccountsReply, PreviewReply } from '../wire.js'
import { cursor, cursorParts, cursorText, limitOf } from './query.js'
import type { RouteGroup } from './registry.js'

const SORTS: readonly AccountSort[] = ['healthFactor', 'equity', 'id']

const accountsQuery = Type.Object(
  {
    status: Type.Optional(Type.String()),
    q: Type.Optional(Type.String({ maxLength: 200 })),
    sort: Type.Optional(Type.String({ default: 'healthFactor' })),
    limit: limitOf({ max: 1000, otherwise: 100 }),
    cursor,
  },
  { additionalProperties: false },
)

const params = Type.Object({ id: Type.String() })
const answerQuery = Type.Object({ target: Type.Optional(Type.String()) }, { additionalProperties: false })

export const accountRoutes: RouteGroup = (app, context) => {
  const { accounts } = context

  app.get('/v1/accounts', { schema: { querystring: accountsQuery } }, async (request): Promise<AccountsReply> => {
    const { q, limit = 100 } = request.query
    const sort = oneOf('sort', request.query.sort ?? 'healthFactor', SORTS)
    const status = request.query.status === undefined ? null : oneOf('status', request.query.status, STATUSES)
    const after = request.query.cursor === undefined ? null : positionIn(request.query.cursor, sort)
    const snapshot = accounts.read()
    const matching = matchingOf(snapshot.sorted(sort), { status, q })
    const start = after === null ? 0 : firstAfter(matching, after, sort)
    const page = matching.slice(start, start + limit)
    const last = page.at(-1)
    const hasMore = start + page.length < matching.length
    return {
      ...snapshot.stamp,
      items: page.map((entry) => snapshot.row(entry)),
      nextCursor: hasMore && last !== undefined ? cursorFor(positionOf(last, sort), sort) : null,
      total: matching.length,
    }
  })

  for (const url of ['/v1/accounts/:id', '/v1/accounts/:id/margin']) {
    app.get(url, { schema: { params, querystring: answerQuery } }, async (request): Promise<AccountReply> => {
      return accountReply(context, request.params.id, targetOf(request.query.target))
    })
  }

  app.post('/v1/accounts/:id/preview', { schema: { params } }, async (request): Promise<PreviewReply> => {
    return preview(context.host, request.params.id, request.body)
  })
}

function matchingOf(
  entries: readonly AccountEntry[],
  { status, q }: { readonly status: Status | null; readonly q: string | undefined },
): readonly AccountEntry[] {
  if (status === null && q === undefined) return entries
  const needle = q?.toLowerCase()
  return entries.filter(
    (entry) =>
      (status === null || entry.status === status) &&
      (needle === undefined || entry.account.id.toLowerCase().includes(needle)),
  )
}

function targetOf(text: string | undefined): { readonly target?: Ratio } {
  return text === undefined ? {} : { target: ratio(text) }
}

function oneOf<T extends string>(key: string, given: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === given)
  if (found !== undefined) return found
  throw new ServerError(
    'query_invalid',
    `${key} must be one of ${known.join(', ')}, not "${given}".${suggestion(given, known)}`,
    { place: { path: key } },
  )
}

// Paging: a cursor holds where the last row stood, so the next page goes on from there whatever has moved in between. ----------------

function cursorFor({ key, id }: EntryPosition, sort: AccountSort): string {
  return cursorText([sort, key === null ? null : key.toString(), id])
}

function positionIn(text: string, sort: AccountSort): EntryPosition {
  const { key, rest } = cursorParts(text, { kind: sort, key: 'whole or null' })
  return { key, id: rest[0] ?? '' }
}

function firstAfter(entries: readonly AccountEntry[], after: EntryPosition, sort: AccountSort): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = entries[middle] as AccountEntry
    if (compareEntries(positionOf(entry, sort), after) > 0) high = middle
    else low = middle + 1
  }
  return low
}

import { Type } from 'typebox'
import { statusReply } from '../present.js'
import type { StatusReply } from '../wire.js'
import type { RouteGroup } from './registry.js'

const query = Type.Object({ stateHash: Type.Optional(Type.Literal('now')) }, { additionalProperties: false })

export const statusRoutes: RouteGroup = (app, { host, accounts, engineVersion }) => {
  app.get('/v1/status', { schema: { querystring: query } }, async (request): Promise<StatusReply> => {
    const isHashFresh = request.query.stateHash === 'now'
    return statusReply(host, accounts.read(), { engineVersion, isHashFresh })
  })
}

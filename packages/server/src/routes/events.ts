import { Type } from 'typebox'
import { eventOf } from '../present.js'
import { stampOf } from '../stamp.js'
import type { EventsReply, WireEvent } from '../wire.js'
import { limitOf } from './query.js'
import type { RouteGroup } from './registry.js'

const query = Type.Object({ limit: limitOf({ max: 1000, otherwise: 100 }) }, { additionalProperties: false })

export const eventRoutes: RouteGroup = (app, { host }) => {
  app.get('/v1/events', { schema: { querystring: query } }, async (request): Promise<EventsReply> => {
    const { limit = 100 } = request.query
    const items: WireEvent[] = []
    for (const event of host.history.events()) {
      if (items.length === limit) break
      items.push(eventOf(event))
    }
    return { ...stampOf(host), items }
  })
}

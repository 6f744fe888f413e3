import { priceRows } from '../present.js'
import { stampOf } from '../stamp.js'
import type { PricesReply } from '../wire.js'
import { noQuery } from './query.js'
import type { RouteGroup } from './registry.js'

export const priceRoutes: RouteGroup = (app, { host }) => {
  app.get('/v1/prices', { schema: { querystring: noQuery } }, async (): Promise<PricesReply> => {
    return { ...stampOf(host), prices: priceRows(host) }
  })
}

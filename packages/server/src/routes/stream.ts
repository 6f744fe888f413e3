import { ServerError } from '../errors.js'
import { noQuery } from './query.js'
import type { RouteGroup } from './registry.js'

export const streamRoutes: RouteGroup = (app, { streams }) => {
  app.route({
    method: 'GET',
    url: '/v1/ws',
    schema: { querystring: noQuery },
    handler: async () => {
      throw new ServerError('upgrade_required', 'This path speaks WebSocket only: connect with ws://.')
    },
    wsHandler: (socket) => streams.add(socket),
  })
}

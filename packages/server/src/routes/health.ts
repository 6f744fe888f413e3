import { metricsText } from '../metrics.js'
import type { HealthReply } from '../wire.js'
import { noQuery } from './query.js'
import type { RouteGroup } from './registry.js'

/** For whoever runs the server: alive, ready, and how it does. None of the three waits for the disk. */
export const healthRoutes: RouteGroup = (app, context) => {
  const schema = { querystring: noQuery }

  app.get('/livez', { schema }, async (): Promise<HealthReply> => ({ status: 'ok' }))

  app.get('/readyz', { schema }, async (): Promise<HealthReply> => {
    const { stopped } = context.host
    if (stopped !== null) throw stopped
    return { status: 'ok' }
  })

  app.get('/metrics', { schema }, async (_request, reply) => {
    void reply.type('text/plain; version=0.0.4; charset=utf-8')
    return metricsText(context)
  })
}

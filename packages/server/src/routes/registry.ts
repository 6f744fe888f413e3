import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { ServerContext } from '../context.js'
import { accountRoutes } from './accounts.js'
import { commandRoutes } from './commands.js'
import { eventRoutes } from './events.js'
import { healthRoutes } from './health.js'
import { liquidationRoutes } from './liquidations.js'
import { priceRoutes } from './prices.js'
import { statusRoutes } from './status.js'
import { streamRoutes } from './stream.js'

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** One file a group of routes. A new group is one file and one line here. */
export type RouteGroup = (app: App, context: ServerContext) => void

export const ROUTE_GROUPS: readonly RouteGroup[] = [
  statusRoutes,
  accountRoutes,
  priceRoutes,
  liquidationRoutes,
  eventRoutes,
  commandRoutes,
  streamRoutes,
  healthRoutes,
]

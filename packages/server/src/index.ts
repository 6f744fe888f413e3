export { DEFAULT_PORT, requireFreePort } from './bind.js'
export { type Clock, systemClock } from './clock.js'
export { ServerError, type ServerErrorCode } from './errors.js'
export type { History, HistoryLimits, LiquidationRecord } from './history.js'
export { createHost, type Host, type HostJournal, type HostOptions, type HostStats, type Submitted } from './host.js'
export {
  createServer,
  type PlimsollServer,
  SERVER_LIMITS,
  type ServerAddress,
  type ServerLimits,
  type ServerOptions,
} from './server.js'
export { dashboardFolder } from './static-files.js'
export { STREAM_LIMITS, type StreamLimits } from './streams.js'
export * from './wire.js'

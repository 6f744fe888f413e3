import { lendingProtocols } from './lending/index.js'
import { tierModels } from './perpetuals/tiers.js'
import type { Registered } from './registry.js'

/**
 * Every model that vectors may name. Open: a model is a file in its format's folder (`perpetuals/`, `broker/`, `lending/`,
 * `simulation/`) that maps the vector's inputs to public functions, and a line here.
 */
export const models: readonly Registered[] = [...tierModels, ...lendingProtocols]

import { accountModels } from './broker/account.js'
import { futuresAndFxModels } from './broker/futures-fx.js'
import { optionModels } from './broker/options.js'
import { scenarioModels } from './broker/scenarios.js'
import { stockModels } from './broker/stock.js'
import { engineModels } from './compat/engines.js'
import { nautilusModels } from './compat/nautilus.js'
import { lendingProtocols } from './lending/index.js'
import { driftMarginModels } from './perpetuals/drift.js'
import { driftLiquidationModels } from './perpetuals/drift-liquidation.js'
import { dydxModels } from './perpetuals/dydx.js'
import { inverseModels } from './perpetuals/inverse.js'
import { linearModels } from './perpetuals/linear.js'
import { marketModels } from './perpetuals/market.js'
import { protocolModels } from './perpetuals/protocols.js'
import { tierModels } from './perpetuals/tiers.js'
import type { Registered } from './registry.js'

/**
 * Every model that vectors may name. Open: a model is a file in its format's folder (`perpetuals/`, `broker/`, `lending/`,
 * `simulation/`) that maps the vector's inputs to public functions, and a line here.
 */
export const models: readonly Registered[] = [
  ...tierModels,
  ...stockModels,
  ...accountModels,
  ...optionModels,
  ...scenarioModels,
  ...futuresAndFxModels,
  ...engineModels,
  ...lendingProtocols,
  ...linearModels,
  ...inverseModels,
  ...marketModels,
  ...dydxModels,
  ...driftMarginModels,
  ...driftLiquidationModels,
  ...protocolModels,
  ...nautilusModels,
]

import type { Protocol } from '../registry.js'
import { aave } from './aave.js'
import { comet } from './comet.js'
import { compound2 } from './compound-v2.js'
import { liquity } from './liquity.js'
import { maker } from './maker.js'
import { morpho } from './morpho.js'

/** Every lending protocol that vectors may name. */
export const lendingProtocols: readonly Protocol[] = [aave, morpho, compound2, comet, maker, liquity]

import type { Protocol } from '../registry.js'
import { aave } from './aave.js'

/** Every lending protocol that vectors may name. */
export const lendingProtocols: readonly Protocol[] = [aave]

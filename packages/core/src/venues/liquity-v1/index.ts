export * from './liquidation.js'
export * from './redistribution.js'
export * from './stability-pool.js'
export * from './trove.js'

export * from './account.js'
export * from './choice.js'
export * from './liquidation.js'
export * from './market.js'

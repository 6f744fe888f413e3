export * from './accrual.js'
export * from './choice.js'
export * from './liquidation.js'
export * from './market.js'

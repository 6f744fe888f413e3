export * from './accrual.js'
export * from './liquidation.js'
export * from './market.js'

export * from './funding.js'
export * from './liquidation.js'
export * from './market.js'
export * from './subaccount.js'

export * from './absorb.js'
export {
  borrowBalanceOf,
  type CometAccount,
  type CometView,
  isBorrowCollateralized,
  isCometLiquidatable,
} from './account.js'
export * from './market.js'
export * from './storefront.js'

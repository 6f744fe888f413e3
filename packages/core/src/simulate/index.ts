export { type Depth, fillPrice } from './depth.js'
export { createDepthMarket, type DepthMarket, settle } from './market.js'

export {
  type AuctionTerms,
  auctionPrice,
  auctionStatus,
  chostOf,
  type Kick,
  type PriceCurve,
  redo,
  type Sale,
  type Take,
  take,
} from './clip.js'
export * from './dog.js'
export * from './flip.js'
export * from './osm.js'
export * from './units.js'
export * from './vault.js'
export * from './vow.js'

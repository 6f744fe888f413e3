import { type AssetId, type Json, objectOf } from '../model/index.js'

/**
 * The valuation currency of an inline rulebook that does not name it: the one asset of the document that has no price of its own,
 * cash before what is supplied or borrowed; `USD` where all have one.
 */
export function currencyOf(document: { readonly [key: string]: Json }): AssetId {
  const priced = document.prices === undefined ? {} : objectOf(document.prices, 'prices')
  for (const key of ['balances', 'borrowed', 'supplied']) {
    const given = document[key]
    if (given === undefined) continue
    const unpriced = Object.keys(objectOf(given, key)).find((asset) => !Object.hasOwn(priced, asset))
    if (unpriced !== undefined) return unpriced
  }
  return 'USD'
}

import type { AssetId, Rulebook } from '../model/index.js'

/** Digits of an asset's own unit at a venue; 18 where the rulebook does not say. */
export function decimalsOf(book: Rulebook, asset: AssetId): number {
  switch (book.family) {
    case 'derivatives':
      return book.collateral.get(asset)?.decimals ?? 18
    case 'lending':
      return book.reserves.get(asset)?.decimals ?? 18
    case 'simple':
    case 'collateralized':
    case 'broker':
    case 'futures':
    case 'cfd':
    case 'scenario':
      return 18
  }
}

import type { DerivativesRulebook } from '../model/index.js'
import { quantity, ratio } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, unsourced } from './rulebook.js'

const swap = { kind: 'linear', quote: 'USDT', settlement: 'USDT', lot: '1' } as const

/**
 * OKX swaps, single-currency margin: one rate for the whole position by its count of contracts, the taker fee inside maintenance, and
 * liquidation at exactly 100 %. Quantities are contracts. docs/venues/okx.md has the formulas with their sources.
 */
export const okxSwaps: DerivativesRulebook = derivativesRulebook({
  id: 'okx',
  version: 'okx@2022',
  validFrom: '2022-01-01',
  source:
    'freqtrade tests (position tiers of ETH-USDT as the API answered; liquidation price with the taker fee inside), open-lib.com/11556.html, read 2026-11',
  currency: 'USDT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: { name: 'Margin ratio', direction: 'up_is_safe' },
  basis: 'mark',
  markets: [
    {
      market: contract('ETH-USDT-SWAP', { ...swap, base: 'ETH', multiplier: '0.1' }),
      tiers: [],
      shape: {
        shape: 'flat',
        by: 'quantity',
        tiers: [
          { from: quantity('0'), maintenanceRate: ratio('0.01'), initialRate: ratio('0.013') },
          { from: quantity('2001'), maintenanceRate: ratio('0.015'), initialRate: ratio('0.02') },
          { from: quantity('4001'), maintenanceRate: ratio('0.02'), initialRate: ratio('0.05') },
        ],
      },
      closingFee: ratio('0.0006'),
      knownUpTo: { by: 'quantity', most: quantity('8000') },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('BTC-USDT-SWAP', { ...swap, base: 'BTC' })),
  ],
  notSourced: [
    'Position tiers of BTC-USDT, and of ETH-USDT above 8,000 contracts.',
    'The contract size of 0.1 ETH: it stands in the listing of the instrument, which was not among the pages read.',
    'The definitions of MR1 to MR8 of portfolio margin beyond their outline; the rank of auto-deleveraging on the losing side.',
  ],
})

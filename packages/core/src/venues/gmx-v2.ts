import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

/**
 * GMX v2, positions whose collateral is a stable: what is left of the collateral must be at least 1 USD and 1 % of the size at entry, both
 * strict. Every position stands alone: give it `isolatedMargin`. docs/venues/gmx-v2.md.
 */
export const gmx: DerivativesRulebook = derivativesRulebook({
  id: 'gmx-v2',
  version: 'gmx-v2@a5c0c8835182',
  validFrom: '2023-08-01',
  source: 'gmx-io/gmx-synthetics at a5c0c8835182: contracts/position/PositionUtils.sol',
  currency: 'USDC',
  currencyDecimals: 6,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'entry',
  initialBasis: 'entry',
  markets: [
    {
      market: contract('BTC-USD', { kind: 'linear', base: 'BTC', quote: 'USD', settlement: 'USDC' }),
      tiers: [],
      shape: { shape: 'at_least', amount: value('1'), initial: ratio('0.01'), maintenance: ratio('0.01') },
      liquidationFee: NO_FEE,
    },
  ],
  notSourced: [
    'Fees, funding, borrowing and price impact are the caller’s to take off the margin: the contract counts them before its three lines.',
    'Collateral in the index token, whose value moves with the price: the module `gmxV2` has it.',
    'Factors of single markets (0.5 % at 200×) and their separate factor for liquidation.',
  ],
})

import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

/**
 * Drift v2 at 18 decimals, for `check`: rates that grow with the root of the size, profit that counts up to 100 USD for opening, equality
 * safe. The program's own integers, its buffer and its liquidation are the module `driftV2`. docs/venues/drift-v2.md.
 */
export const drift: DerivativesRulebook = derivativesRulebook({
  id: 'drift-v2',
  version: 'drift-v2@0ae3e3b1db78',
  validFrom: '2023-01-01',
  source: 'drift-labs/protocol-v2 at 0ae3e3b1db78: programs/drift/src/math/margin.rs and its tests',
  currency: 'USDC',
  currencyDecimals: 6,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  unrealizedProfit: { initialWeight: ratio('1'), initialMax: value('100') },
  markets: [
    {
      market: contract('SOL-PERP', { kind: 'linear', base: 'SOL', quote: 'USD', settlement: 'USDC' }),
      tiers: [],
      shape: {
        shape: 'square_root',
        initial: { least: ratio('0.1'), kept: ratio('0.8'), factor: ratio('0.001') },
        maintenance: { least: ratio('0.05'), kept: ratio('0.8'), factor: ratio('0.001') },
      },
      liquidationFee: NO_FEE,
    },
  ],
  notSourced: [
    'Today’s parameters of any market: 10 % and 5 % with a size factor of 0.001 are those of the program’s own tests.',
    'Here the root is not rounded to the program’s four decimals, and the weight of a profit does not fall with its size: the module does both.',
    'Spot collateral other than the quote: its weights are the market’s parameters.',
  ],
})

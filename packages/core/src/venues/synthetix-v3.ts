import type { DerivativesRulebook, LinearRate, MarketRule } from '../model/index.js'
import { ratio } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

/** initialFraction ÷ skewScale is the increment a coin, the minimum is the base; maintenance is half of both. */
interface SkewRates {
  readonly initial: LinearRate
  readonly maintenance: LinearRate
}

/**
 * Synthetix v3 perps with the parameters of the protocol's own tests: rates that grow with |size| ÷ skewScale. Equality safe. docs/venues/synthetix-v3.md.
 */
export const synthetix: DerivativesRulebook = derivativesRulebook({
  id: 'synthetix-v3',
  version: 'synthetix-v3@23585f73c76d',
  validFrom: '2023-10-01',
  source:
    'Synthetixio/synthetix-v3 at 23585f73c76d: markets/perps-market, test/integration/Liquidation/Liquidation.margin.test.ts (parameters)',
  currency: 'USD',
  currencyDecimals: 18,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: [
    // skewScale 100, fraction 2, minimum 1 %, scalar 0.5
    perpetual('BTC', {
      initial: { base: ratio('0.01'), increment: ratio('0.02') },
      maintenance: { base: ratio('0.005'), increment: ratio('0.01') },
    }),
    // skewScale 1000
    perpetual('ETH', {
      initial: { base: ratio('0.01'), increment: ratio('0.002') },
      maintenance: { base: ratio('0.005'), increment: ratio('0.001') },
    }),
  ],
  notSourced: [
    'Parameters of any market that is in use: these are the tests’.',
    'The liquidation reward that joins maintenance and the minimum margin a position (0 in the tests).',
    'Discounts of collateral other than USD.',
  ],
})

function perpetual(base: string, rates: SkewRates): MarketRule {
  return {
    market: contract(`${base}PERP`, { kind: 'linear', base, quote: 'USD', settlement: 'USD' }),
    tiers: [],
    shape: { shape: 'linear', ...rates },
    liquidationFee: NO_FEE,
  }
}

import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

/**
 * dYdX v4 at 18 decimals, for `check`: 5 % initial, 60 % of it as maintenance, at the oracle price, equality safe. The chain's own integers,
 * with its truncations and its liquidation, are the module `dydxV4`. docs/venues/dydx-v4.md.
 */
export const dydx: DerivativesRulebook = derivativesRulebook({
  id: 'dydx-v4',
  version: 'dydx-v4@genesis-large-cap',
  validFrom: '2023-10-26',
  source:
    'dydxprotocol/v4-chain at 84d4664bae71: lib/margin/risk.go, x/perpetuals/lib/lib.go; liquidity tier 0 (Large-Cap) of the genesis state',
  currency: 'USDC',
  currencyDecimals: 6,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: [
    {
      market: contract('BTC-USD', {
        kind: 'linear',
        base: 'BTC',
        quote: 'USD',
        settlement: 'USDC',
        lot: '0.0000000001',
      }),
      tiers: [],
      shape: {
        shape: 'flat',
        by: 'notional',
        tiers: [{ from: value('0'), initialRate: ratio('0.05'), maintenanceRate: ratio('0.03') }],
      },
      liquidationFee: NO_FEE,
    },
  ],
  notSourced: [
    'Parameters that governance has changed since genesis: give the market’s own for today’s.',
    'A liquidation price from the documentation: the one here is the root of the rule.',
    'Open interest, which raises the initial rate of most tiers (not of Large-Cap at genesis): the module has it.',
  ],
})

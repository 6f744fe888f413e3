import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook } from './rulebook.js'

/**
 * Perpetual Protocol v2: 10 % initial, 6.25 % maintenance on the notional, a penalty of 2.5 % of what is closed; equality safe.
 * docs/venues/perp-v2.md.
 */
export const perpetualProtocol: DerivativesRulebook = derivativesRulebook({
  id: 'perp-v2',
  version: 'perp-v2@d520bd8e2c42',
  validFrom: '2021-11-30',
  source: 'perpetual-protocol/perp-curie-contract at d520bd8e2c42: ClearingHouse.sol, Vault.sol, CollateralManager.sol',
  currency: 'USDC',
  currencyDecimals: 6,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: ['BTC', 'ETH'].map((base) => ({
    market: contract(`v${base}`, { kind: 'linear', base, quote: 'USD', settlement: 'USDC' }),
    tiers: [],
    shape: {
      shape: 'flat',
      by: 'notional',
      tiers: [{ from: value('0'), initialRate: ratio('0.1'), maintenanceRate: ratio('0.0625') }],
    },
    liquidationFee: ratio('0.025'),
  })),
  notSourced: [
    'Collateral other than the settlement token: its weights are the market’s parameters; its liquidation is the module `perpV2`.',
    'The index average that values positions: the price given is taken as it.',
  ],
})

import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, unsourced } from './rulebook.js'

/** Gate USDT perpetuals: maintenance at mark with the taker fee inside. docs/venues/gate.md has the formulas with their sources. */
export const gate: DerivativesRulebook = derivativesRulebook({
  id: 'gate',
  version: 'gate@2021-api',
  validFrom: '2021-01-01',
  source:
    'Gate API v4, futures contract BTC_USDT (documented answer); freqtrade tests (liquidation price with the fee inside), read 2026-11',
  currency: 'USDT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: null,
  basis: 'mark',
  markets: [
    {
      market: contract('BTC_USDT', { kind: 'linear', base: 'BTC', quote: 'USDT', settlement: 'USDT', tick: '0.1' }),
      tiers: [],
      shape: {
        shape: 'flat',
        by: 'notional',
        tiers: [{ from: value('0'), initialRate: ratio('0.01'), maintenanceRate: ratio('0.005') }],
      },
      closingFee: ratio('0.00075'),
      knownUpTo: { by: 'entry_value', most: value('1000000') },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('ETH_USDT', { kind: 'linear', base: 'ETH', quote: 'USDT', settlement: 'USDT' })),
  ],
  notSourced: [
    'How the rates rise at the steps of 1,000,000 USDT above the base risk limit, and today’s parameters.',
    'What happens at exact equality.',
    'Quantities are coins here: the size of a contract is the instrument’s.',
  ],
})

import type { DerivativesRulebook, FlatTier } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, unsourced } from './rulebook.js'

function step(from: string, initialRate: string, maintenanceRate: string): FlatTier {
  return { from: value(from), initialRate: ratio(initialRate), maintenanceRate: ratio(maintenanceRate) }
}

/**
 * Phemex USDⓈ-M perpetuals: maintenance at mark with the taker fee inside, one rate for the whole position by risk limits of 2,000,000.
 * docs/venues/phemex.md has the formulas with their sources.
 */
export const phemexLinear: DerivativesRulebook = derivativesRulebook({
  id: 'phemex',
  version: 'phemex@risk-limits-v2',
  validFrom: '2022-06-01',
  source:
    'phemex.com help center, liq-price-for-USDTM; product list of the API (riskLimitsV2 of BTCUSDT), read 2026-11',
  currency: 'USDT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: null,
  basis: 'mark',
  markets: [
    {
      market: contract('BTCUSDT', {
        kind: 'linear',
        base: 'BTC',
        quote: 'USDT',
        settlement: 'USDT',
        tick: '0.1',
        lot: '0.001',
      }),
      tiers: [],
      shape: {
        shape: 'flat',
        by: 'notional',
        tiers: [
          step('0', '0.01', '0.005'),
          step('2000000', '0.015', '0.0075'),
          step('4000000', '0.02', '0.01'),
          step('6000000', '0.025', '0.0125'),
          step('8000000', '0.03', '0.015'),
        ],
      },
      closingFee: ratio('0.0006'),
      knownUpTo: { by: 'entry_value', most: value('10000000') },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('ETHUSDT', { kind: 'linear', base: 'ETH', quote: 'USDT', settlement: 'USDT' })),
  ],
  notSourced: [
    'Risk limits above 10,000,000 USDT, and of other markets; whether a notional exactly on a limit belongs to the lower step.',
    'What happens at exact equality.',
    'The deduction (mmAmount) that newer formulas name: 0 here, with whole-position rates.',
  ],
})

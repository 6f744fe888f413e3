import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, tiersOf, unsourced } from './rulebook.js'

const usdt = { kind: 'linear', quote: 'USDT', settlement: 'USDT' } as const

/** Bybit USDT perpetuals: maintenance on the entry value, marginal by tiers. docs/venues/bybit-linear.md has the formulas with sources. */
export const bybitLinear: DerivativesRulebook = derivativesRulebook({
  id: 'bybit-linear',
  version: 'bybit-linear@2026-09-25',
  validFrom: '2026-09-25',
  source:
    'Bybit help center, Liquidation Price (USDT Contract), read 2026-11; risk limits of BTCUSDT as its API answered on 2026-09-25, first two tiers',
  currency: 'USDT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: { name: 'MM Rate', direction: 'up_is_danger' },
  basis: 'entry',
  initialBasis: 'entry',
  markets: [
    {
      market: contract('BTCUSDT', { ...usdt, base: 'BTC', tick: '0.1', lot: '0.001' }),
      tiers: tiersOf([
        ['0', '300000', '0.0033', '150'],
        ['300000', '2000000', '0.005', '100'],
      ]),
      knownUpTo: { by: 'entry_value', most: value('2000000') },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('ETHUSDT', { ...usdt, base: 'ETH' })),
  ],
  notSourced: [
    'Risk limits of BTCUSDT above 2,000,000 USDT and of every other market.',
    'The liquidation price of a position of a unified cross account: the formula here is the isolated one, on the whole balance.',
    'The order of a unified account’s liquidation after spot orders and liabilities, and the exact rank of auto-deleveraging.',
  ],
})

import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, tiersOf, unsourced } from './rulebook.js'

/**
 * Binance COIN-M perpetuals margined in BTC; quantities are contracts of 100 USD. Every coin is an account of its own there: this is the
 * one of BTC. docs/venues/binance-coinm.md has the formulas with their sources.
 */
export const binanceCoinm: DerivativesRulebook = derivativesRulebook({
  id: 'binance-coinm',
  version: 'binance-coinm@2023',
  validFrom: '2023-01-01',
  source: 'Binance support ceccfcfb4e3a45e3b48b0b1bb1a8ae46 (COIN-M liquidation price), read 2026-11',
  currency: 'BTC',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: { name: 'Margin Ratio', direction: 'up_is_danger' },
  basis: 'mark',
  markets: [
    {
      market: contract('BTCUSD_PERP', {
        kind: 'inverse',
        base: 'BTC',
        quote: 'USD',
        settlement: 'BTC',
        multiplier: '100',
        tick: '0.1',
        lot: '1',
      }),
      tiers: tiersOf([['0', '0.4', '0.004', '125']]),
      knownUpTo: { by: 'entry_value', most: value('0.4') },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('ETHUSD_PERP', { kind: 'inverse', base: 'ETH', quote: 'USD', settlement: 'ETH', lot: '1' })),
  ],
  notSourced: [
    'The bracket table above 0.4 BTC: only the published example of 0.4 % is used; two copies of the page disagree on the deduction of 300 BTC (11.605 and 11.81).',
    'The largest leverage of the first bracket (125 is the one of USDⓈ-M), tick and clearance fee.',
    'A published liquidation price: the formula is the inverse form of the USDⓈ-M one, with the variables that the page lists.',
  ],
})

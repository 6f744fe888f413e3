import type { DerivativesRulebook } from '../model/index.js'
import { ratio } from '../number/index.js'
import { contract, derivativesRulebook, unsourced } from './rulebook.js'

/**
 * Kraken Futures' inverse perpetual. Only its funding was sourced (formulas.hourlyPremiumRate): the margin schedule was not, so positions
 * are `unknown` and say so. docs/venues/kraken-futures.md.
 */
export const krakenFutures: DerivativesRulebook = derivativesRulebook({
  id: 'kraken-futures',
  version: 'kraken-futures@funding-only',
  validFrom: '2019-01-01',
  source: 'support.kraken.com 360022835911 (funding of perpetuals), read 2026-11',
  currency: 'XBT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: [
    unsourced(contract('PI_XBTUSD', { kind: 'inverse', base: 'XBT', quote: 'USD', settlement: 'XBT', lot: '1' })),
  ],
  notSourced: [
    'Margin levels and their thresholds (a client’s comment says that PI_XBTUSD starts at 2 % and 1 % and has seven levels).',
    'What happens at exact equality, the liquidation process and its fee.',
    'The page’s first funding example divides by 8 where its text says 24: the text is followed.',
  ],
})

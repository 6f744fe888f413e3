import type { DerivativesRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, unsourced } from './rulebook.js'

/**
 * BitMEX XBTUSD: inverse, one contract is one USD, maintenance on the entry value, the rates rising by risk-limit steps of 50 XBT above 100.
 * docs/venues/bitmex.md has the formulas with their sources.
 */
export const bitmex: DerivativesRulebook = derivativesRulebook({
  id: 'bitmex',
  version: 'bitmex@later-table',
  validFrom: '2020-01-01',
  source:
    'BitMEX riskLimitsExamples (the later of two dated tables), isolatedMarginExamples, liquidationExamples, read 2026-11',
  currency: 'XBT',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'entry',
  initialBasis: 'entry',
  markets: [
    {
      market: contract('XBTUSD', {
        kind: 'inverse',
        base: 'XBT',
        quote: 'USD',
        settlement: 'XBT',
        tick: '0.5',
        lot: '1',
      }),
      tiers: [],
      shape: {
        shape: 'steps',
        baseLimit: value('100'),
        step: value('50'),
        baseInitial: ratio('0.02'),
        baseMaintenance: ratio('0.005'),
      },
      liquidationFee: NO_FEE,
    },
    unsourced(contract('ETHUSD', { kind: 'quanto', base: 'ETH', quote: 'USD', settlement: 'XBT', lot: '1' })),
  ],
  notSourced: [
    'Quanto contracts: their formula was on no page that was read, so ETHUSD is listed without rates.',
    'The day from which the later risk-limit table held.',
    'Whether the taker fee and funding stand inside maintenance: a staff comment says so, the worked example does not.',
  ],
})

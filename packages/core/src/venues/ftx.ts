import type { DerivativesRulebook, MarketRule } from '../model/index.js'
import { ONE_RATIO, ratio } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

/**
 * FTX, historical: initial max(1/leverage, factor × √coins), maintenance max(3 %, 0.6 × factor × √coins), weighted collateral.
 * docs/venues/ftx.md has the formulas with their sources.
 */
export const ftxHistorical: DerivativesRulebook = derivativesRulebook({
  id: 'ftx',
  version: 'ftx@2022',
  validFrom: '2019-05-01',
  source:
    'help.ftx.com 360031149632 (collateral), 360027937831 (liquidations), 360027668712, archived copies read 2026-11',
  currency: 'USD',
  currencyDecimals: 8,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: [perpetual('BTC', '0.002', '0.0012'), perpetual('ETH', '0.0004', '0.00024')],
  collateral: new Map([
    ['BTC', { decimals: 8, initialWeight: ratio('0.95'), maintenanceWeight: ratio('0.975') }],
    ['ETH', { decimals: 8, initialWeight: ratio('0.9'), maintenanceWeight: ratio('0.95') }],
    ['FTT', { decimals: 8, initialWeight: ratio('0.95'), maintenanceWeight: ratio('0.95') }],
    ['USDT', { decimals: 6, initialWeight: ONE_RATIO, maintenanceWeight: ONE_RATIO }],
  ]),
  notSourced: [
    'The size discount of collateral: it was found in other venues’ code only.',
    'How non-USD collateral was sold automatically, and the weight of USDT (1 here).',
    'The account’s largest leverage is the setting of 20×; the weights of single contracts’ initial fraction are not applied.',
  ],
})

/** The maintenance factor is 0.6 of the initial one. */
function perpetual(base: string, factor: string, maintenanceFactor: string): MarketRule {
  return {
    market: contract(`${base}-PERP`, { kind: 'linear', base, quote: 'USD', settlement: 'USD' }),
    tiers: [],
    shape: {
      shape: 'square_root',
      initial: { least: ratio('0.05'), kept: ratio('0'), factor: ratio(factor) },
      maintenance: { least: ratio('0.03'), kept: ratio('0'), factor: ratio(maintenanceFactor) },
    },
    liquidationFee: NO_FEE,
  }
}

import type { DerivativesRulebook, MarketRule } from '../model/index.js'
import { ratio } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, type TierRow, tiersOf } from './rulebook.js'

/**
 * Hyperliquid: maintenance is half of the initial rate at the largest leverage of the tier, marginal by notional at mark.
 * docs/venues/hyperliquid.md has the formulas with their sources.
 */
export const hyperliquid: DerivativesRulebook = derivativesRulebook({
  id: 'hyperliquid',
  version: 'hyperliquid@2025-margin-tiers',
  validFrom: '2025-01-01',
  source: 'hyperliquid.gitbook.io: margin-tiers, liquidations, auto-deleveraging, read 2026-11',
  currency: 'USDC',
  currencyDecimals: 6,
  boundary: 'safe',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  markets: [
    perpetual('BTC', [
      ['0', '150000000', '0.0125', '40'],
      ['150000000', null, '0.025', '20'],
    ]),
    // 1 ÷ 30 above 100,000,000, rounded up: a requirement is never stated too low.
    perpetual('ETH', [
      ['0', '100000000', '0.02', '25'],
      ['100000000', null, '0.033333333333333334', '15'],
    ]),
    perpetual('SOL', [
      ['0', '70000000', '0.025', '20'],
      ['70000000', null, '0.05', '10'],
    ]),
  ],
  notSourced: [
    'What happens at exact equality: the text says “below”.',
    'Whether funding is paid on the oracle or the mark price.',
    'The index of auto-deleveraging: the documentation and a reading of the node disagree (docs/venues/hyperliquid.md).',
    'The day from which these tiers held; older texts have BTC at 50×.',
  ],
})

function perpetual(base: string, rows: readonly TierRow[]): MarketRule {
  return {
    market: contract(base, { kind: 'linear', base, quote: 'USD', settlement: 'USDC' }),
    tiers: tiersOf(rows),
    liquidationFee: NO_FEE,
  }
}

import type { DerivativesRulebook, MarketRule } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE, tiersOf, unsourced } from './rulebook.js'

const btcusd: MarketRule = {
  market: contract('BTCUSD', { kind: 'inverse', base: 'BTC', quote: 'USD', settlement: 'BTC', tick: '0.5', lot: '1' }),
  tiers: tiersOf([['0', '150', '0.005', '100']]),
  knownUpTo: { by: 'entry_value', most: value('150') },
  liquidationFee: NO_FEE,
}

const shared = {
  currency: 'BTC',
  currencyDecimals: 8,
  boundary: 'liquidates',
  targetHealthFactor: ratio('1.25'),
  native: { name: 'MM Rate', direction: 'up_is_danger' },
} as const

const ethusd = unsourced(
  contract('ETHUSD', { kind: 'inverse', base: 'ETH', quote: 'USD', settlement: 'ETH', tick: '0.05', lot: '1' }),
)

const notSourced = [
  'Risk limits of BTCUSD above 150 BTC and of every other market.',
  'A complete worked number in either text; the legacy cross example (5,739.50) is the module’s, with its fee at the bankruptcy price.',
]

/** Bybit inverse perpetuals by the text of 2024: maintenance on the entry value, no closing fee inside. docs/venues/bybit-inverse.md. */
export const bybitInverse: DerivativesRulebook = derivativesRulebook({
  ...shared,
  id: 'bybit-inverse',
  version: 'bybit-inverse@2024',
  validFrom: '2024-01-01',
  source:
    'Bybit help center, Liquidation Price Calculation under Isolated Mode (2024 text), read 2026-11; v5 API, risk limit',
  basis: 'entry',
  initialBasis: 'entry',
  markets: [btcusd, ethusd],
  notSourced,
})

/** The same by the text of 2026-05-27: maintenance at the price itself, the closing fee inside. */
export const bybitInverse2026: DerivativesRulebook = derivativesRulebook({
  ...shared,
  id: 'bybit-inverse-2026',
  version: 'bybit-inverse@2026-05-27',
  validFrom: '2026-05-27',
  source: 'Bybit help center, Liquidation Price Calculation under Isolated Mode (text of 2026-05-27), read 2026-11',
  basis: 'mark',
  markets: [{ ...btcusd, closingFee: ratio('0.00075') }, ethusd],
  notSourced: [...notSourced, 'The taker fee of 2026: 0.075 % is the one of the legacy example.'],
})

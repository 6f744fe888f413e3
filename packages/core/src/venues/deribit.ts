import type { DerivativesRulebook, LinearRate, MarketRule } from '../model/index.js'
import { ratio } from '../number/index.js'
import { contract, derivativesRulebook, NO_FEE } from './rulebook.js'

function rate(base: string, increment: string): LinearRate {
  return { base: ratio(base), increment: ratio(increment) }
}

const shared = {
  validFrom: '2022-01-11',
  boundary: 'liquidates',
  targetHealthFactor: ratio('1'),
  native: null,
  basis: 'mark',
  notSourced: [
    'How a liquidation goes step by step today (old documents: 10 contracts, 25 rounds a second; unofficially 12.5 % steps).',
    'The band and the average of the mark price, the insurance fund and the sharing of losses.',
    'What happens at exact equality: a liquidation stops as soon as equity is above maintenance, so equality is taken to liquidate.',
    'Portfolio margin.',
  ],
} as const

/**
 * Deribit BTC perpetual, standard margin: inverse, in BTC; the rate grows with the coins of the position and applies to all of it, so the
 * requirement is quadratic in 1 ÷ price. Quantities are contracts of 10 USD. docs/venues/deribit.md.
 */
export const deribit: DerivativesRulebook = derivativesRulebook({
  ...shared,
  id: 'deribit',
  version: 'deribit@2022-01-11',
  source: 'Deribit support 25944826427293 (11 January 2022) and 25944738177565 (Linear Perpetual), read 2026-11',
  currency: 'BTC',
  currencyDecimals: 8,
  markets: [
    {
      market: contract('BTC-PERPETUAL', {
        kind: 'inverse',
        base: 'BTC',
        quote: 'USD',
        settlement: 'BTC',
        multiplier: '10',
        tick: '0.5',
        lot: '1',
      }),
      tiers: [],
      shape: { shape: 'linear', initial: rate('0.02', '0.00005'), maintenance: rate('0.01', '0.00005') },
      liquidationFee: ratio('0.0075'),
    },
  ],
})

/** Deribit's USDC-margined perpetuals: the same rate by coins, which does not move with the price. */
export const deribitLinear: DerivativesRulebook = derivativesRulebook({
  ...shared,
  id: 'deribit-linear',
  version: 'deribit-linear@2022-01-11',
  source: 'Deribit support 25944738177565 (Linear Perpetual), read 2026-11',
  currency: 'USDC',
  currencyDecimals: 6,
  markets: [
    usdc('BTC', rate('0.02', '0.00005'), rate('0.01', '0.00005')),
    usdc('SOL', rate('0.04', '0.000005'), rate('0.02', '0.000005')),
  ],
})

function usdc(base: string, initial: LinearRate, maintenance: LinearRate): MarketRule {
  return {
    market: contract(`${base}_USDC-PERPETUAL`, { kind: 'linear', base, quote: 'USDC', settlement: 'USDC' }),
    tiers: [],
    shape: { shape: 'linear', initial, maintenance },
    liquidationFee: NO_FEE,
  }
}

import type { DerivativesRulebook, MarketRule, RiskTierRow } from '../model/index.js'
import { ONE_RATIO, price, quantity, ratio, value } from '../number/index.js'
import { tierTable } from '../rules/derivatives/tiers.js'

/** floor, cap, maintenance rate, largest leverage: a row of the venue's "Leverage and Margin" table. */
type Bracket = readonly [floor: string, cap: string, rate: string, leverage: string]

/** Binance USDⓈ-M leverage brackets, late 2024, as its API returned them (through ccxt's leverage tiers). */
const BTCUSDT: readonly Bracket[] = [
  ['0', '50000', '0.004', '125'],
  ['50000', '600000', '0.005', '100'],
  ['600000', '3000000', '0.0065', '75'],
  ['3000000', '12000000', '0.01', '50'],
  ['12000000', '70000000', '0.02', '25'],
  ['70000000', '100000000', '0.025', '20'],
  ['100000000', '230000000', '0.05', '10'],
  ['230000000', '480000000', '0.1', '5'],
  ['480000000', '600000000', '0.125', '4'],
  ['600000000', '800000000', '0.15', '3'],
  ['800000000', '1200000000', '0.25', '2'],
  ['1200000000', '1800000000', '0.5', '1'],
]

const ETHUSDT: readonly Bracket[] = [
  ['0', '50000', '0.004', '125'],
  ['50000', '600000', '0.005', '100'],
  ['600000', '3000000', '0.0065', '75'],
  ['3000000', '12000000', '0.01', '50'],
  ['12000000', '50000000', '0.02', '25'],
  ['50000000', '65000000', '0.025', '20'],
  ['65000000', '150000000', '0.05', '10'],
  ['150000000', '320000000', '0.1', '5'],
  ['320000000', '400000000', '0.125', '4'],
  ['400000000', '530000000', '0.15', '3'],
  ['530000000', '800000000', '0.25', '2'],
  ['800000000', '1200000000', '0.5', '1'],
]

/**
 * Binance USDⓈ-M futures, single-asset mode: docs/venues/binance-usdm.md has every rule with its source, and what is not sourced.
 * Maintenance = notional at mark × rate − deduction; liquidation when maintenance reaches the margin balance (100 %): equal liquidates.
 */
export const binanceUsdm: DerivativesRulebook = {
  id: 'binance-usdm',
  version: 'binance-usdm@2024-11',
  validFrom: '2024-11-01',
  source:
    'Binance support: liquidation price (b3c689c1f50a44cabb3a84e663b81d93), protocols (360033525271); leverage brackets of late 2024',
  family: 'derivatives',
  currency: 'USDT',
  boundary: 'liquidates',
  breach: 'liquidate',
  cureWindowMs: null,
  warningLevel: ratio('1.25'),
  // The venue does not publish how far its first order reduces; docs/venues/binance-usdm.md says so.
  targetHealthFactor: ratio('1.25'),
  native: { name: 'Margin Ratio', direction: 'up_is_danger' },
  basis: 'mark',
  markets: new Map([
    ['BTCUSDT', linearMarket('BTC', BTCUSDT, '0.003')],
    ['ETHUSDT', linearMarket('ETH', ETHUSDT, '0.005')],
  ]),
  collateral: new Map([['USDT', { decimals: 8, initialWeight: ONE_RATIO, maintenanceWeight: ONE_RATIO }]]),
}

/** The liquidation fees are those of 2019-20, the last that were sourced. */
function linearMarket(base: string, brackets: readonly Bracket[], liquidationFee: string): MarketRule {
  return usdtMarket({
    base,
    liquidationFee,
    rows: brackets.map(([floor, cap, rate, leverage]) => ({
      floor: value(floor),
      cap: value(cap),
      maintenanceRate: ratio(rate),
      leverageMax: ratio(leverage),
    })),
  })
}

/** A USDT-settled linear market with prices to 0.01 and quantities to 0.001. */
function usdtMarket(rule: { base: string; rows: readonly RiskTierRow[]; liquidationFee: string }): MarketRule {
  return {
    market: {
      id: `${rule.base}USDT`,
      kind: 'linear',
      base: rule.base,
      quote: 'USDT',
      settlement: 'USDT',
      tick: price('0.01'),
      lot: quantity('0.001'),
    },
    tiers: tierTable(rule.rows),
    liquidationFee: ratio(rule.liquidationFee),
  }
}

import type { LendingRulebook } from '../../model/index.js'
import { ONE_RATIO, ratio, ZERO_VALUE } from '../../number/index.js'
import { LENDING_BASE, type ReserveRow, reserveOfRow } from '../lending-terms.js'

/**
 * Weights are borrowCollateralFactor and liquidateCollateralFactor. The last figure is what an absorbed account is not credited, by value
 * credited: 1 ÷ liquidationFactor − 1, rounded up at four decimals.
 */
const COLLATERAL: Readonly<Record<string, ReserveRow>> = {
  COMP: [18, '0.50', '0.70', '0.3334'],
  WBTC: [8, '0.80', '0.85', '0.0527'],
  WETH: [18, '0.83', '0.90', '0.0527'],
  UNI: [18, '0.68', '0.74', '0.2049'],
  LINK: [18, '0.73', '0.79', '0.2049'],
  wstETH: [18, '0.82', '0.87', '0.087'],
}

/**
 * Compound v3, the USDC market of the recording: one asset is lent, collateral earns nothing, an account under its line is absorbed whole.
 * The contract's own figures are in `compoundV3`.
 */
export const compoundV3Usdc: LendingRulebook = {
  ...LENDING_BASE,
  id: 'compound-v3-usdc',
  version: 'compound-v3-usdc@d5a30b0a',
  validFrom: null,
  source: 'github compound-finance/comet d5a30b0a; configuration of the market recorded from its bytecode',
  family: 'lending',
  currency: 'USD',
  native: null,
  reserves: new Map([
    ['USDC', { ...reserveOfRow([6, '0', '0', '0'], { canBeBorrowed: true }), liquidationBonus: null }],
    ...Object.entries(COLLATERAL).map(([asset, row]) => [asset, reserveOfRow(row, { canBeBorrowed: false })] as const),
  ]),
  eModes: new Map(),
  isOneCollateral: false,
  liquidation: {
    closeFactor: ONE_RATIO,
    closeFactorOf: 'account',
    fullCloseHealthFactor: ONE_RATIO,
    fullCloseBelow: ZERO_VALUE,
    leftoverMin: ZERO_VALUE,
    venueShare: ratio('0.4'),
    venueShareOf: 'bonus',
    beyondCollateral: 'capped',
  },
}

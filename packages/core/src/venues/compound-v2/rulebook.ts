import type { LendingRulebook } from '../../model/index.js'
import { ratio, ZERO_VALUE } from '../../number/index.js'
import { LENDING_BASE, type ReserveRow, reserveOfRow } from '../lending-terms.js'

/** One collateral factor is both weights; the incentive of 1.08 is one for all. */
const RESERVES: Readonly<Record<string, ReserveRow>> = {
  WETH: [18, '0.825', '0.825', '0.08'],
  WBTC: [8, '0.70', '0.70', '0.08'],
  USDC: [6, '0.855', '0.855', '0.08'],
  DAI: [18, '0.835', '0.835', '0.08'],
  UNI: [18, '0.75', '0.75', '0.08'],
}

/**
 * Compound v2 with the parameters of the recorded market. The chain itself sees interest only of markets that somebody has touched; here
 * amounts are what is owed. The contract's own figures are in `compoundV2`.
 */
export const compoundV2: LendingRulebook = {
  ...LENDING_BASE,
  id: 'compound-v2',
  version: 'compound-v2@a3214f67',
  validFrom: null,
  source: 'github compound-finance/compound-protocol a3214f67; parameters of the market recorded from its bytecode',
  family: 'lending',
  currency: 'USD',
  native: null,
  reserves: new Map(
    Object.entries(RESERVES).map(([asset, row]) => [asset, reserveOfRow(row, { canBeBorrowed: true })]),
  ),
  eModes: new Map(),
  isOneCollateral: false,
  liquidation: {
    closeFactor: ratio('0.5'),
    closeFactorOf: 'asset',
    fullCloseHealthFactor: null,
    fullCloseBelow: ZERO_VALUE,
    leftoverMin: ZERO_VALUE,
    venueShare: ratio('0.028'),
    venueShareOf: 'seized',
    beyondCollateral: 'refused',
  },
}

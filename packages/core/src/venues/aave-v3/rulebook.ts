import type { EModeRule, LendingRulebook } from '../../model/index.js'
import { ratio, value } from '../../number/index.js'
import { LENDING_BASE, type ReserveRow, reserveOfRow } from '../lending-terms.js'

/** The reserves as the recorded 3.6 market has them. */
const RESERVES: Readonly<Record<string, ReserveRow>> = {
  WETH: [18, '0.80', '0.825', '0.05'],
  WBTC: [8, '0.73', '0.78', '0.05'],
  USDC: [6, '0.75', '0.78', '0.045'],
  DAI: [18, '0.63', '0.77', '0.05'],
  wstETH: [18, '0.785', '0.81', '0.06'],
  LINK: [18, '0.53', '0.68', '0.07'],
}

/** Both of the recorded market; the bonus is the mode's own. */
const E_MODES: ReadonlyMap<number, EModeRule> = new Map([
  [1, mode('0.93', '0.95', '0.01', ['WETH', 'wstETH'])],
  [2, mode('0.90', '0.93', '0.02', ['USDC', 'DAI'])],
])

/**
 * Aave v3 on Ethereum by the rules of 3.6, with the parameters of the recorded market: docs/venues/aave-v3.md says what is sourced. The
 * contract's own figures, to the last unit, are in `aaveV3`.
 */
export const aaveV3Ethereum: LendingRulebook = {
  ...LENDING_BASE,
  id: 'aave-v3-ethereum',
  version: 'aave-v3-ethereum@3.6',
  validFrom: null,
  source: 'npm @aave-dao/aave-v3-origin 3.6.0 (rules); reserves and e-modes of the market recorded from its bytecode',
  family: 'lending',
  currency: 'USD',
  native: { name: 'Health factor', direction: 'up_is_safe' },
  reserves: new Map(
    Object.entries(RESERVES).map(([asset, row]) => [asset, reserveOfRow(row, { canBeBorrowed: true })]),
  ),
  eModes: E_MODES,
  isOneCollateral: false,
  liquidation: {
    closeFactor: ratio('0.5'),
    closeFactorOf: 'account',
    fullCloseHealthFactor: ratio('0.95'),
    fullCloseBelow: value('2000'),
    leftoverMin: value('1000'),
    venueShare: ratio('0.1'),
    venueShareOf: 'bonus',
    beyondCollateral: 'capped',
  },
}

function mode(initial: string, maintenance: string, bonus: string, collateral: readonly string[]): EModeRule {
  return {
    initialWeight: ratio(initial),
    maintenanceWeight: ratio(maintenance),
    liquidationBonus: ratio(bonus),
    collateral: new Set(collateral),
    borrowable: null,
  }
}

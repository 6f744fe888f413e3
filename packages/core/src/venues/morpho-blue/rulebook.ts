import type { AssetId, LendingRulebook, ReserveRule } from '../../model/index.js'
import { ONE_RATIO, type Ratio, ratio, ZERO_VALUE } from '../../number/index.js'
import { LENDING_BASE } from '../lending-terms.js'
import { liquidationIncentive, MORPHO_WAD } from './market.js'

/**
 * The rulebook of Morpho Blue markets that lend one asset against several kinds of collateral, each pair a market of its own at one lltv.
 * Valued in the loan asset. The bonus follows from the lltv alone.
 * @example morphoRulebook({ id: 'morpho-blue', loan: 'USDC', loanDecimals: 6, lltv: ratio('0.86'), collateral: new Map([['WETH', 18]]) })
 */
export function morphoRulebook(of: {
  readonly id: string
  readonly loan: AssetId
  readonly loanDecimals: number
  readonly lltv: Ratio
  readonly collateral: ReadonlyMap<AssetId, number>
}): LendingRulebook {
  const nothing = 0n as Ratio
  const pledged: Omit<ReserveRule, 'decimals'> = {
    initialWeight: of.lltv,
    maintenanceWeight: of.lltv,
    liquidationBonus: (liquidationIncentive(of.lltv) - MORPHO_WAD) as Ratio,
    canBeBorrowed: false,
  }
  const lent: ReserveRule = {
    decimals: of.loanDecimals,
    initialWeight: nothing,
    maintenanceWeight: nothing,
    liquidationBonus: null,
    canBeBorrowed: true,
  }
  return {
    ...LENDING_BASE,
    id: of.id,
    version: `${of.id}@1.0.0`,
    validFrom: null,
    source: 'npm @morpho-org/morpho-blue 1.0.0',
    family: 'lending',
    currency: of.loan,
    native: { name: 'Health factor', direction: 'up_is_safe' },
    reserves: new Map([
      [of.loan, lent],
      ...[...of.collateral].map(([asset, decimals]): [AssetId, ReserveRule] => [asset, { ...pledged, decimals }]),
    ]),
    eModes: new Map(),
    isOneCollateral: true,
    liquidation: {
      closeFactor: ONE_RATIO,
      closeFactorOf: 'account',
      fullCloseHealthFactor: ONE_RATIO,
      fullCloseBelow: ZERO_VALUE,
      leftoverMin: ZERO_VALUE,
      venueShare: nothing,
      venueShareOf: 'bonus',
      beyondCollateral: 'refused',
    },
  }
}

/** USDC against WETH, wstETH or WBTC at an lltv of 86 %: anybody may create others, see `morphoRulebook`. */
export const morphoBlue: LendingRulebook = morphoRulebook({
  id: 'morpho-blue',
  loan: 'USDC',
  loanDecimals: 6,
  lltv: ratio('0.86'),
  collateral: new Map([
    ['WETH', 18],
    ['wstETH', 18],
    ['WBTC', 8],
  ]),
})

import type { CollateralizedRulebook } from '../../model/index.js'
import { ratio } from '../../number/index.js'
import { LENDING_BASE } from '../lending-terms.js'

const ETH_A = {
  ...LENDING_BASE,
  family: 'collateralized',
  currency: 'DAI',
  native: null,
  collateralRatio: ratio('1.5'),
  initialCollateralRatio: null,
  liquidationPenalty: ratio('0.13'),
  collateral: new Set(['ETH']),
} as const

/**
 * A vault of ETH-A under Liquidations 2.0: the whole vault goes to a Dutch auction. Valued in DAI, whose price is 1 by the rules (par).
 * The contract's own figures, the auction's among them, are in `maker`; docs/venues/maker.md says what later changed.
 */
export const makerEthA: CollateralizedRulebook = {
  ...ETH_A,
  id: 'maker-eth-a',
  version: 'maker-eth-a@2021-04',
  validFrom: '2021-04-30',
  source: 'github makerdao/dss fa4f6630; forum.makerdao.com/t/7628 (ETH and WBTC vaults, Liquidations 2.0 parameters)',
}

/** The same vault on 12 March 2020: English auctions of 50 ETH at most, on a price up to two hours old. */
export const makerEthABlackThursday: CollateralizedRulebook = {
  ...ETH_A,
  id: 'maker-eth-a-2020-03',
  version: 'maker-eth-a@2020-03-12',
  validFrom: '2019-11-18',
  source:
    'minimum ratio of 150 %: the published accounts of 12 March 2020; mechanics: flip.sol and cat.sol of makerdao/dss',
}

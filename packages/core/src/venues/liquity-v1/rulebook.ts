import type { CollateralizedRulebook } from '../../model/index.js'
import { ratio } from '../../number/index.js'
import { LENDING_BASE } from '../lending-terms.js'

/**
 * A Liquity v1 trove in normal mode: 110 % of its debt, the 200 LUSD set aside for gas included. In recovery mode the line is the
 * system's own ratio, up to 150 %: a term of the whole system that `liquityV1` knows and an account alone does not.
 */
export const liquityV1: CollateralizedRulebook = {
  ...LENDING_BASE,
  id: 'liquity-v1',
  version: 'liquity-v1@39f1f7f8',
  validFrom: '2021-04-05',
  source: 'github liquity/dev 39f1f7f8: MCR 110 %, CCR 150 %',
  family: 'collateralized',
  currency: 'LUSD',
  native: null,
  collateralRatio: ratio('1.1'),
  initialCollateralRatio: null,
  // What is left after the debt, up to a tenth of it, goes to the stability pool and to whoever liquidates.
  liquidationPenalty: ratio('0.1'),
  collateral: new Set(['ETH']),
}

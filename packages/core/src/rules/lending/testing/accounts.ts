import {
  type Account,
  CROSS,
  emptyScope,
  type Holding,
  type LendingLiquidationRule,
  type LendingRulebook,
  NO_MEMO,
  NO_SETTINGS,
} from '../../../model/index.js'
import { ONE_RATIO, type Price, type Ratio, ratio, WAD, ZERO_VALUE } from '../../../number/index.js'
import type { View } from '../../family.js'

export const NO_LIMITS: LendingLiquidationRule = {
  closeFactor: ONE_RATIO,
  closeFactorOf: 'asset',
  fullCloseHealthFactor: null,
  fullCloseBelow: ZERO_VALUE,
  leftoverMin: ZERO_VALUE,
  venueShare: 0n as Ratio,
  venueShareOf: 'bonus',
  beyondCollateral: 'capped',
}

/** One collateral C and one debt D in USD, both with 18 decimals. */
export function bookOf(of: {
  readonly weight: Ratio
  readonly bonus: Ratio
  readonly liquidation?: Partial<LendingLiquidationRule>
}): LendingRulebook {
  const reserve = { decimals: 18, initialWeight: of.weight, maintenanceWeight: of.weight, canBeBorrowed: true }
  return {
    id: 'test',
    version: 'test',
    validFrom: null,
    source: 'test',
    family: 'lending',
    currency: 'USD',
    boundary: 'safe',
    breach: 'liquidate',
    cureWindowMs: null,
    warningLevel: ratio('1.25'),
    targetHealthFactor: ONE_RATIO,
    native: null,
    reserves: new Map([
      ['C', { ...reserve, liquidationBonus: of.bonus }],
      ['D', { ...reserve, liquidationBonus: of.bonus }],
    ]),
    eModes: new Map(),
    isOneCollateral: false,
    liquidation: { ...NO_LIMITS, ...of.liquidation },
  }
}

export function accountOf(collateral: bigint, debt: bigint): Account {
  const holdings: readonly Holding[] = [
    { asset: 'C', kind: 'supplied', stored: collateral, isCollateral: true },
    { asset: 'D', kind: 'borrowed', stored: debt, isCollateral: false },
  ]
  return {
    id: 'a',
    venue: 'test',
    scopes: new Map([[CROSS, { ...emptyScope(CROSS, 'cross'), holdings }]]),
    settings: NO_SETTINGS,
    memo: NO_MEMO,
  }
}

export function viewOf(collateral: bigint = WAD, debt: bigint = WAD): View {
  const quote = (price: bigint) => ({ status: 'ok', price: price as Price, observedAtMs: null }) as const
  return {
    prices: new Map([
      ['C', quote(collateral)],
      ['D', quote(debt)],
    ]),
    atMs: null,
  }
}

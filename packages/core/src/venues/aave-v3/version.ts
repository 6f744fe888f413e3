import { fail } from '../../errors.js'
import type { Rounding } from '../contract/integer.js'

/**
 * What differs between the versions of Aave v3, as data: one record a version, read by one implementation. Every field is a row of the
 * matrix in docs/venues/aave-v3.md, which says where it was read.
 */
export interface VersionRules {
  readonly version: string
  /** The factor of a debt over time: three binomial terms, or x + x·(x/2 + x·x/6) of the exponential. */
  readonly debtInterest: 'binomial' | 'exponential'
  /** Balance = scaled × index. */
  readonly supplyBalance: Rounding
  readonly debtBalance: Rounding
  /** Scaled units that an amount mints, burns or moves. */
  readonly supplyMint: Rounding
  readonly supplyBurn: Rounding
  readonly supplyTransfer: Rounding
  readonly debtMint: Rounding
  readonly debtBurn: Rounding
  /** A debt in base currency. Collateral is floored in every version. */
  readonly debtValue: Rounding
  /** healthFactor from the rounded average threshold, or from the exact sum. */
  readonly healthFactor: 'averageThreshold' | 'exactSum'
  /** Collateral × average loan-to-value limit, before the debt is taken off. */
  readonly borrowPower: Rounding
  /** Half of one asset's debt, or half of everything owed. */
  readonly closeFactorOf: 'asset' | 'account'
  /** Under this value (base currency) of either side of the pair all of it may be closed; 0: no such rule. */
  readonly fullCloseBelow: bigint
  /** What a partial liquidation must leave on both sides, in base currency; 0: anything. */
  readonly leftoverMin: bigint
  /** How the contract sees that no collateral is left; `never`: bad debt stays a debt. */
  readonly badDebt: 'never' | 'byBaseValue' | 'byScaledBalance'
  /** Collateral that a debt is worth, with bonus. */
  readonly seized: Rounding
  /** Debt that all of the collateral pays for. */
  readonly debtOfAllCollateral: Rounding
  /** The part of what is seized that is not bonus. */
  readonly withoutBonus: Rounding
  readonly protocolFee: Rounding
  /** Whose liquidation threshold says that an asset counts at all: the reserve's, or the one in force for the user. */
  readonly countsBy: 'reserveThreshold' | 'userThreshold'
  readonly refusesOwnLiquidation: boolean
  readonly hasGracePeriod: boolean
  readonly hasSentinel: boolean
  readonly hasIsolation: boolean
  readonly hasSiloedBorrowing: boolean
  readonly errors: 'numbered' | 'named'
}

/** 3.0.2, which 3.1 and 3.2 follow in everything here but the grace period. */
const V3_0: VersionRules = {
  version: '3.0',
  debtInterest: 'binomial',
  supplyBalance: 'halfUp',
  debtBalance: 'halfUp',
  supplyMint: 'halfUp',
  supplyBurn: 'halfUp',
  supplyTransfer: 'halfUp',
  debtMint: 'halfUp',
  debtBurn: 'halfUp',
  debtValue: 'floor',
  healthFactor: 'averageThreshold',
  borrowPower: 'halfUp',
  closeFactorOf: 'asset',
  fullCloseBelow: 0n,
  leftoverMin: 0n,
  badDebt: 'never',
  seized: 'halfUp',
  debtOfAllCollateral: 'halfUp',
  withoutBonus: 'halfUp',
  protocolFee: 'halfUp',
  countsBy: 'reserveThreshold',
  refusesOwnLiquidation: false,
  hasGracePeriod: false,
  hasSentinel: true,
  hasIsolation: true,
  hasSiloedBorrowing: true,
  errors: 'numbered',
}

const V3_1: VersionRules = { ...V3_0, version: '3.1', hasGracePeriod: true }
const V3_2: VersionRules = { ...V3_1, version: '3.2' }

/** Bad debt becomes a deficit; close factor over the whole account; no dust. */
const V3_3: VersionRules = {
  ...V3_2,
  version: '3.3',
  closeFactorOf: 'account',
  fullCloseBelow: 2_000n * 10n ** 8n,
  leftoverMin: 1_000n * 10n ** 8n,
  badDebt: 'byBaseValue',
}

const V3_4: VersionRules = { ...V3_3, version: '3.4', debtInterest: 'exponential', errors: 'named' }

/** Every balance rounds against its holder, every debt against its debtor. */
const V3_5: VersionRules = {
  ...V3_4,
  version: '3.5',
  supplyBalance: 'floor',
  debtBalance: 'ceil',
  supplyMint: 'floor',
  supplyBurn: 'ceil',
  supplyTransfer: 'ceil',
  debtMint: 'ceil',
  debtBurn: 'floor',
  debtValue: 'ceil',
  healthFactor: 'exactSum',
  borrowPower: 'floor',
  debtOfAllCollateral: 'ceil',
}

const V3_6: VersionRules = { ...V3_5, version: '3.6', countsBy: 'userThreshold', refusesOwnLiquidation: true }

const V3_7: VersionRules = {
  ...V3_6,
  version: '3.7',
  badDebt: 'byScaledBalance',
  seized: 'floor',
  withoutBonus: 'floor',
  protocolFee: 'ceil',
  hasSentinel: false,
  hasIsolation: false,
  hasSiloedBorrowing: false,
}

/** Oldest first. */
export const VERSIONS: readonly VersionRules[] = [V3_0, V3_1, V3_2, V3_3, V3_4, V3_5, V3_6, V3_7]

/**
 * The rules of a version; a patch number is not a rule of its own.
 * @throws `rulebook_invalid` for a version that is not in the matrix
 * @example versionOf('3.6.0').debtValue // 'ceil'
 */
export function versionOf(version: string): VersionRules {
  const found = VERSIONS.find((rules) => version === rules.version || version.startsWith(`${rules.version}.`))
  if (found !== undefined) return found
  const known = VERSIONS.map((rules) => rules.version).join(', ')
  return fail('rulebook_invalid', `Aave v3 has no version ${version} here: use one of ${known}.`)
}

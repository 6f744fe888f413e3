import type { AssetId, CollateralizedRulebook, EModeRule, LendingRulebook, Rulebook } from '../model/index.js'
import { divFloor, formatDecimal, ONE_RATIO, type Ratio, type Value, WAD, ZERO_VALUE } from '../number/index.js'
import { toxicFrontier } from '../rules/index.js'

/** Something in a rulebook's parameters that will hurt. */
export interface LintFinding {
  readonly severity: 'error' | 'warning'
  readonly rule:
    | 'toxic_frontier'
    | 'weights_order'
    | 'bonus_missing'
    | 'dust_below_gas'
    | 'leftover_order'
    | 'penalty_uncovered'
  /** The asset, or the e-mode and the asset, that it is about; `null`: the rulebook. */
  readonly subject: string | null
  /** One sentence: the fact with its figures. */
  readonly message: string
}

export interface LintOptions {
  /** How much selling the seized collateral moves its price, as a fraction: 0 counts today's price as certain. */
  readonly priceImpact?: Ratio
  /** What a liquidation costs its sender, in the valuation currency. */
  readonly gasCost?: Value
}

/**
 * Reads a rulebook's risk parameters against each other:
 *
 *   toxic frontier  maintenanceWeight × (1 + bonus) < 1 − priceImpact, else a liquidation makes its account worse at once
 *   order           initialWeight ≤ maintenanceWeight < 1; an e-mode's weights are not below the reserve's own
 *   dust            what may be left must pay for its own liquidation: leftoverMin × bonus × (1 − venue's share) ≥ gasCost
 *
 * Worst first; empty where nothing is found. Families without collateral weights have nothing to lint here.
 */
export function lintRulebook(book: Rulebook, options: LintOptions = {}): readonly LintFinding[] {
  switch (book.family) {
    case 'lending':
      return bySeverity(lintLending(book, options))
    case 'collateralized':
      return bySeverity(lintCollateralized(book, options))
    case 'simple':
    case 'derivatives':
    case 'broker':
    case 'futures':
    case 'cfd':
    case 'scenario':
      return []
  }
}

function lintLending(book: LendingRulebook, options: LintOptions): readonly LintFinding[] {
  const reserves = [...book.reserves].flatMap(([asset, rule]) => weightsOf(asset, rule, options))
  const modes = [...book.eModes].flatMap(([id, mode]) => modeFindings(book, id, mode, options))
  return [...reserves, ...modes, ...dustFindings(book, options)]
}

interface Weights {
  readonly initialWeight: Ratio
  readonly maintenanceWeight: Ratio
  readonly liquidationBonus: Ratio | null
}

function weightsOf(subject: string, rule: Weights, options: LintOptions): readonly LintFinding[] {
  const { initialWeight, maintenanceWeight, liquidationBonus } = rule
  const findings: LintFinding[] = []
  const shown = [initialWeight, maintenanceWeight].map((weight) => formatDecimal(weight))
  if (initialWeight > maintenanceWeight) {
    const message = `${subject} opens at ${shown[0]} and is liquidated at ${shown[1]}: it can be opened under its own line.`
    findings.push({ severity: 'error', rule: 'weights_order', subject, message })
  } else if (initialWeight === maintenanceWeight && maintenanceWeight > 0n) {
    const message = `${subject} has no room between opening and liquidation: both are at ${shown[0]}.`
    findings.push({ severity: 'warning', rule: 'weights_order', subject, message })
  }
  if (maintenanceWeight === 0n) return findings
  if (liquidationBonus === null) {
    const message = `${subject} counts as collateral but has no bonus: nobody is paid to liquidate it.`
    return [...findings, { severity: 'error', rule: 'bonus_missing', subject, message }]
  }
  return [...findings, ...frontierFindings(subject, { maintenanceWeight, liquidationBonus }, options)]
}

function frontierFindings(
  subject: string,
  of: { readonly maintenanceWeight: Ratio; readonly liquidationBonus: Ratio },
  options: LintOptions,
): readonly LintFinding[] {
  const limit = (ONE_RATIO - (options.priceImpact ?? 0n)) as Ratio
  const frontier = toxicFrontier(of)
  if (frontier < limit) return []
  const isCertain = frontier >= ONE_RATIO
  const against = isCertain ? '1' : `${formatDecimal(limit)}, which the price impact leaves`
  const message =
    `${subject}: weight ${formatDecimal(of.maintenanceWeight)} × (1 + bonus ${formatDecimal(of.liquidationBonus)}) is ` +
    `${formatDecimal(frontier)}, not below ${against}: liquidating it makes accounts worse.`
  return [{ severity: isCertain ? 'error' : 'warning', rule: 'toxic_frontier', subject, message }]
}

function modeFindings(
  book: LendingRulebook,
  id: number,
  mode: EModeRule,
  options: LintOptions,
): readonly LintFinding[] {
  return [...mode.collateral].flatMap((asset: AssetId) => {
    const subject = `eMode ${id} ${asset}`
    const own = book.reserves.get(asset)
    const lower =
      own !== undefined && mode.maintenanceWeight < own.maintenanceWeight
        ? [
            {
              severity: 'warning',
              rule: 'weights_order',
              subject,
              message: `${subject} is liquidated at ${formatDecimal(mode.maintenanceWeight)}, below ${formatDecimal(own.maintenanceWeight)} outside the mode.`,
            } as const,
          ]
        : []
    return [...lower, ...weightsOf(subject, mode, options)]
  })
}

function dustFindings(book: LendingRulebook, options: LintOptions): readonly LintFinding[] {
  const { liquidation } = book
  if (liquidation === null) return []
  const findings: LintFinding[] = []
  if (liquidation.leftoverMin > liquidation.fullCloseBelow) {
    const message = `A partial liquidation must leave ${formatDecimal(liquidation.leftoverMin)}, but only below ${formatDecimal(liquidation.fullCloseBelow)} may all be closed: sizes between are stuck.`
    findings.push({ severity: 'error', rule: 'leftover_order', subject: null, message })
  }
  const gas = options.gasCost ?? ZERO_VALUE
  if (gas === 0n) return findings
  for (const [subject, { liquidationBonus, maintenanceWeight }] of book.reserves) {
    if (liquidationBonus === null || maintenanceWeight === 0n) continue
    const share = liquidation.venueShareOf === 'bonus' ? liquidation.venueShare : (0n as Ratio)
    const earned = divFloor(liquidation.leftoverMin * liquidationBonus * (ONE_RATIO - share), WAD * WAD)
    if (earned >= gas) continue
    const message = `${subject}: what may be left pays ${formatDecimal(earned)} to liquidate, less than gas of ${formatDecimal(gas)}.`
    findings.push({ severity: 'warning', rule: 'dust_below_gas', subject, message })
  }
  return findings
}

function lintCollateralized(book: CollateralizedRulebook, options: LintOptions): readonly LintFinding[] {
  const initial = book.initialCollateralRatio ?? book.collateralRatio
  const findings: LintFinding[] = []
  if (initial < book.collateralRatio) {
    const message = `Opens at ${formatDecimal(initial)} and is liquidated at ${formatDecimal(book.collateralRatio)}: it can be opened under its own line.`
    findings.push({ severity: 'error', rule: 'weights_order', subject: null, message })
  }
  if (book.liquidationPenalty === null) return findings
  const needed = ONE_RATIO + book.liquidationPenalty
  const left = divFloor(book.collateralRatio * (ONE_RATIO - (options.priceImpact ?? 0n)), WAD)
  if (left >= needed) return findings
  const message = `At the line ${formatDecimal(left)} of collateral is left for a debt and penalty of ${formatDecimal(needed)}: the penalty is not covered.`
  return [...findings, { severity: 'warning', rule: 'penalty_uncovered', subject: null, message }]
}

function bySeverity(findings: readonly LintFinding[]): readonly LintFinding[] {
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ]
}

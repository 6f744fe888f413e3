import { fail } from '../../errors.js'
import {
  type Account,
  type AssetId,
  type LendingLiquidationRule,
  type LendingRulebook,
  type ScopeId,
  withHolding,
} from '../../model/index.js'
import {
  divCeil,
  divFloor,
  negate,
  ONE_RATIO,
  type Price,
  type Quantity,
  type Ratio,
  type Value,
  WAD,
} from '../../number/index.js'
import type { ScopeAssessment, View } from '../family.js'
import { amountOf } from '../holding-leg.js'
import { collateralRule, lending, reserveRule } from './lending.js'

/** One liquidation of a lending account: who repays which debt and takes which collateral. */
export interface LiquidationStep {
  readonly scope: ScopeId
  readonly collateral: AssetId
  readonly debt: AssetId
  /** > 0, of the debt asset, in whole units of its own (10^−decimals). */
  readonly repay: Quantity
}

/** Why a step is refused, in the order in which it is looked at. */
export type LiquidationRefusal =
  | 'price_missing'
  | 'not_liquidatable'
  | 'not_collateral'
  | 'not_borrowed'
  | 'above_close_factor'
  | 'beyond_collateral'
  | 'leaves_dust'

/** What a step would do. Quantities ≥ 0. */
export interface LiquidationEffect {
  readonly status: 'done'
  readonly repaid: Quantity
  /** Collateral that the account loses. */
  readonly seized: Quantity
  readonly toLiquidator: Quantity
  readonly toVenue: Quantity
  /** ± value received − value paid, at today's prices, floored; without gas and without the price that selling moves. */
  readonly profit: Value
  /** Debt that no collateral backs any more, ≥ 0. */
  readonly badDebt: Value
  /** Of the scope afterwards; `null`: nothing is owed. */
  readonly healthFactor: Ratio | null
  readonly account: Account
}

export type LiquidationPreview = LiquidationEffect | { readonly status: 'refused'; readonly reason: LiquidationRefusal }

/** What the amounts of a pair are computed from. */
export interface LendingPair {
  readonly rule: LendingLiquidationRule
  readonly bonus: Ratio
  readonly assessment: ScopeAssessment
  readonly collateralPrice: Price
  readonly debtPrice: Price
  readonly collateralHeld: Quantity
  readonly owed: Quantity
  readonly collateralUnit: bigint
  readonly debtUnit: bigint
}

/**
 * What a liquidation would do, before it is done: exact on values, by the rulebook's close factor, bonus, fee, dust rule and whether it
 * takes a repayment down to the collateral that there is. The protocols' own modules say the same to their last unit.
 * @throws `rulebook_invalid` where the rulebook says nothing about liquidation, `unknown_asset` for what it does not list
 */
export function previewLiquidation(
  account: Account,
  book: LendingRulebook,
  view: View,
  step: LiquidationStep,
): LiquidationPreview {
  const pair = lendingPair(account, book, view, step)
  if (typeof pair === 'string') return { status: 'refused', reason: pair }
  if (step.repay > closableQuantity(pair)) return { status: 'refused', reason: 'above_close_factor' }
  const amounts = amountsFor(pair, step.repay)
  if (amounts === null) return { status: 'refused', reason: 'beyond_collateral' }
  const { repaid, seized } = amounts
  if (leavesDust(pair, amounts)) return { status: 'refused', reason: 'leaves_dust' }
  const toVenue = venuePart(pair, seized)
  const after = accountAfter(account, book, step, amounts)
  const [scope] = lending.assess(after, book, view).scopes.filter((each) => each.scope === step.scope)
  const maintenance = scope?.risk?.maintenance
  const isBare = scope?.legs.every(
    ({ leg, worth }) => leg.quantity <= 0n || leg.maintenanceWeight === 0n || worth === 0n,
  )
  return {
    status: 'done',
    repaid,
    seized,
    toLiquidator: (seized - toVenue) as Quantity,
    toVenue,
    profit: divFloor((seized - toVenue) * pair.collateralPrice - repaid * pair.debtPrice, WAD) as Value,
    badDebt: isBare === true && maintenance !== undefined ? maintenance.requirement : (0n as Value),
    healthFactor: scope?.healthFactor ?? null,
    account: after,
  }
}

/** The pair of a step, or why it cannot be liquidated at all. */
export function lendingPair(
  account: Account,
  book: LendingRulebook,
  view: View,
  of: Omit<LiquidationStep, 'repay'>,
): LendingPair | LiquidationRefusal {
  const rule = book.liquidation
  const { liquidationBonus, maintenanceWeight } = collateralRule(book, account, of.collateral)
  if (rule === null)
    return fail('rulebook_invalid', `${book.id} does not say how it liquidates: add its liquidation terms.`)
  const assessment = lending.assess(account, book, view).scopes.find((each) => each.scope === of.scope)
  if (assessment === undefined || assessment.risk === null) return 'price_missing'
  if (assessment.status !== 'liquidatable' && assessment.status !== 'bankrupt') return 'not_liquidatable'
  const held = account.scopes.get(of.scope)?.holdings ?? []
  const pledged = held.find(
    ({ asset, kind, isCollateral }) => asset === of.collateral && kind === 'supplied' && isCollateral,
  )
  if (pledged === undefined || liquidationBonus === null || maintenanceWeight === 0n) return 'not_collateral'
  const borrowed = held.find(({ asset, kind }) => asset === of.debt && kind === 'borrowed')
  if (borrowed === undefined || borrowed.stored === 0n) return 'not_borrowed'
  const priceOf = (asset: AssetId): Price =>
    assessment.legs.find(({ leg }) => 'holding' in leg.of && leg.of.holding.asset === asset)?.price ?? (0n as Price)
  const collateralDecimals = reserveRule(book, of.collateral).decimals
  const debtDecimals = reserveRule(book, of.debt).decimals
  return {
    rule,
    bonus: liquidationBonus,
    assessment,
    collateralPrice: priceOf(of.collateral),
    debtPrice: priceOf(of.debt),
    collateralHeld: amountOf(pledged, collateralDecimals),
    owed: amountOf(borrowed, debtDecimals),
    collateralUnit: 10n ** BigInt(18 - collateralDecimals),
    debtUnit: 10n ** BigInt(18 - debtDecimals),
  }
}

/** The most of the debt that one step may close, in whole units. */
export function closableQuantity(pair: LendingPair): Quantity {
  const { rule, owed, debtPrice, assessment } = pair
  const { fullCloseHealthFactor: full, closeFactor } = rule
  const isDeep = full !== null && assessment.healthFactor !== null && assessment.healthFactor <= full
  const debtValue = divCeil(owed * debtPrice, WAD)
  const collateralValue = divFloor(pair.collateralHeld * pair.collateralPrice, WAD)
  if (isDeep || debtValue < rule.fullCloseBelow || collateralValue < rule.fullCloseBelow) return owed
  if (rule.closeFactorOf === 'asset' || debtPrice === 0n)
    return wholeUnits(divFloor(owed * closeFactor, WAD), pair.debtUnit)
  const total = assessment.risk?.maintenance.requirement ?? 0n
  const allowed = divFloor(total * closeFactor, debtPrice)
  return allowed < owed ? wholeUnits(allowed, pair.debtUnit) : owed
}

interface Amounts {
  readonly repaid: Quantity
  readonly seized: Quantity
}

/** Collateral for a repayment; where there is less: taken down with the debt that it pays for, or `null` for a refusal. */
export function amountsFor(pair: LendingPair, repay: Quantity): Amounts | null {
  const { collateralPrice, debtPrice, bonus, collateralHeld: held } = pair
  const gross = ONE_RATIO + bonus
  const isCovered = repay * debtPrice * gross <= held * collateralPrice * WAD
  if (isCovered && collateralPrice > 0n) {
    const seized = divFloor(repay * debtPrice * gross, collateralPrice * WAD)
    return { repaid: repay, seized: wholeUnits(seized, pair.collateralUnit) }
  }
  if (pair.rule.beyondCollateral === 'refused') return null
  const paidFor = debtPrice === 0n ? 0n : divCeil(held * collateralPrice * WAD, debtPrice * gross)
  const repaid = divCeil(paidFor, pair.debtUnit) * pair.debtUnit
  return { repaid: (repaid < repay ? repaid : repay) as Quantity, seized: held }
}

function leavesDust(pair: LendingPair, { repaid, seized }: Amounts): boolean {
  const debtLeft = pair.owed - repaid
  const collateralLeft = pair.collateralHeld - seized
  if (debtLeft === 0n || collateralLeft === 0n) return false
  const debtValue = divCeil(debtLeft * pair.debtPrice, WAD)
  const collateralValue = divFloor(collateralLeft * pair.collateralPrice, WAD)
  return debtValue < pair.rule.leftoverMin || collateralValue < pair.rule.leftoverMin
}

function venuePart(pair: LendingPair, seized: Quantity): Quantity {
  const { venueShare, venueShareOf } = pair.rule
  const of = venueShareOf === 'seized' ? seized : seized - divFloor(seized * WAD, ONE_RATIO + pair.bonus)
  return wholeUnits(divFloor(of * venueShare, WAD), pair.collateralUnit)
}

function accountAfter(account: Account, book: LendingRulebook, step: LiquidationStep, amounts: Amounts): Account {
  const scope = account.scopes.get(step.scope)
  if (scope === undefined) return account
  const stored = (amount: Quantity, asset: AssetId): bigint =>
    divFloor(amount, 10n ** BigInt(18 - reserveRule(book, asset).decimals))
  const seized = withHolding(scope, {
    asset: step.collateral,
    kind: 'supplied',
    stored: -stored(amounts.seized, step.collateral),
  })
  const repaid = withHolding(seized, {
    asset: step.debt,
    kind: 'borrowed',
    stored: stored(negate(amounts.repaid), step.debt),
  })
  return { ...account, scopes: new Map([...account.scopes, [step.scope, repaid]]) }
}

function wholeUnits(amount: bigint, unit: bigint): Quantity {
  return (divFloor(amount, unit) * unit) as Quantity
}

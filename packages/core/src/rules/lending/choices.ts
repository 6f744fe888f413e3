import type { Account, AssetId, LendingRulebook, ScopeId } from '../../model/index.js'
import { divFloor, ONE_RATIO, type Quantity, type Ratio, WAD } from '../../number/index.js'
import type { View } from '../family.js'
import { collateralRule, lending } from './lending.js'
import {
  amountsFor,
  closableQuantity,
  type LendingPair,
  type LiquidationEffect,
  lendingPair,
  previewLiquidation,
} from './liquidation.js'
import { lastSize, type SizeRange, sizeRanges } from './sizes.js'

/** Everything that one pair of a liquidatable scope offers. */
export interface LiquidationChoice {
  readonly scope: ScopeId
  readonly collateral: AssetId
  readonly debt: AssetId
  /** Every size from one unit to the whole debt, in units of the debt asset, legal or refused and why. */
  readonly sizes: readonly SizeRange[]
  /** The legal step that pays the liquidator most; `null`: no size is legal. */
  readonly best: LiquidationEffect | null
  /** Two steps in a row, where together they pay more than the best alone. */
  readonly bestOfTwo: readonly [LiquidationEffect, LiquidationEffect] | null
  /** healthFactor below which a partial step with this collateral lowers the healthFactor. */
  readonly frontier: Ratio
  /** Whether the scope stands below it now. */
  readonly isToxic: boolean
}

/** What a liquidator earns by a step; replaces the value at today's prices, e.g. to count gas and the price that selling moves. */
export type ProfitOf = (effect: LiquidationEffect) => bigint

/**
 * Every pair of every liquidatable scope: its legal sizes, the best of them in one step and in two, and whether partial steps make it
 * worse. A pair without a bonus, and a healthy scope, offer nothing.
 */
export function liquidationChoices(
  account: Account,
  book: LendingRulebook,
  view: View,
  options: { readonly profitOf?: ProfitOf } = {},
): readonly LiquidationChoice[] {
  const profitOf = options.profitOf ?? ((effect: LiquidationEffect): bigint => effect.profit)
  return [...account.scopes.values()].flatMap((scope) => {
    const pledged = scope.holdings.filter(({ kind, isCollateral }) => kind === 'supplied' && isCollateral)
    const owed = scope.holdings.filter(({ kind }) => kind === 'borrowed')
    return pledged.flatMap(({ asset: collateral }) =>
      owed.flatMap(({ asset: debt }) =>
        choiceOf({ account, book, view, profitOf }, { scope: scope.id, collateral, debt }),
      ),
    )
  })
}

/**
 * healthFactor under which a partial liquidation of this collateral lowers the healthFactor: maintenanceWeight × (1 + bonus). At or above 1
 * every liquidation of it makes its account worse.
 * @example toxicFrontier({ maintenanceWeight: ratio('0.8'), liquidationBonus: ratio('0.05') }) // ratio('0.84')
 */
export function toxicFrontier(of: { readonly maintenanceWeight: Ratio; readonly liquidationBonus: Ratio }): Ratio {
  return divFloor(of.maintenanceWeight * (ONE_RATIO + of.liquidationBonus), WAD) as Ratio
}

interface Query {
  readonly account: Account
  readonly book: LendingRulebook
  readonly view: View
  readonly profitOf: ProfitOf
}

type PairName = { readonly scope: ScopeId; readonly collateral: AssetId; readonly debt: AssetId }

function choiceOf(query: Query, of: PairName): readonly LiquidationChoice[] {
  const { account, book, view } = query
  const pair = lendingPair(account, book, view, of)
  if (typeof pair === 'string') return []
  const { maintenanceWeight } = collateralRule(book, account, of.collateral)
  const frontier = toxicFrontier({ maintenanceWeight, liquidationBonus: pair.bonus })
  const health = pair.assessment.healthFactor
  const sizes = sizesOf(query, pair, of)
  const best = bestStep(query, sizes, pair, of)
  return [
    {
      ...of,
      sizes,
      best,
      bestOfTwo: best === null ? null : bestOfTwo(query, { sizes, pair, of, best }),
      frontier,
      isToxic: health !== null && health < frontier,
    },
  ]
}

/** Marks on either side of what could change the answer twice: the collateral's end, the close factor, the whole debt. */
function sizesOf(query: Query, pair: LendingPair, of: PairName): readonly SizeRange[] {
  const unit = pair.debtUnit
  const all = divFloor(pair.owed, unit)
  const closable = divFloor(closableQuantity(pair), unit)
  const isCovered = (size: bigint): boolean => {
    const amounts = amountsFor(pair, (size * unit) as Quantity)
    return amounts !== null && amounts.seized < pair.collateralHeld
  }
  const end = isCovered(all) ? all : lastSize(0n, all, isCovered)
  const marks = [1n, end, end + 1n, closable - 1n, closable, closable + 1n, all - 1n, all]
  return sizeRanges(
    (size) => {
      const effect = stepOf(query, pair, of, size)
      return effect.status === 'refused' ? effect.reason : null
    },
    marks.filter((mark) => mark >= 1n && mark <= all),
  )
}

function stepOf({ account, book, view }: Query, pair: LendingPair, of: PairName, size: bigint) {
  return previewLiquidation(account, book, view, { ...of, repay: (size * pair.debtUnit) as Quantity })
}

/** Profit is linear in the size between the ends of the legal ranges, at today's prices; both ends are tried. */
function bestStep(
  query: Query,
  sizes: readonly SizeRange[],
  pair: LendingPair,
  of: PairName,
): LiquidationEffect | null {
  let best: LiquidationEffect | null = null
  for (const { from, to, refusal } of sizes) {
    if (refusal !== null) continue
    for (const size of [from, to]) {
      const effect = stepOf(query, pair, of, size)
      if (effect.status === 'done' && (best === null || query.profitOf(effect) > query.profitOf(best))) best = effect
    }
  }
  return best
}

/** First as much as leaves the scope under its line, then the best of what is left. */
function bestOfTwo(
  query: Query,
  at: {
    readonly sizes: readonly SizeRange[]
    readonly pair: LendingPair
    readonly of: PairName
    readonly best: LiquidationEffect
  },
): LiquidationChoice['bestOfTwo'] {
  const staysUnder = (size: bigint): boolean => {
    const effect = stepOf(query, at.pair, at.of, size)
    return effect.status === 'done' && effect.healthFactor !== null && isUnder(query, effect, at.of.scope)
  }
  let found: readonly [LiquidationEffect, LiquidationEffect] | null = null
  let most = query.profitOf(at.best)
  for (const { from, to, refusal } of at.sizes) {
    if (refusal !== null || !staysUnder(from)) continue
    const first = stepOf(query, at.pair, at.of, staysUnder(to) ? to : lastSize(from, to, staysUnder))
    if (first.status !== 'done') continue
    const next = { ...query, account: first.account }
    const pair = lendingPair(next.account, next.book, next.view, at.of)
    if (typeof pair === 'string') continue
    const second = bestStep(next, sizesOf(next, pair, at.of), pair, at.of)
    if (second === null) continue
    const profit = query.profitOf(first) + query.profitOf(second)
    if (profit > most) [found, most] = [[first, second], profit]
  }
  return found
}

function isUnder({ book, view }: Query, effect: LiquidationEffect, scope: ScopeId): boolean {
  const after = lending.assess(effect.account, book, view).scopes.find((each) => each.scope === scope)
  return after?.status === 'liquidatable' || after?.status === 'bankrupt'
}

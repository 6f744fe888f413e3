import type { AssetId } from '../../model/index.js'
import { divCeil, divFloor, WAD } from '../../number/index.js'
import { lastSize, type SizeRange, sizeRanges } from '../../rules/index.js'
import { accountData, isLiquidatable } from './account.js'
import { amountsOf, closableDebt, type Liquidation, liquidationCall, type Pair, pairOf } from './liquidation.js'
import { type AaveMarket, type AaveUser, eModeOf, limitsOf, type Reserve } from './market.js'
import { PERCENT_ONE } from './units.js'

/** What one pair of an account offers a liquidator, to the last unit. */
export interface AaveChoice {
  readonly collateral: AssetId
  readonly debt: AssetId
  /** Every `debtToCover` from one unit to the largest that changes anything, legal or refused and why. */
  readonly sizes: readonly SizeRange[]
  /** The legal call that earns most; `null`: none is legal. */
  readonly best: Liquidation | null
  /** Two calls in a row, where together they earn more. */
  readonly bestOfTwo: readonly [Liquidation, Liquidation] | null
  /** healthFactor (10^18) below which a partial call on this collateral lowers the healthFactor: threshold × bonus. */
  readonly frontier: bigint
  readonly isToxic: boolean
}

/** What a call earns its sender, in base currency. */
export type AaveProfit = (
  liquidation: Liquidation,
  of: { readonly collateral: Reserve; readonly debt: Reserve },
) => bigint

/** ± value received, floored, less value paid, ceiled, at the market's own prices: without gas, and as if selling moved no price. */
export const profitAtOraclePrices: AaveProfit = (liquidation, { collateral, debt }) =>
  divFloor(liquidation.liquidatedCollateral * collateral.price, collateral.unit) -
  divCeil(liquidation.debtToCover * debt.price, debt.unit)

interface Query {
  readonly market: AaveMarket
  readonly of: { readonly collateral: AssetId; readonly debt: AssetId }
  readonly profitOf: AaveProfit
}

/**
 * The sizes of a pair, the best call, the best two, and the toxic frontier. One call at most makes bad debt a deficit, so a second is only
 * looked for where the account is still under its line and something is left.
 * @throws `unknown_asset` where the market does not list one of the two
 */
export function aaveChoice(
  market: AaveMarket,
  user: AaveUser,
  of: { readonly collateral: AssetId; readonly debt: AssetId },
  options: { readonly profitOf?: AaveProfit } = {},
): AaveChoice {
  const query: Query = { market, of, profitOf: options.profitOf ?? profitAtOraclePrices }
  const pair = pairOf(market, user, of)
  const { liquidationThreshold, liquidationBonus } = limitsOf(pair.collateral, eModeOf(market, user))
  const frontier = divFloor(liquidationThreshold * liquidationBonus * WAD, PERCENT_ONE * PERCENT_ONE)
  const sizes = sizesOf(query, user, pair)
  const best = bestCall(query, user, pair, sizes)
  return {
    ...of,
    sizes,
    best,
    bestOfTwo: best === null ? null : bestTwo(query, user, { pair, sizes, best }),
    frontier,
    isToxic: pair.data.healthFactor < frontier,
  }
}

function call({ market, of }: Query, user: AaveUser, debtToCover: bigint): ReturnType<typeof liquidationCall> {
  return liquidationCall(market, user, { ...of, debtToCover })
}

/** Marks where the collateral ends and where the close factor does: between them dust can begin once. */
function sizesOf(query: Query, user: AaveUser, pair: Pair): readonly SizeRange[] {
  const { rules } = query.market
  const most = closableDebt(pair, rules)
  const refusalOf = (size: bigint): string | null => {
    const outcome = call(query, user, size)
    return outcome.status === 'reverted' ? outcome.reason : null
  }
  if (most === 0n || pair.collateral.price === 0n) return [{ from: 1n, to: 1n, refusal: refusalOf(1n) }]
  const isPartial = (size: bigint): boolean => amountsOf(pair, size, rules).seized < pair.collateralBalance
  const end = isPartial(most) ? most : lastSize(0n, most, isPartial)
  const marks = [1n, end, end + 1n, most - 1n, most]
  return sizeRanges(
    refusalOf,
    marks.filter((mark) => mark >= 1n && mark <= most),
  )
}

/** Earnings at fixed prices rise with the size inside a range but for a unit of rounding: both ends are tried. */
function bestCall(query: Query, user: AaveUser, pair: Pair, sizes: readonly SizeRange[]): Liquidation | null {
  let best: Liquidation | null = null
  for (const { from, to, refusal } of sizes) {
    if (refusal !== null) continue
    for (const size of [from, to]) {
      const outcome = call(query, user, size)
      if (outcome.status !== 'done') continue
      if (best === null || query.profitOf(outcome, pair) > query.profitOf(best, pair)) best = outcome
    }
  }
  return best
}

function bestTwo(
  query: Query,
  user: AaveUser,
  at: { readonly pair: Pair; readonly sizes: readonly SizeRange[]; readonly best: Liquidation },
): AaveChoice['bestOfTwo'] {
  const staysUnder = (size: bigint): boolean => {
    const outcome = call(query, user, size)
    return outcome.status === 'done' && isLiquidatable(accountData(query.market, outcome.user))
  }
  let found: readonly [Liquidation, Liquidation] | null = null
  let most = query.profitOf(at.best, at.pair)
  for (const { from, to, refusal } of at.sizes) {
    if (refusal !== null || !staysUnder(from)) continue
    const first = call(query, user, staysUnder(to) ? to : lastSize(from, to, staysUnder))
    if (first.status !== 'done') continue
    const pair = pairOf(query.market, first.user, query.of)
    const second = bestCall(query, first.user, pair, sizesOf(query, first.user, pair))
    if (second === null) continue
    const profit = query.profitOf(first, at.pair) + query.profitOf(second, pair)
    if (profit > most) [found, most] = [[first, second], profit]
  }
  return found
}

import { fail, suggestion } from '../../errors.js'
import type { AssetId } from '../../model/index.js'
import { divFloor } from '../../number/index.js'
import { divide, uint } from '../contract/integer.js'
import { orReverted, type Reverted, revert } from '../contract/revert.js'
import { accountLiquidity, type CompoundPositions, NO_COMPOUND_POSITION } from './account.js'
import {
  accrueMarket,
  borrowBalance,
  borrowRate,
  type CompoundMarket,
  exchangeRate,
  type JumpRate,
  MANTISSA,
} from './market.js'

export interface Comptroller {
  /** Largest part of one debt that one call may close. */
  readonly closeFactor: bigint
  /** Collateral received per value repaid: 1.08 is a bonus of 8 %. */
  readonly liquidationIncentive: bigint
  /** Part of everything seized that the market's reserves keep. */
  readonly protocolSeizeShare: bigint
}

export interface CompoundCall {
  readonly borrowed: AssetId
  readonly collateral: AssetId
  /** The borrowed asset's own units; never taken down to what is allowed. */
  readonly repayAmount: bigint
}

export interface CompoundLiquidation {
  readonly status: 'done'
  readonly repayAmount: bigint
  /** Supply tokens taken from the account. */
  readonly seizeTokens: bigint
  readonly liquidatorSeizeTokens: bigint
  /** What the reserves gain, in the collateral's own units. */
  readonly protocolSeizeAmount: bigint
  readonly markets: readonly CompoundMarket[]
  readonly positions: CompoundPositions
}

const INSUFFICIENT_SHORTFALL = 3
const PRICE_ERROR = 13
const TOO_MUCH_REPAY = 17
const UINT_MAX: bigint = 2n ** 256n - 1n

/**
 * A liquidation in the block given: the two markets of the call are accrued, all others stay as they were stored.
 *
 *   ratio = ⌊⌊incentive × price borrowed⌋ ÷ ⌊price of collateral × exchangeRate⌋⌋        seizeTokens = ⌊ratio × repayAmount⌋
 *
 * Refuses with the comptroller's code, or where the account has fewer tokens than would be seized.
 * @throws `unknown_asset` for a market that is not there
 */
export function compoundLiquidate(
  state: { readonly markets: readonly CompoundMarket[]; readonly positions: CompoundPositions; readonly block: bigint },
  comptroller: Comptroller,
  model: JumpRate,
  call: CompoundCall,
): CompoundLiquidation | Reverted {
  marketOf(state.markets, call.borrowed)
  marketOf(state.markets, call.collateral)
  return orReverted(() => {
    const markets = state.markets.map((market) =>
      market.asset === call.borrowed || market.asset === call.collateral
        ? accrueMarket(market, { rate: borrowRate(market, model), block: state.block })
        : market,
    )
    const borrowed = marketOf(markets, call.borrowed)
    const collateral = marketOf(markets, call.collateral)
    const debtor = state.positions.get(call.borrowed) ?? NO_COMPOUND_POSITION
    const debt = borrowBalance(borrowed, debtor)
    refuseCall(markets, state.positions, { comptroller, borrowed, debt, repayAmount: call.repayAmount })
    const seizeTokens = seizeTokensFor(call.repayAmount, { borrowed, collateral, comptroller })
    const holder = state.positions.get(call.collateral) ?? NO_COMPOUND_POSITION
    if (seizeTokens > holder.tokens) revert('Error(LIQUIDATE_SEIZE_TOO_MUCH)')
    // From here on the call is accepted.
    const protocolTokens = divFloor(seizeTokens * comptroller.protocolSeizeShare, MANTISSA)
    const protocolSeizeAmount = divFloor(exchangeRate(collateral) * protocolTokens, MANTISSA)
    const positions = new Map(state.positions)
    const owed = { borrowPrincipal: uint(debt - call.repayAmount), borrowInterestIndex: borrowed.borrowIndex }
    positions.set(call.borrowed, { ...debtor, ...owed })
    const after = positions.get(call.collateral) ?? NO_COMPOUND_POSITION
    positions.set(call.collateral, { ...after, tokens: after.tokens - seizeTokens })
    return {
      status: 'done',
      repayAmount: call.repayAmount,
      seizeTokens,
      liquidatorSeizeTokens: seizeTokens - protocolTokens,
      protocolSeizeAmount,
      positions,
      markets: markets.map((market) => {
        const repaid = market.asset === call.borrowed ? call.repayAmount : 0n
        const kept =
          market.asset === call.collateral ? { tokens: protocolTokens, amount: protocolSeizeAmount } : NOTHING_KEPT
        return {
          ...market,
          cash: market.cash + repaid,
          totalBorrows: market.totalBorrows - repaid,
          totalSupply: market.totalSupply - kept.tokens,
          totalReserves: market.totalReserves + kept.amount,
        }
      }),
    }
  })
}

const NOTHING_KEPT = { tokens: 0n, amount: 0n }

/** A market that nobody can borrow from any more and whose collateral counts nothing may be cleared without a shortfall. */
function isDeprecated(market: CompoundMarket): boolean {
  return market.collateralFactor === 0n && market.isBorrowPaused && market.reserveFactor === MANTISSA
}

function refuseCall(
  markets: readonly CompoundMarket[],
  positions: CompoundPositions,
  of: {
    readonly comptroller: Comptroller
    readonly borrowed: CompoundMarket
    readonly debt: bigint
    readonly repayAmount: bigint
  },
): void {
  if (isDeprecated(of.borrowed)) {
    if (of.debt < of.repayAmount) revert('Error(Can not repay more than the total borrow)')
  } else {
    const liquidity = accountLiquidity(markets, positions)
    const { shortfall } = liquidity ?? reject(PRICE_ERROR)
    if (shortfall === 0n) reject(INSUFFICIENT_SHORTFALL)
    if (of.repayAmount > maxClose(of.debt, of.comptroller)) reject(TOO_MUCH_REPAY)
  }
  if (of.repayAmount === 0n) revert('LiquidateCloseAmountIsZero')
  if (of.repayAmount === UINT_MAX) revert('LiquidateCloseAmountIsUintMax')
}

/** ⌊closeFactor × debt⌋: the most that one call may repay. */
export function maxClose(debt: bigint, comptroller: Pick<Comptroller, 'closeFactor'>): bigint {
  return divFloor(comptroller.closeFactor * debt, MANTISSA)
}

/** Supply tokens for a repayment, bonus included. */
export function seizeTokensFor(
  repayAmount: bigint,
  of: {
    readonly borrowed: CompoundMarket
    readonly collateral: CompoundMarket
    readonly comptroller: Pick<Comptroller, 'liquidationIncentive'>
  },
): bigint {
  const paid = divFloor(of.comptroller.liquidationIncentive * of.borrowed.price, MANTISSA)
  const token = divFloor(of.collateral.price * exchangeRate(of.collateral), MANTISSA)
  return divFloor(uint(divide(paid * MANTISSA, token, 'floor') * repayAmount), MANTISSA)
}

function reject(code: number): never {
  return revert(`LiquidateComptrollerRejection(${code})`)
}

function marketOf(markets: readonly CompoundMarket[], asset: AssetId): CompoundMarket {
  const found = markets.find((market) => market.asset === asset)
  if (found !== undefined) return found
  const known = markets.map((market) => market.asset)
  return fail('unknown_asset', `There is no market for ${asset}.${suggestion(asset, known)}`)
}

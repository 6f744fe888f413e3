import { smallerOf } from '../contract/integer.js'
import { NO_COMPOUND_POSITION } from './account.js'
import { type CompoundCall, type Comptroller, compoundLiquidate, maxClose, seizeTokensFor } from './liquidation.js'
import { accrueMarket, borrowBalance, borrowRate, type CompoundMarket, type JumpRate } from './market.js'

/**
 * The largest repayment that goes through in the given block: the close factor's, or as much as the account's tokens pay for; 0 where
 * none does. Below it every size is legal and earns less: nothing is refused for leaving too little.
 */
export function largestRepay(
  state: Parameters<typeof compoundLiquidate>[0],
  comptroller: Comptroller,
  model: JumpRate,
  of: Pick<CompoundCall, 'borrowed' | 'collateral'>,
): bigint {
  const smallest = compoundLiquidate(state, comptroller, model, { ...of, repayAmount: 1n })
  if (smallest.status === 'reverted') return 0n
  const accrued = (asset: string): CompoundMarket | undefined => {
    const market = state.markets.find((each) => each.asset === asset)
    return market && accrueMarket(market, { rate: borrowRate(market, model), block: state.block })
  }
  const [borrowed, collateral] = [accrued(of.borrowed), accrued(of.collateral)]
  if (borrowed === undefined || collateral === undefined) return 0n
  const debt = borrowBalance(borrowed, state.positions.get(of.borrowed) ?? NO_COMPOUND_POSITION)
  const tokens = (state.positions.get(of.collateral) ?? NO_COMPOUND_POSITION).tokens
  const most = smallerOf(maxClose(debt, comptroller), debt)
  let [fits, tooMuch] = [0n, most + 1n]
  while (tooMuch - fits > 1n) {
    const middle = (fits + tooMuch) >> 1n
    if (seizeTokensFor(middle, { borrowed, collateral, comptroller }) <= tokens) fits = middle
    else tooMuch = middle
  }
  return fits
}

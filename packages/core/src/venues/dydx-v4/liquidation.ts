import { ceilToStep, clamp, floorToStep, minus, ONE, over, powerOfTen, times, truncate } from '../../number/fraction.js'
import { ceilRational, divFloor, floorRational, type Rational, rational, ZERO } from '../../number/index.js'
import { greatest, least, magnitude } from '../../number/integers.js'
import {
  type BaseQuantums,
  maintenanceRequirement,
  netNotional,
  ONE_PPM,
  type PerpetualMarket,
  type Ppm,
  type QuoteQuantums,
} from './market.js'
import { isChangeAllowed, marketOf, riskOf, type Subaccount, sizeOf } from './subaccount.js'

/** Prices, sizes and the fund's part of a dYdX v4 liquidation. Source: `x/clob/keeper/liquidations.go`, deleveraging.go. */

/** A change of one position. */
export interface Closing {
  readonly market: string
  /** Opposite to the position; the other side of a fill gets the negative. */
  readonly quantums: BaseQuantums
}

/**
 * ± quote that the account receives for the change at its bankruptcy price: equity is shared pro rata to maintenance.
 *
 *   −Δnotional − ⌊netCollateral × |Δmaintenance| ÷ maintenance⌋          (both Δ from the whole sizes, never from the change alone)
 *
 * Rounded toward +∞. `null` where nothing is required.
 */
export function bankruptcyQuote(account: Subaccount, closing: Closing): QuoteQuantums | null {
  const market = marketOf(account, closing.market)
  const risk = riskOf(account)
  if (risk.maintenanceRequirement === 0n) return null
  const size = sizeOf(account, closing.market)
  const sizeAfter = size + closing.quantums
  const notionalChange = netNotional(market, sizeAfter) - netNotional(market, size)
  const maintenanceChange = maintenanceRequirement(market, sizeAfter) - maintenanceRequirement(market, size)
  const share = divFloor(risk.netCollateral * magnitude(maintenanceChange), risk.maintenanceRequirement)
  return -notionalChange - share
}

/**
 * The worst price at which a liquidation order may fill, in quote quantums a base quantum, exact and independent of the order's size.
 *
 *   (notional − adjustment × spread × maintenance) ÷ size,  adjustment = bankruptcyAdjustment × (1 − netCollateral ÷ maintenance) in [0, 1]
 *
 * `null` where nothing is held or required.
 */
export function fillablePrice(
  account: Subaccount,
  order: {
    readonly market: string
    readonly bankruptcyAdjustmentPpm: Ppm
    readonly spreadToMaintenancePpm: Ppm
  },
): Rational | null {
  const market = marketOf(account, order.market)
  const risk = riskOf(account)
  const size = sizeOf(account, order.market)
  if (size === 0n || risk.maintenanceRequirement === 0n) return null
  const missing = minus(ONE, rational(risk.netCollateral, risk.maintenanceRequirement))
  const adjustment = clamp(times(ofPpm(order.bankruptcyAdjustmentPpm), missing), { low: ZERO, high: ONE })
  const discount = times(
    adjustment,
    ofPpm(order.spreadToMaintenancePpm),
    rational(maintenanceRequirement(market, size)),
  )
  return over(minus(rational(netNotional(market, size)), discount), rational(size))
}

const SUBTICKS_MAX = 2n ** 64n - 1n

/** The fillable price on the order book's grid: up for the sale that closes a long, down for the purchase that closes a short. */
export function fillableSubticks(order: {
  /** Quote quantums a base quantum. */
  readonly price: Rational
  readonly closes: 'long' | 'short'
  readonly subticksPerTick: bigint
  readonly quantumConversionExponent: bigint
}): bigint {
  const raw = times(order.price, powerOfTen(-order.quantumConversionExponent))
  const tick = rational(order.subticksPerTick)
  const aligned =
    order.closes === 'long'
      ? ceilToStep(rational(ceilRational(raw)), tick)
      : floorToStep(rational(floorRational(raw)), tick)
  const most = SUBTICKS_MAX - (SUBTICKS_MAX % order.subticksPerTick)
  return floorRational(clamp(aligned, { low: tick, high: rational(most) }))
}

/** A fill of a liquidation order. */
export interface LiquidationFill {
  readonly market: string
  /** A buy closes a short. */
  readonly side: 'buy' | 'sell'
  /** > 0 */
  readonly quantums: BaseQuantums
  readonly subticks: bigint
  readonly quantumConversionExponent: bigint
  readonly liquidationFeePpmMax: Ppm
}

/**
 * ± what the insurance fund gains by a fill: what is better than the bankruptcy price, at most the fee; what is worse, it pays whole.
 * `null` as `bankruptcyQuote`.
 */
export function insuranceFundDelta(account: Subaccount, fill: LiquidationFill): QuoteQuantums | null {
  const scale = powerOfTen(fill.quantumConversionExponent)
  const filled = truncate(times(rational(fill.subticks * fill.quantums), scale))
  const isBuy = fill.side === 'buy'
  const bankrupt = bankruptcyQuote(account, { market: fill.market, quantums: isBuy ? fill.quantums : -fill.quantums })
  if (bankrupt === null) return null
  const delta = (isBuy ? -filled : filled) - bankrupt
  if (delta <= 0n) return delta
  const feeMost = divFloor(filled * fill.liquidationFeePpmMax, ONE_PPM)
  return least(feeMost, delta)
}

/** Whether the fund can bear a change of itself; what it receives it always can. */
export function isFundSufficient(balance: QuoteQuantums, delta: QuoteQuantums): boolean {
  return delta >= 0n || balance + delta >= 0n
}

/** The smallest and the largest notional that one order may close of a position. */
export function closableNotional(
  market: PerpetualMarket,
  of: {
    readonly quantums: BaseQuantums
    readonly positionNotionalMin: QuoteQuantums
    readonly portionPpmMax: Ppm
  },
): { readonly least: QuoteQuantums; readonly most: QuoteQuantums } {
  const notional = magnitude(netNotional(market, of.quantums))
  const smallest = least(of.positionNotionalMin, notional)
  const portion = divFloor(notional * of.portionPpmMax, ONE_PPM)
  return { least: smallest, most: greatest(portion, smallest) }
}

/** What a subaccount's limits leave for the rest of the block. Not clamped: below 0 says that a limit was passed. */
export function blockLimitsLeft(of: {
  readonly notionalMax: QuoteQuantums
  /** ≥ 0, liquidated in this block so far. */
  readonly notionalSoFar: QuoteQuantums
  /** ≥ 0 */
  readonly insuranceLostMax: QuoteQuantums
  /** ± change of the fund in this block so far: negative where it lost. */
  readonly insuranceDeltaSoFar: QuoteQuantums
}): { readonly notional: QuoteQuantums; readonly insurance: QuoteQuantums } {
  return {
    notional: of.notionalMax - of.notionalSoFar,
    insurance: of.insuranceLostMax + of.insuranceDeltaSoFar,
  }
}

/** Both quote balances after a deleveraging, or the refusal: the bankruptcy prices of the two do not overlap. */
export type Deleveraged =
  | { readonly status: 'done'; readonly liquidatedQuote: QuoteQuantums; readonly offsettingQuote: QuoteQuantums }
  | { readonly status: 'rejected'; readonly reason: 'no_requirement' | 'liquidated_worsens' | 'offsetting_worsens' }

/** Closes part of a position against an opposite one at the liquidated account's bankruptcy price; each side must be allowed to. */
export function deleverage(of: {
  readonly liquidated: Subaccount
  readonly offsetting: Subaccount
  /** Change of the liquidated position. */
  readonly closing: Closing
}): Deleveraged {
  const quote = bankruptcyQuote(of.liquidated, of.closing)
  if (quote === null) return { status: 'rejected', reason: 'no_requirement' }
  const liquidated = changed(of.liquidated, of.closing, quote)
  if (!isChangeAllowed(riskOf(of.liquidated), riskOf(liquidated))) {
    return { status: 'rejected', reason: 'liquidated_worsens' }
  }
  const opposite = { ...of.closing, quantums: -of.closing.quantums }
  const offsetting = changed(of.offsetting, opposite, -quote)
  if (!isChangeAllowed(riskOf(of.offsetting), riskOf(offsetting))) {
    return { status: 'rejected', reason: 'offsetting_worsens' }
  }
  return { status: 'done', liquidatedQuote: liquidated.quoteBalance, offsettingQuote: offsetting.quoteBalance }
}

function changed(account: Subaccount, closing: Closing, quote: QuoteQuantums): Subaccount {
  const positions = new Map(account.positions)
  positions.set(closing.market, sizeOf(account, closing.market) + closing.quantums)
  return { ...account, quoteBalance: account.quoteBalance + quote, positions }
}

function ofPpm(ppm: Ppm): Rational {
  return rational(ppm, ONE_PPM)
}

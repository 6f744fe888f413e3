import { divCeil, divFloor } from '../../number/index.js'
import { greatest, least, magnitude, positivePart } from '../../number/integers.js'
import { baseToCover, perpFundFee } from './cover.js'
import {
  type BaseUnits,
  type Basis4,
  type Basis6,
  baseValue,
  QUOTE_ONE,
  type QuoteUnits,
  RATIO_ONE,
  U64_MAX,
  unrealizedPnl,
} from './integers.js'
import { lossBuffer, type PerpPosition, part } from './requirement.js'

/** The pace and the steps of a Drift v2 perp liquidation. Source: `programs/drift/src/math/liquidation.rs`, `controller/liquidation.rs`. */

/** Shortages and positions under this are closed at once: 50 USD. */
const SMALL: QuoteUnits = 50_000_000n
/** Slots without a liquidation after which the fee starts to grow. */
const IDLE_SLOTS = 1_500n

/** How far a liquidation may have come by now. */
export interface Pace {
  readonly slot: bigint
  readonly lastActiveSlot: bigint
  /** Share of the shortage that may be cured at once, 10⁻⁴. */
  readonly initialShare: Basis4
  /** Slots in which the share grows by the whole. */
  readonly duration: bigint
  /** Margin freed since the liquidation began. */
  readonly marginFreed: QuoteUnits
}

/** Share of today's shortage that may be cured now, 10⁻⁴: it grows with time, of all that there was to cure. */
export function curableShare(marginShortage: QuoteUnits, pace: Pace): Basis4 {
  if (marginShortage < SMALL) return RATIO_ONE
  const grown = divFloor((pace.slot - pace.lastActiveSlot) * RATIO_ONE, pace.duration)
  const share = least(RATIO_ONE, pace.initialShare + grown)
  const curable = divFloor((marginShortage + pace.marginFreed) * share, RATIO_ONE)
  return divFloor(positivePart(curable - pace.marginFreed) * RATIO_ONE, marginShortage)
}

/** The liquidator's fee: the base, and from 1,500 idle slots on one millionth for every slot (all of them), at most the cap. */
export function liquidatorFee(of: {
  readonly base: Basis6
  readonly feeMax: Basis6
  readonly slot: bigint
  readonly lastActiveSlot: bigint
}): Basis6 {
  const idle = of.slot - of.lastActiveSlot
  return idle < IDLE_SLOTS ? of.base : least(of.feeMax, of.base + idle)
}

export interface PerpLiquidation {
  readonly position: PerpPosition
  /** Deposits that stand behind it. */
  readonly collateral: QuoteUnits
  readonly price: QuoteUnits
  readonly maintenanceRatio: Basis4
  /** Added to the ratio, and to losses, while the liquidation runs. */
  readonly buffer: Basis4
  readonly liquidatorFee: Basis6
  readonly fundFeeMax: Basis6
  readonly stepSize: BaseUnits
  readonly liquidatorBaseMax: BaseUnits
  readonly pace: Pace
}

export interface PerpLiquidationStep {
  readonly position: PerpPosition
  /** What the liquidator takes over. */
  readonly taken: PerpPosition
  readonly fundFee: QuoteUnits
  /** Since the liquidation began, this step included. */
  readonly marginFreed: QuoteUnits
}

/** One step of a perp liquidation at a quote price of 1: the ratio with the buffer is the one that decides throughout. */
export function liquidatePerp(of: PerpLiquidation): PerpLiquidationStep {
  const { position, price, stepSize } = of
  const ratio = of.maintenanceRatio + of.buffer
  const size = magnitude(position.base)
  const shortage = shortageOf(position, of)
  const fee = { marginShortage: shortage, marginRatio: ratio, liquidatorFee: of.liquidatorFee }
  const prices = { oraclePrice: price, quotePrice: QUOTE_ONE }
  const fundFee = perpFundFee({ ...fee, ...prices, base: size, fundFeeMax: of.fundFeeMax })
  const cover = baseToCover({ ...fee, ...prices, fundFee })
  const whole = cover === U64_MAX ? cover : upToStep(cover, stepSize)
  const allowed = divFloor(whole * curableShare(shortage, of.pace), RATIO_ONE)
  const smallest = baseValue(size, price) <= SMALL ? size : 0n
  const take = upToStep(least(least(size, of.liquidatorBaseMax), greatest(allowed, smallest)), stepSize)
  const value = baseValue(take, price)
  const toLiquidator = divFloor(value * of.liquidatorFee, QUOTE_ONE)
  const toFund = divFloor(value * fundFee, QUOTE_ONE)
  const direction = position.base > 0n ? 1n : -1n
  const after: PerpPosition = {
    base: position.base - direction * take,
    quote: position.quote + direction * value - toLiquidator - toFund,
  }
  const freed = positivePart(shortage - positivePart(shortageOf(after, of)))
  return {
    position: after,
    taken: { base: direction * take, quote: -direction * value + toLiquidator },
    fundFee: toFund,
    marginFreed: of.pace.marginFreed + freed,
  }
}

/** ± requirement with the buffer − collateral, P&L and the buffer on a loss. */
function shortageOf(position: PerpPosition, of: PerpLiquidation): QuoteUnits {
  const requirement = part(baseValue(position.base, of.price), of.maintenanceRatio + of.buffer)
  const pnl = unrealizedPnl(position, of.price)
  return requirement - (of.collateral + pnl + lossBuffer(pnl, of.buffer))
}

function upToStep(base: BaseUnits, step: BaseUnits): BaseUnits {
  return divCeil(base, step) * step
}

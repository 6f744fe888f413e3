import {
  type Answer,
  absolute,
  check,
  divCeil,
  divFloor,
  formatDecimal,
  type Price,
  price,
  quantity,
  type Ratio,
  type Value,
  value,
  WAD,
} from '@plimsoll/core'
import type { AccountEntry } from './accounts-view.js'
import type { AccountRow } from './wire.js'

/** No account stands under 0 × its requirement unless its equity is gone: a list does not look for cures. */
const NO_TARGET = 0n as Ratio

/** What a list says of one account. */
export function rowOf(entry: AccountEntry): AccountRow {
  const { account, book, basis } = entry
  const view = { prices: new Map(basis.quotes), atMs: basis.atMs }
  const answer = check({ account, book, view, target: NO_TARGET, liquidating: new Set(basis.liquidatingScopes) })
  return {
    id: account.id,
    venue: account.venue,
    status: answer.status,
    ...withReason(answer, 'healthFactor'),
    ...withReason(answer, 'equity'),
    ...(answer.maintenance === null
      ? { maintenanceRequirement: null, maintenanceRequirementReason: answer.maintenanceReason ?? 'missing_price' }
      : { maintenanceRequirement: answer.maintenance.requirement }),
    ...withReason(answer, 'excessMargin'),
    ...withReason(answer, 'leverage'),
    notional: formatDecimal(entry.notional),
    largestPosition: largestPositionOf(answer),
    nearestLiquidation: nearestLiquidationOf(answer),
    ruleVersion: answer.ruleVersion,
  }
}

type Reasoned = 'healthFactor' | 'equity' | 'excessMargin' | 'leverage'

function withReason<K extends Reasoned>(answer: Answer, key: K): Pick<AccountRow, K | `${K}Reason`> {
  const reason = answer[`${key}Reason`]
  return { [key]: answer[key], ...(reason !== undefined && { [`${key}Reason`]: reason }) } as Pick<
    AccountRow,
    K | `${K}Reason`
  >
}

/** A position, or a holding that requires margin itself: what both lists of an answer have in common here. */
interface Exposure {
  readonly market: string
  readonly leg: 'net' | 'long' | 'short'
  readonly quantity: string
  readonly markPrice: Price
  readonly notional: Value
  readonly liquidationPrice: Price | null
}

function exposuresOf(answer: Answer): readonly Exposure[] {
  const exposures: Exposure[] = []
  for (const { market, leg, quantity, markPrice, notional, liquidationPrice } of answer.positions) {
    if (markPrice === null || notional === null) continue
    exposures.push({
      market,
      leg,
      quantity,
      markPrice: price(markPrice),
      notional: value(notional),
      liquidationPrice: liquidationPrice === null ? null : price(liquidationPrice),
    })
  }
  for (const holding of answer.holdings) {
    const { asset, kind, amount, price: mark, value: worth, liquidationPrice, maintenanceRequirement } = holding
    // Cash in the currency moves with nothing; what has a liquidation price, or is owed, or requires margin is an exposure.
    if (mark === null || worth === null) continue
    if (liquidationPrice === null && maintenanceRequirement === undefined && kind !== 'borrowed') continue
    exposures.push({
      market: asset,
      leg: 'net',
      quantity: kind === 'borrowed' ? formatDecimal(-quantity(amount)) : amount,
      markPrice: price(mark),
      notional: absolute(value(worth)),
      liquidationPrice: liquidationPrice === null ? null : price(liquidationPrice),
    })
  }
  return exposures
}

function largestPositionOf(answer: Answer): AccountRow['largestPosition'] {
  let largest: Exposure | null = null
  for (const exposure of exposuresOf(answer)) {
    if (largest === null || exposure.notional > largest.notional) largest = exposure
  }
  if (largest === null) return null
  const { market, leg, quantity: size, notional } = largest
  return { market, leg, quantity: size, notional: formatDecimal(notional) }
}

function nearestLiquidationOf(answer: Answer): AccountRow['nearestLiquidation'] {
  let nearest: { readonly exposure: Exposure; readonly liquidationPrice: Price; readonly move: Ratio } | null = null
  for (const exposure of exposuresOf(answer)) {
    const { liquidationPrice, markPrice } = exposure
    if (liquidationPrice === null || markPrice === 0n) continue
    const move = moveTo(liquidationPrice, markPrice)
    if (nearest === null || absolute(move) < absolute(nearest.move)) nearest = { exposure, liquidationPrice, move }
  }
  if (nearest === null) return null
  const { exposure, liquidationPrice, move } = nearest
  return {
    market: exposure.market,
    liquidationPrice: formatDecimal(liquidationPrice),
    markPrice: formatDecimal(exposure.markPrice),
    move: formatDecimal(move),
    notional: formatDecimal(exposure.notional),
  }
}

/** price ÷ mark − 1, rounded toward zero: the distance is never shown longer than it is. */
function moveTo(price: Price, markPrice: Price): Ratio {
  const scaled = price * WAD
  return ((price < markPrice ? divCeil(scaled, markPrice) : divFloor(scaled, markPrice)) - WAD) as Ratio
}

import { add, type Ratio, ratioFloor, smaller, subtract, type Value, WAD, ZERO_VALUE } from '../number/index.js'

/** Equity against requirement on one side (initial or maintenance). */
export interface Side {
  /** ± money that counts for margin: floored. */
  readonly marginEquity: Value
  /** ≥ 0, money that must be held: ceiled. */
  readonly requirement: Value
}

/** The central record: what an account or a scope is worth and what it must hold. Additive. */
export interface Risk {
  /** ± at market, no haircuts. */
  readonly equity: Value
  readonly initial: Side
  readonly maintenance: Side
}

/** What happens at exact equality: a field of every venue. */
export type Boundary = 'safe' | 'liquidates'

export type Status = 'healthy' | 'warned' | 'called' | 'unknown' | 'liquidatable' | 'liquidating' | 'bankrupt'

/** From best to worst; an account's status is the worst of its scopes. */
export const STATUSES: readonly Status[] = [
  'healthy',
  'warned',
  'called',
  'unknown',
  'liquidatable',
  'liquidating',
  'bankrupt',
]

export const NO_SIDE: Side = { marginEquity: ZERO_VALUE, requirement: ZERO_VALUE }
export const NO_RISK: Risk = { equity: ZERO_VALUE, initial: NO_SIDE, maintenance: NO_SIDE }

export function addRisk(a: Risk, b: Risk): Risk {
  return {
    equity: add(a.equity, b.equity),
    initial: addSide(a.initial, b.initial),
    maintenance: addSide(a.maintenance, b.maintenance),
  }
}

/** ± marginEquity − maintenance requirement, never clamped. */
export function excessMargin(risk: Risk): Value {
  return subtract(risk.maintenance.marginEquity, risk.maintenance.requirement)
}

/** ± marginEquity − initial requirement, never clamped. */
export function availableMargin(risk: Risk): Value {
  return subtract(risk.initial.marginEquity, risk.initial.requirement)
}

/**
 * marginEquity ÷ maintenance requirement, rounded down: bigger is safer, 1 is the line. `null` when nothing is required.
 * @example healthFactor({ equity, initial, maintenance: { marginEquity: value('7000'), requirement: value('4350') } }) // 1.609…
 */
export function healthFactor(risk: Risk): Ratio | null {
  const { marginEquity, requirement } = risk.maintenance
  return requirement === 0n ? null : ratioFloor(marginEquity, requirement)
}

/** The smallest of those that exist. */
export function lowestHealthFactor(factors: Iterable<Ratio | null>): Ratio | null {
  let lowest: Ratio | null = null
  for (const factor of factors) if (factor !== null) lowest = lowest === null ? factor : smaller(lowest, factor)
  return lowest
}

/** Whether a side stands under `level` × requirement; exact equality is what `boundary` says. Nothing required: never under. */
export function isUnder(side: Side, options: { boundary: Boundary; level?: Ratio }): boolean {
  if (side.requirement === 0n) return false
  const distance = side.marginEquity * WAD - side.requirement * (options.level ?? (WAD as Ratio))
  return options.boundary === 'safe' ? distance < 0n : distance <= 0n
}

export function worstStatus(statuses: Iterable<Status>): Status {
  let worst: Status = 'healthy'
  for (const status of statuses) if (STATUSES.indexOf(status) > STATUSES.indexOf(worst)) worst = status
  return worst
}

function addSide(a: Side, b: Side): Side {
  return { marginEquity: add(a.marginEquity, b.marginEquity), requirement: add(a.requirement, b.requirement) }
}

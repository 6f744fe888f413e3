import { formatDecimal, instantText, type Value } from '@plimsoll/core'
import type { KlineReport } from '../input/index.js'
import type { ReplayResult } from './replay.js'
import type { Figures } from './tally.js'

/** What `plimsoll replay --json` prints; money as decimal strings in the venue's currency. */
export interface ReplayReport extends ReportFigures {
  readonly venue: string
  readonly ruleVersion: string
  readonly from: string
  readonly to: string
  readonly seed: number | null
  readonly path: string
  readonly markets: readonly (KlineReport & { readonly market: string })[]
  readonly accounts: number
  readonly accountsHit: number
  readonly prices: number
  readonly events: number
  readonly fund: string
  readonly atOpening: ReportFigures
  readonly hours: readonly ReportHour[]
  readonly stateHash: string
  /** What the books are off by in units of 10^−18: 0. */
  readonly residual: string
  readonly journal: { readonly directory: string; readonly records: number; readonly hash: string }
  readonly elapsedMs: number
  readonly accountPricesPerSecond: number
}

export interface ReportFigures {
  readonly liquidations: number
  readonly forcedNotional: string
  readonly fees: string
  readonly shortfall: string
  readonly fromFund: string
  readonly badDebt: string
}

interface ReportHour extends ReportFigures {
  readonly hour: string
  readonly accountsHit: number
  readonly fund: string
  readonly prices: Readonly<Record<string, string>>
}

export interface ReportContext {
  readonly venue: string
  readonly ruleVersion: string
  readonly from: string
  readonly to: string
  readonly seed: number | null
  readonly path: string
  readonly markets: readonly (KlineReport & { readonly market: string })[]
  readonly journal: ReplayReport['journal']
  readonly elapsedMs: number
}

export function reportOf(result: ReplayResult, context: ReportContext): ReplayReport {
  const { tally } = result
  const { elapsedMs, ...rest } = context
  return {
    ...rest,
    accounts: result.accounts,
    accountsHit: tally.accountsHit,
    prices: result.prices,
    events: result.events,
    ...figuresOf(tally.total),
    fund: formatDecimal(tally.hours.at(-1)?.fund ?? (0n as Value)),
    atOpening: figuresOf(tally.atOpening),
    hours: tally.hours.map((hour) => ({
      hour: instantText(hour.startMs),
      accountsHit: hour.accountsHit,
      ...figuresOf(hour),
      fund: formatDecimal(hour.fund),
      prices: Object.fromEntries([...hour.prices].map(([market, price]) => [market, formatDecimal(price)])),
    })),
    stateHash: result.stateHash,
    residual: result.residual.toString(),
    elapsedMs,
    accountPricesPerSecond: Math.round((result.accounts * result.prices * 1000) / Math.max(1, elapsedMs)),
  }
}

function figuresOf(figures: Figures): ReportFigures {
  return {
    liquidations: figures.liquidations,
    forcedNotional: formatDecimal(figures.forcedNotional),
    fees: formatDecimal(figures.fees),
    shortfall: formatDecimal(figures.shortfall),
    fromFund: formatDecimal(figures.fromFund),
    badDebt: formatDecimal(figures.badDebt),
  }
}

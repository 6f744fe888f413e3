import type { DerivativesRulebook, Market, MarketRule } from '../model/index.js'
import { ONE_RATIO, price, quantity, type Ratio, ratio, value } from '../number/index.js'
import { tierTable } from '../rules/derivatives/tiers.js'

/** Parts that derivatives rulebooks share in writing; every parameter of a venue stands in its own file. */

/** The finest step there is: where a venue's tick or lot was not sourced, prices and amounts stay exact. */
const FINEST = '0.000000000000000001'

/** floor, cap (null: open), maintenance rate, largest leverage. */
export type TierRow = readonly [floor: string, cap: string | null, maintenanceRate: string, leverageMax: string]

export function tiersOf(rows: readonly TierRow[]): MarketRule['tiers'] {
  return tierTable(
    rows.map(([floor, cap, maintenanceRate, leverageMax]) => ({
      floor: value(floor),
      cap: cap === null ? null : value(cap),
      maintenanceRate: ratio(maintenanceRate),
      leverageMax: ratio(leverageMax),
    })),
  )
}

/** A contract; `steps` where its tick and lot are sourced. */
export function contract(
  id: string,
  of: Pick<Market, 'kind' | 'base' | 'quote' | 'settlement'> & {
    readonly multiplier?: string
    readonly tick?: string
    readonly lot?: string
  },
): Market {
  const { kind, base, quote, settlement, multiplier, tick, lot } = of
  return {
    id,
    kind,
    base,
    quote,
    settlement,
    ...(multiplier !== undefined && { multiplier: quantity(multiplier) }),
    tick: price(tick ?? FINEST),
    lot: quantity(lot ?? FINEST),
  }
}

/** A rulebook with markets by their ids and one currency as collateral, which is how most venues' plain accounts are. */
export function derivativesRulebook(
  of: Omit<DerivativesRulebook, 'family' | 'breach' | 'cureWindowMs' | 'warningLevel' | 'markets' | 'collateral'> & {
    readonly markets: readonly MarketRule[]
    readonly currencyDecimals: number
    readonly collateral?: DerivativesRulebook['collateral']
  },
): DerivativesRulebook {
  const { markets, currencyDecimals, collateral, ...rest } = of
  return {
    ...rest,
    family: 'derivatives',
    breach: 'liquidate',
    cureWindowMs: null,
    warningLevel: ratio('1.25'),
    markets: new Map(markets.map((rule) => [rule.market.id, rule])),
    collateral: new Map([
      [of.currency, { decimals: currencyDecimals, initialWeight: ONE_RATIO, maintenanceWeight: ONE_RATIO }],
      ...(collateral ?? []),
    ]),
  }
}

/** A market that the venue has and whose rates no source showed. */
export function unsourced(market: Market): MarketRule {
  return { market, tiers: [], shape: { shape: 'unsourced' }, liquidationFee: NO_FEE }
}

export const NO_FEE: Ratio = 0n as Ratio

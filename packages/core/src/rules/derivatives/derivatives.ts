import { fail, suggestion } from '../../errors.js'
import type { AssetRule, DerivativesRulebook, MarketId, MarketRule } from '../../model/index.js'
import { type Ratio, rational, smaller, WAD } from '../../number/index.js'
import type { Family } from '../family.js'
import { holdingLeg } from '../holding-leg.js'
import { legsFamily } from '../legs-family.js'
import { positionLeg } from '../position-leg.js'
import type { Schedule } from '../schedule.js'
import { refuseLending } from '../simple/simple.js'

/**
 * Linear contracts against weighted collateral. Maintenance is marginal by notional: notional × rate − deduction; initial is
 * notional ÷ leverage, where leverage is the chosen one, at most the tier's largest.
 */
export const derivatives: Family<DerivativesRulebook> = legsFamily<DerivativesRulebook>({
  validate: (account, book) => {
    refuseLending(account)
    for (const market of account.settings.leverage.keys()) ruleOf(book, market)
    for (const scope of account.scopes.values()) {
      for (const { market } of scope.positions) ruleOf(book, market)
      for (const { asset } of scope.holdings) collateralOf(book, asset)
    }
  },
  legsOf: (scope, account, book) => [
    ...scope.holdings.map((holding) => {
      const rule = collateralOf(book, holding.asset)
      return holdingLeg(holding, {
        decimals: rule.decimals,
        currency: book.currency,
        // A negative balance is a debt and counts whole.
        ...(holding.stored >= 0n && {
          initialWeight: rule.initialWeight,
          maintenanceWeight: rule.maintenanceWeight,
        }),
      })
    }),
    ...scope.positions.map((position) => {
      const rule = ruleOf(book, position.market)
      return positionLeg(position, {
        initial: initialSchedule(rule, account.settings.leverage.get(position.market)),
        maintenance: maintenanceSchedule(rule),
        basis: book.basis,
      })
    }),
  ],
  policies: (book) => ({
    breach: book.breach,
    cureWindowMs: book.cureWindowMs,
    targetHealthFactor: book.targetHealthFactor,
    feeOf: (market) => ruleOf(book, market).liquidationFee,
    lotOf: (market) => ruleOf(book, market).market.lot,
  }),
})

/** One schedule for each market rule and leverage: thousands of positions share it. */
const maintenanceKept = new WeakMap<MarketRule, Schedule>()
const initialKept = new WeakMap<MarketRule, Map<Ratio | undefined, Schedule>>()

function maintenanceSchedule(rule: MarketRule): Schedule {
  const kept = maintenanceKept.get(rule)
  if (kept !== undefined) return kept
  const schedule: Schedule = {
    by: 'notional',
    bands: rule.tiers.map((tier) => ({
      from: tier.floor,
      rate: rational(tier.maintenanceRate, WAD),
      deduction: tier.deduction,
    })),
  }
  maintenanceKept.set(rule, schedule)
  return schedule
}

function initialSchedule(rule: MarketRule, chosen: Ratio | undefined): Schedule {
  const byLeverage = initialKept.get(rule) ?? new Map<Ratio | undefined, Schedule>()
  initialKept.set(rule, byLeverage)
  const kept = byLeverage.get(chosen)
  if (kept !== undefined) return kept
  const schedule: Schedule = {
    by: 'notional',
    bands: rule.tiers.map((tier) => {
      const leverage = chosen === undefined ? tier.leverageMax : smaller(chosen, tier.leverageMax)
      return { from: tier.floor, rate: rational(WAD, leverage), deduction: 0n as typeof tier.deduction }
    }),
  }
  byLeverage.set(chosen, schedule)
  return schedule
}

function ruleOf(book: DerivativesRulebook, market: MarketId): MarketRule {
  const rule = book.markets.get(market)
  if (rule !== undefined) return rule
  return fail('unknown_market', `${book.id} has no market ${market}.${suggestion(market, book.markets.keys())}`)
}

function collateralOf(book: DerivativesRulebook, asset: string): AssetRule {
  const rule = book.collateral.get(asset)
  if (rule !== undefined) return rule
  return fail(
    'unknown_asset',
    `${book.id} does not take ${asset} as collateral.${suggestion(asset, book.collateral.keys())}`,
  )
}

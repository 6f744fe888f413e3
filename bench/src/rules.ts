import {
  type Account,
  availableMargin,
  CROSS,
  type DerivativesRulebook,
  emptyScope,
  excessMargin,
  familyOf,
  formatDecimal,
  healthFactor,
  type MarketRule,
  NO_MEMO,
  NO_SETTINGS,
  ONE_RATIO,
  type Position,
  type Price,
  type Prices,
  price,
  quantity,
  ratio,
  tierTable,
  type Value,
  value,
  WAD,
} from '@plimsoll/core'
import { Decimal } from 'decimal.js'
import { alternate } from './alternate.js'
import type { Bench } from './bench.js'

const ACCOUNTS = 256
const POSITIONS = 8

/** Five tiers, as a mid-sized market has them. */
const TIERS = tierTable([
  { floor: value('0'), cap: value('50000'), maintenanceRate: ratio('0.004'), leverageMax: ratio('125') },
  { floor: value('50000'), cap: value('600000'), maintenanceRate: ratio('0.005'), leverageMax: ratio('100') },
  { floor: value('600000'), cap: value('3000000'), maintenanceRate: ratio('0.0065'), leverageMax: ratio('75') },
  { floor: value('3000000'), cap: value('12000000'), maintenanceRate: ratio('0.01'), leverageMax: ratio('50') },
  { floor: value('12000000'), cap: null, maintenanceRate: ratio('0.02'), leverageMax: ratio('25') },
])

const MARKETS = Array.from({ length: POSITIONS }, (_, index) => `M${index}`)

const book: DerivativesRulebook = {
  id: 'bench',
  version: 'bench',
  validFrom: null,
  source: 'bench',
  family: 'derivatives',
  currency: 'USDT',
  boundary: 'liquidates',
  breach: 'liquidate',
  cureWindowMs: null,
  warningLevel: ratio('1.25'),
  targetHealthFactor: ONE_RATIO,
  native: null,
  basis: 'mark',
  markets: new Map(MARKETS.map((id) => [id, marketRule(id)])),
  collateral: new Map([['USDT', { decimals: 8, initialWeight: ONE_RATIO, maintenanceWeight: ONE_RATIO }]]),
}

function marketRule(id: string): MarketRule {
  return {
    market: {
      id,
      kind: 'linear',
      base: id,
      quote: 'USDT',
      settlement: 'USDT',
      tick: price('0.01'),
      lot: quantity('0.001'),
    },
    tiers: TIERS,
    liquidationFee: ratio('0.005'),
  }
}

/** Sizes over all five tiers, longs and shorts; `every` is the number of the account. */
function positionOf(market: string, index: number, every: number): Position {
  const size = BigInt(1 + ((every * 37 + index * 91) % 900)) * 10n ** BigInt(15 + ((every + index) % 4))
  const signed = (index % 2 === 0 ? size : -size) as Position['quantity']
  const entryValue = (signed * (20_000n + BigInt(every * 13))) as Value
  return { id: market, market, leg: 'net', quantity: signed, entryValue, fundingIndex: 0n }
}

function accountOf(every: number): Account {
  const scope = {
    ...emptyScope(CROSS, 'cross'),
    holdings: [{ asset: 'USDT', kind: 'cash' as const, stored: 10n ** 14n, isCollateral: true }],
    positions: MARKETS.map((market, index) => positionOf(market, index, every)),
  }
  return { id: `a${every}`, venue: 'bench', scopes: new Map([[CROSS, scope]]), settings: NO_SETTINGS, memo: NO_MEMO }
}

/** The prices of one tick; every run takes the next, so that no figure can be kept from the one before. */
function pricesAt(tick: number): Prices {
  return new Map(
    MARKETS.map((market, index) => {
      const at = (21_000n + BigInt((tick * 17 + index * 5) % 500)) * WAD + BigInt(tick % 100) * 10n ** 16n
      return [market, { status: 'ok' as const, price: at as Price, observedAtMs: null }]
    }),
  )
}

interface DecimalPosition {
  readonly quantity: Decimal
  readonly entryValue: Decimal
}

interface DecimalTier {
  readonly floor: Decimal
  readonly rate: Decimal
  readonly deduction: Decimal
  readonly leverage: Decimal
}

const DECIMAL_TIERS: readonly DecimalTier[] = TIERS.map((tier) => ({
  floor: decimalOf(tier.floor),
  rate: decimalOf(tier.maintenanceRate),
  deduction: decimalOf(tier.deduction),
  leverage: decimalOf(tier.leverageMax),
}))

interface DecimalRisk {
  readonly excess: Decimal
  readonly available: Decimal
  readonly healthFactor: Decimal
}

/** The same figures to the same 18 decimals and with the same roundings, written as one would with the library. */
function assessDecimal(cash: Decimal, positions: readonly DecimalPosition[], prices: readonly Decimal[]): DecimalRisk {
  let equity = cash
  let initial = new Decimal(0)
  let maintenance = new Decimal(0)
  for (const [index, { quantity, entryValue }] of positions.entries()) {
    const exact = quantity.times(prices[index] as Decimal)
    const notional = exact.abs()
    equity = equity.plus(exact.toDecimalPlaces(18, Decimal.ROUND_FLOOR).minus(entryValue))
    let tier = DECIMAL_TIERS[0] as DecimalTier
    for (const candidate of DECIMAL_TIERS) {
      if (candidate.floor.gt(notional)) break
      tier = candidate
    }
    initial = initial.plus(notional.div(tier.leverage).toDecimalPlaces(18, Decimal.ROUND_CEIL))
    const required = notional.times(tier.rate).minus(tier.deduction)
    maintenance = maintenance.plus(required.toDecimalPlaces(18, Decimal.ROUND_CEIL))
  }
  return {
    excess: equity.minus(maintenance),
    available: equity.minus(initial),
    healthFactor: equity.div(maintenance).toDecimalPlaces(18, Decimal.ROUND_FLOOR),
  }
}

export const rules: Bench = {
  name: 'rules',
  about: 'Exact assessment of a cross account with eight positions of five tiers, against decimal.js at 60 digits.',
  *run(now) {
    Decimal.set({ precision: 60 })
    const accounts = Array.from({ length: ACCOUNTS }, (_, every) => accountOf(every))
    const decimals = accounts.map((account) => decimalsOf(account))
    requireAgreement(accounts, decimals)
    const family = familyOf(book)
    let tick = 0
    let decimalTick = 0
    const { ours, oursMax, theirs, speedUp } = alternate({
      operations: ACCOUNTS,
      now,
      ours: () => {
        const view = { prices: pricesAt(tick++), atMs: null }
        let last: unknown = null
        for (const account of accounts) last = family.assess(account, book, view)
        return last
      },
      theirs: () => {
        const prices = decimalPrices(decimalTick++)
        let last: unknown = null
        for (const { cash, positions } of decimals) last = assessDecimal(cash, positions, prices)
        return last
      },
    })
    const line = { bench: 'rules', against: 'decimal.js' }
    yield { ...line, case: 'assess 8 × 5', value: ours, unit: 'ns', ratio: 1 / speedUp }
    yield { ...line, case: 'assess 8 × 5, worst run', value: oursMax, unit: 'ns', ratio: oursMax / theirs }
    yield { ...line, case: 'assessments a second', value: 1e9 / ours, unit: '1/s', ratio: speedUp }
  },
}

/** A faster way to another number would be worth nothing: all figures are the same, to the last of 18 decimals. */
function requireAgreement(accounts: readonly Account[], decimals: readonly ReturnType<typeof decimalsOf>[]): void {
  const prices = pricesAt(0)
  for (const [index, account] of accounts.entries()) {
    const { risk } = familyOf(book).assess(account, book, { prices, atMs: null })
    const other = decimals[index]
    if (risk === null || other === undefined) throw new Error('an account of the bench was not assessed')
    const theirs = assessDecimal(other.cash, other.positions, decimalPrices(0))
    const pairs = [
      [theirs.excess, excessMargin(risk)],
      [theirs.available, availableMargin(risk)],
      [theirs.healthFactor, healthFactor(risk) ?? 0n],
    ] as const
    for (const [decimal, ours] of pairs) {
      if (!decimal.eq(decimalOf(ours))) throw new Error(`${formatDecimal(ours)} is not ${decimal}`)
    }
  }
}

function decimalsOf(account: Account): { readonly cash: Decimal; readonly positions: readonly DecimalPosition[] } {
  const positions = account.scopes.get(CROSS)?.positions ?? []
  return {
    cash: new Decimal(1_000_000),
    positions: positions.map((each) => ({
      quantity: decimalOf(each.quantity),
      entryValue: decimalOf(each.entryValue),
    })),
  }
}

function decimalPrices(tick: number): readonly Decimal[] {
  const prices = pricesAt(tick)
  return MARKETS.map((market) => {
    const quote = prices.get(market)
    return decimalOf(quote?.status === 'ok' ? quote.price : 0n)
  })
}

function decimalOf(scaled: bigint): Decimal {
  return new Decimal(formatDecimal(scaled))
}

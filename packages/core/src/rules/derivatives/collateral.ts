import { fail } from '../../errors.js'
import { least, minus, ONE, over, plus, sumOf, times } from '../../number/fraction.js'
import { type Rational, ZERO } from '../../number/index.js'
import { linearPnl } from './contracts.js'

/** value × collateral rate: what a balance counts for. Exact. */
export function weightedCollateral(value: Rational, collateralWeight: Rational): Rational {
  return times(value, collateralWeight)
}

/** What must be sold of a collateral that counts for `collateralWeight` to cover a deficit: deficit ÷ weight, at market value. */
export function collateralToSell(deficit: Rational, collateralWeight: Rational): Rational {
  return over(deficit, collateralWeight)
}

/**
 * Σ min(value × weight, value) over all assets ÷ maintenance: the minimum counts what is owed whole. Up is safe; `null` when nothing is
 * required. Source: Binance portfolio margin (uniMMR), whose stages stand at 150, 120 and 105 % (Pro) or 200, 150 and 120 %.
 */
export function unifiedMaintenanceFigure(account: {
  /** ± value of each asset at its index, with its collateral rate. */
  readonly assets: readonly { readonly value: Rational; readonly collateralWeight: Rational }[]
  /** ≥ 0, of everything that is open. */
  readonly maintenanceRequirement: Rational
}): Rational | null {
  const equity = sumOf(account.assets, ({ value, collateralWeight }) => least(times(value, collateralWeight), value))
  return account.maintenanceRequirement.numerator === 0n ? null : over(equity, account.maintenanceRequirement)
}

/** An asset of a multi-asset account. */
export interface MarginAsset {
  readonly asset: string
  /** ± wallet, in units of the asset. */
  readonly wallet: Rational
  readonly indexPrice: Rational
  /** Fractions: what is owned counts at index × (1 − bidBuffer), what is owed at index × (1 + askBuffer). */
  readonly bidBuffer: Rational
  readonly askBuffer: Rational
}

/** A linear position whose margin and profit are in one of the assets. */
export interface MarginedPosition {
  readonly asset: string
  /** Signed. */
  readonly quantity: Rational
  readonly entryPrice: Rational
  readonly markPrice: Rational
  readonly initialRate: Rational
  readonly maintenanceRate: Rational
}

export interface MultiAssetMargin {
  /** In the order of the assets. */
  readonly bidRates: readonly Rational[]
  readonly askRates: readonly Rational[]
  /** Σ min(equity × bid, equity × ask): the minimum picks the ask for what is owed. */
  readonly accountEquity: Rational
  /** accountEquity − Σ initial requirement × ask. */
  readonly available: Rational
  /** The same in units of each asset: available ÷ ask. */
  readonly availableByAsset: readonly Rational[]
  readonly maintenanceRequirement: Rational
  /** requirement ÷ equity, up is danger; 0 when nothing is required, `null` when equity is 0. */
  readonly marginFigure: Rational | null
}

/**
 * Margin of an account whose assets and positions share one pool in USD. Collateral is marked down at the bid, debts and requirements up
 * at the ask. Source: Binance multi-assets mode.
 * @throws `unknown_asset` a position is margined in an asset that the account does not list
 */
export function multiAssetMargin(account: {
  readonly assets: readonly MarginAsset[]
  readonly positions: readonly MarginedPosition[]
}): MultiAssetMargin {
  const { assets, positions } = account
  const bidRates = assets.map(({ indexPrice, bidBuffer }) => times(indexPrice, minus(ONE, bidBuffer)))
  const askRates = assets.map(({ indexPrice, askBuffer }) => times(indexPrice, plus(ONE, askBuffer)))
  const askOf = (name: string): Rational => {
    const ask = askRates[assets.findIndex(({ asset }) => asset === name)]
    return ask ?? fail('unknown_asset', `A position is margined in ${name}, which is not among the assets: list it.`)
  }
  const required = (rate: (position: MarginedPosition) => Rational): Rational =>
    sumOf(positions, (each) => {
      const notional =
        each.quantity.numerator < 0n
          ? times(minus(ZERO, each.quantity), each.markPrice)
          : times(each.quantity, each.markPrice)
      return times(notional, rate(each), askOf(each.asset))
    })
  const accountEquity = plus(
    ...assets.map(({ asset, wallet }, index) => {
      const own = positions.filter((each) => each.asset === asset)
      const equity = plus(
        wallet,
        sumOf(own, ({ quantity, entryPrice, markPrice }) => linearPnl({ quantity, entryPrice, price: markPrice })),
      )
      return least(times(equity, bidRates[index] ?? ZERO), times(equity, askRates[index] ?? ZERO))
    }),
  )
  const available = minus(
    accountEquity,
    required(({ initialRate }) => initialRate),
  )
  const maintenanceRequirement = required(({ maintenanceRate }) => maintenanceRate)
  return {
    bidRates,
    askRates,
    accountEquity,
    available,
    availableByAsset: askRates.map((ask) => over(available, ask)),
    maintenanceRequirement,
    marginFigure:
      maintenanceRequirement.numerator === 0n
        ? ZERO
        : accountEquity.numerator === 0n
          ? null
          : over(maintenanceRequirement, accountEquity),
  }
}

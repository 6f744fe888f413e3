import { type AaveMarket, type AaveUser, NO_MODES, type Reserve, type ReserveModes } from '../market.js'
import { RAY } from '../units.js'
import { versionOf } from '../version.js'

/** The reserves of the recorded markets, without interest, at round prices. */
const TERMS: readonly [string, number, bigint, bigint, bigint, bigint, bigint][] = [
  ['WETH', 18, 2_300n, 8000n, 8250n, 10500n, 1000n],
  ['WBTC', 8, 60_000n, 7300n, 7800n, 10500n, 1000n],
  ['USDC', 6, 1n, 7500n, 7800n, 10450n, 1000n],
  ['DAI', 18, 1n, 6300n, 7700n, 10500n, 0n],
  ['LINK', 18, 15n, 5300n, 6800n, 10700n, 2000n],
]

export interface Written {
  readonly version?: string
  /** Whole dollars with up to 8 decimals, scaled by 10^8. */
  readonly prices?: Readonly<Record<string, bigint>>
  readonly supplied?: Readonly<Record<string, bigint>>
  readonly borrowed?: Readonly<Record<string, bigint>>
  readonly changes?: Readonly<Record<string, Partial<Reserve>>>
  readonly modes?: Readonly<Record<string, Partial<ReserveModes>>>
  readonly sentinel?: AaveMarket['sentinel']
  readonly timestamp?: bigint
  readonly eModes?: AaveMarket['eModes']
  readonly eMode?: number
}

/** A market and a user in it, amounts in the assets' own units; indexes are 1, so that balances are what is written. */
export function stateOf(written: Written): { readonly market: AaveMarket; readonly user: AaveUser } {
  const timestamp = written.timestamp ?? 1_800_000_000n
  const reserves = TERMS.map(
    ([asset, decimals, price, ltv, threshold, bonus, fee], id): Reserve => ({
      asset,
      id,
      unit: 10n ** BigInt(decimals),
      price: written.prices?.[asset] ?? price * 10n ** 8n,
      ltv,
      liquidationThreshold: threshold,
      liquidationBonus: bonus,
      liquidationProtocolFee: fee,
      isActive: true,
      isPaused: false,
      liquidationGracePeriodUntil: 0n,
      liquidityIndex: RAY,
      variableBorrowIndex: RAY,
      currentLiquidityRate: 0n,
      currentVariableBorrowRate: 0n,
      lastUpdateTimestamp: timestamp,
      deficit: 0n,
      ...written.changes?.[asset],
      modes: { ...NO_MODES, ...written.modes?.[asset] },
    }),
  )
  const supplied = written.supplied ?? {}
  const borrowed = written.borrowed ?? {}
  let configuration = 0n
  for (const { asset, id } of reserves) {
    if (asset in borrowed) configuration |= 1n << BigInt(2 * id)
    if (asset in supplied) configuration |= 1n << BigInt(2 * id + 1)
  }
  return {
    market: {
      rules: versionOf(written.version ?? '3.6'),
      reserves,
      eModes: written.eModes ?? [],
      timestamp,
      sentinel: written.sentinel ?? null,
    },
    user: {
      eMode: written.eMode ?? 0,
      configuration,
      positions: new Map(
        reserves.map(({ asset }) => [
          asset,
          { scaledSupply: supplied[asset] ?? 0n, scaledDebt: borrowed[asset] ?? 0n },
        ]),
      ),
    },
  }
}

export const WETH_UNIT: bigint = 10n ** 18n
export const USDC_UNIT: bigint = 10n ** 6n

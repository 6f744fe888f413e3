import { fail, suggestion } from '../../errors.js'
import type { AssetId } from '../../model/index.js'
import { debtIndexAt, supplyIndexAt } from './interest.js'
import { RAY } from './units.js'
import type { VersionRules } from './version.js'

/** A reserve as it is stored, with today's price. */
export interface Reserve {
  readonly asset: AssetId
  /** Its place in users' words. */
  readonly id: number
  /** One whole unit of the asset in its own units: 10^decimals. */
  readonly unit: bigint
  /** Base currency (10^8 a dollar on the main market) a whole unit; ≤ 0 never reaches a market: see `oraclePrice`. */
  readonly price: bigint
  /** Percentages, 10 000 for 100 %. */
  readonly ltv: bigint
  readonly liquidationThreshold: bigint
  readonly liquidationBonus: bigint
  readonly liquidationProtocolFee: bigint
  readonly isActive: boolean
  readonly isPaused: boolean
  /** Until when it may not be liquidated after a pause, in seconds; 0: no such time. */
  readonly liquidationGracePeriodUntil: bigint
  /** Rays. */
  readonly liquidityIndex: bigint
  readonly variableBorrowIndex: bigint
  /** Rays a year. */
  readonly currentLiquidityRate: bigint
  readonly currentVariableBorrowRate: bigint
  /** Seconds. */
  readonly lastUpdateTimestamp: bigint
  /** Bad debt taken over so far, in the asset's own units. */
  readonly deficit: bigint
  readonly modes: ReserveModes
}

/** Restrictions that a reserve may carry to 3.6. */
export interface ReserveModes {
  /** What all accounts together may borrow against it as their only collateral, with 2 decimals; 0: it is not isolated. */
  readonly debtCeiling: bigint
  /** What they have borrowed, with 2 decimals. */
  readonly isolationModeTotalDebt: bigint
  /** Whether it may be borrowed against an isolated collateral. */
  readonly isBorrowableInIsolation: boolean
  /** Whether it can only be an account's single debt. */
  readonly isSiloed: boolean
}

export const NO_MODES: ReserveModes = {
  debtCeiling: 0n,
  isolationModeTotalDebt: 0n,
  isBorrowableInIsolation: false,
  isSiloed: false,
}

/** An efficiency mode: assets that move together get higher limits, asset by asset. */
export interface EMode {
  readonly id: number
  readonly ltv: bigint
  readonly liquidationThreshold: bigint
  readonly liquidationBonus: bigint
  readonly collateral: ReadonlySet<AssetId>
  /** What may be borrowed in it; `null`: nothing is said. */
  readonly borrowable: ReadonlySet<AssetId> | null
  /** Collateral that keeps its threshold in it but lends nothing any more (3.6). */
  readonly ltvZero: ReadonlySet<AssetId>
}

/** The watch over a rollup's sequencer. */
export interface Sentinel {
  readonly isUp: boolean
  /** When the sequencer's state last changed, in seconds. */
  readonly startedAt: bigint
  /** Seconds. */
  readonly gracePeriod: bigint
}

export interface AaveMarket {
  readonly rules: VersionRules
  /** In the order of their ids. */
  readonly reserves: readonly Reserve[]
  readonly eModes: readonly EMode[]
  /** Of the block that includes the call, in seconds: it decides the interest. */
  readonly timestamp: bigint
  readonly sentinel: Sentinel | null
}

export interface AaveUser {
  /** 0: none. */
  readonly eMode: number
  /** Two bits a reserve: what is borrowed, what stands as collateral. */
  readonly configuration: bigint
  readonly positions: ReadonlyMap<AssetId, AavePosition>
}

/** What is stored of one asset: to be multiplied by the indexes. */
export interface AavePosition {
  readonly scaledSupply: bigint
  readonly scaledDebt: bigint
}

export const NO_POSITION: AavePosition = { scaledSupply: 0n, scaledDebt: 0n }

/** Both indexes of a reserve at the market's time. */
export interface Indexes {
  readonly supply: bigint
  readonly debt: bigint
}

export function indexesOf(reserve: Reserve, market: Pick<AaveMarket, 'rules' | 'timestamp'>): Indexes {
  const { liquidityIndex, variableBorrowIndex, lastUpdateTimestamp: storedAt } = reserve
  return {
    supply: supplyIndexAt({ index: liquidityIndex, rate: reserve.currentLiquidityRate, storedAt }, market.timestamp),
    debt: debtIndexAt(
      { index: variableBorrowIndex, rate: reserve.currentVariableBorrowRate, storedAt },
      market.timestamp,
      market.rules,
    ),
  }
}

/** A reserve with what all accounts of one market need of it. */
export interface ReserveNow {
  readonly reserve: Reserve
  readonly indexes: Indexes
  /** The two marks of the reserve in a user's word. */
  readonly borrowingMark: bigint
  readonly collateralMark: bigint
}

const kept = new WeakMap<AaveMarket, readonly ReserveNow[]>()

/** The reserves at the market's time: kept as long as the market object is, since markets are replaced and never changed. */
export function reservesNow(market: AaveMarket): readonly ReserveNow[] {
  let reserves = kept.get(market)
  if (reserves === undefined) {
    reserves = market.reserves.map((reserve) => ({
      reserve,
      indexes: indexesOf(reserve, market),
      borrowingMark: 1n << BigInt(2 * reserve.id),
      collateralMark: 1n << BigInt(2 * reserve.id + 1),
    }))
    kept.set(market, reserves)
  }
  return reserves
}

/** @throws `unknown_asset` for what the market does not list */
export function reserveOf(market: AaveMarket, asset: AssetId): Reserve {
  const found = market.reserves.find((reserve) => reserve.asset === asset)
  if (found !== undefined) return found
  const known = market.reserves.map((reserve) => reserve.asset)
  return fail('unknown_asset', `The market does not list ${asset}.${suggestion(asset, known)}`)
}

export function positionOf(user: AaveUser, asset: AssetId): AavePosition {
  return user.positions.get(asset) ?? NO_POSITION
}

export function eModeOf(market: AaveMarket, user: AaveUser): EMode | null {
  return user.eMode === 0 ? null : (market.eModes.find((mode) => mode.id === user.eMode) ?? null)
}

/** The limits of a collateral for this user: its e-mode's where it belongs to it, else the reserve's own. */
export function limitsOf(
  reserve: Reserve,
  mode: EMode | null,
): Pick<Reserve, 'ltv' | 'liquidationThreshold' | 'liquidationBonus'> {
  if (mode === null || !mode.collateral.has(reserve.asset)) return reserve
  return mode.ltvZero.has(reserve.asset) ? { ...limits(mode), ltv: 0n } : limits(mode)
}

function limits({ ltv, liquidationThreshold, liquidationBonus }: EMode): ReturnType<typeof limitsOf> {
  return { ltv, liquidationThreshold, liquidationBonus }
}

/**
 * The price that a market sees: the source's last answer, or the fallback's where that is not above 0. Nobody asks how old it is.
 * @example oraclePrice({ answer: 0n, fallback: 99_000_000n }) // 99_000_000n
 */
export function oraclePrice(of: { readonly answer: bigint; readonly fallback: bigint }): bigint {
  return of.answer > 0n ? of.answer : of.fallback
}

/** A fresh reserve's indexes are 1. */
export const INDEX_START: bigint = RAY

import { formatReserves, formatUserSummary } from '@aave/math-utils'
import { MarketUtils } from '@morpho-org/blue-sdk'
import { aaveV3, morphoBlue } from '@plimsoll/core'
import type { Bench, BenchLine } from './bench.js'
import { type Measurement, measure } from './measure.js'

const RESERVES = 10
const USERS = 64
const POSITIONS = 4096
const TIMESTAMP = 1_800_000_000n
const BASE_DECIMALS = 8

/**
 * Ten reserves with indexes and rates as a running market has them; supplied in five, borrowed from five. The peer compounds as the
 * contracts did to 3.3 and takes the healthFactor from the exact sum as they do since 3.5: so does this record.
 */
const MARKET: aaveV3.AaveMarket = {
  rules: { ...aaveV3.versionOf('3.3'), healthFactor: 'exactSum' },
  reserves: Array.from({ length: RESERVES }, (_, id) => reserveOf(id)),
  eModes: [],
  timestamp: TIMESTAMP,
  sentinel: null,
}

function reserveOf(id: number): aaveV3.Reserve {
  const decimals = [18n, 8n, 6n][id % 3] ?? 18n
  const step = BigInt(id)
  return {
    asset: `0x${String(id).padStart(40, '0')}`,
    id,
    unit: 10n ** decimals,
    price: 100_000_000n + step * 12_345_678_901n,
    ltv: 7000n + step * 50n,
    liquidationThreshold: 7500n + step * 50n,
    liquidationBonus: 10500n,
    liquidationProtocolFee: 1000n,
    isActive: true,
    isPaused: false,
    liquidationGracePeriodUntil: 0n,
    liquidityIndex: 1_001_282_423_413_258_921_021_478_098n + step * 10n ** 24n,
    variableBorrowIndex: 1_005_156_636_740_818_626_527_310_178n + step * 10n ** 24n,
    currentLiquidityRate: 2_210_111_298_291_007_518_645_482n * (step + 1n),
    currentVariableBorrowRate: 8_831_983_252_643_583_673_304_913n * (step + 1n),
    lastUpdateTimestamp: TIMESTAMP - 3_600n * (step + 1n),
    deficit: 0n,
    modes: aaveV3.NO_MODES,
  }
}

function userOf(every: number): aaveV3.AaveUser {
  let configuration = 0n
  const positions = new Map<string, aaveV3.AavePosition>()
  for (const { asset, id, unit } of MARKET.reserves) {
    const isSupplied = id % 2 === 0
    configuration |= 1n << BigInt(2 * id + (isSupplied ? 1 : 0))
    const amount = (unit * BigInt(1_000 + every * 37 + id * 91)) / 997n
    positions.set(asset, { scaledSupply: isSupplied ? amount * 3n : 0n, scaledDebt: isSupplied ? 0n : amount })
  }
  return { eMode: 0, configuration, positions }
}

/** The peer's reserves, prepared once as its users do: only the user's summary is measured. */
const PEER_RESERVES = formatReserves({
  reserves: MARKET.reserves.map((reserve) => ({
    originalId: reserve.id,
    id: reserve.asset,
    symbol: reserve.asset,
    name: reserve.asset,
    decimals: reserve.unit.toString().length - 1,
    underlyingAsset: reserve.asset,
    usageAsCollateralEnabled: true,
    reserveFactor: '1000',
    baseLTVasCollateral: reserve.ltv.toString(),
    reserveLiquidationThreshold: reserve.liquidationThreshold.toString(),
    reserveLiquidationBonus: reserve.liquidationBonus.toString(),
    liquidityIndex: reserve.liquidityIndex.toString(),
    variableBorrowIndex: reserve.variableBorrowIndex.toString(),
    liquidityRate: reserve.currentLiquidityRate.toString(),
    variableBorrowRate: reserve.currentVariableBorrowRate.toString(),
    availableLiquidity: '0',
    totalScaledVariableDebt: '0',
    lastUpdateTimestamp: Number(reserve.lastUpdateTimestamp),
    borrowCap: '0',
    supplyCap: '0',
    debtCeiling: '0',
    debtCeilingDecimals: 2,
    isolationModeTotalDebt: '0',
    virtualUnderlyingBalance: '0',
    deficit: '0',
    priceInMarketReferenceCurrency: reserve.price.toString(),
  })),
  currentTimestamp: Number(TIMESTAMP),
  marketReferencePriceInUsd: '100000000',
  marketReferenceCurrencyDecimals: BASE_DECIMALS,
})

type PeerUser = Parameters<typeof formatUserSummary>[0]['userReserves']

function peerUserOf(user: aaveV3.AaveUser): PeerUser {
  return MARKET.reserves.map(({ asset, id }) => {
    const { scaledSupply, scaledDebt } = aaveV3.positionOf(user, asset)
    return {
      underlyingAsset: asset,
      scaledATokenBalance: scaledSupply.toString(),
      usageAsCollateralEnabledOnUser: aaveV3.isCollateral(user.configuration, id),
      scaledVariableDebt: scaledDebt.toString(),
    }
  })
}

function peerSummary(userReserves: PeerUser): ReturnType<typeof formatUserSummary> {
  return formatUserSummary({
    userReserves,
    formattedReserves: PEER_RESERVES,
    marketReferencePriceInUsd: '100000000',
    marketReferenceCurrencyDecimals: BASE_DECIMALS,
    currentTimestamp: Number(TIMESTAMP),
    userEmodeCategoryId: 0,
  })
}

const MORPHO: morphoBlue.MorphoMarket = {
  totalSupplyAssets: 103_947_284_730_935n,
  totalSupplyShares: 100_000_000_000_000_000_000n,
  totalBorrowAssets: 40_948_978_575_454n,
  totalBorrowShares: 37_001_530_559_293_853_551n,
  lastUpdate: TIMESTAMP,
  fee: 0n,
}
const TERMS = { lltv: 860_000_000_000_000_000n, price: 2_406_149_581_406_459_790_801_222_556n }

function positionOf(every: number): morphoBlue.MorphoPosition {
  return {
    borrowShares: 1_530_559_293_853_551n * BigInt(1 + (every % 97)),
    collateral: 1_557_211_046_786_404_273n * BigInt(1 + (every % 89)),
  }
}

function peerHealthFactor(position: morphoBlue.MorphoPosition): bigint | null | undefined {
  return MarketUtils.getHealthFactor(position, { ...MORPHO, price: TERMS.price }, { lltv: TERMS.lltv })
}

export const lending: Bench = {
  name: 'lending',
  about:
    'Account data of a user with ten reserves against @aave/math-utils; healthFactor against @morpho-org/blue-sdk.',
  *run(now) {
    const users = Array.from({ length: USERS }, (_, every) => userOf(every))
    const peers = users.map(peerUserOf)
    const positions = Array.from({ length: POSITIONS }, (_, every) => positionOf(every))
    requireAgreement(users, peers, positions)
    const theirs = measure({ operations: USERS, now, run: () => last(peers, peerSummary), runs: 9 })
    yield* linesOf('account data, 10 reserves', '@aave/math-utils formatUserSummary', {
      ours: measure({ operations: USERS, now, run: () => last(users, (user) => aaveV3.accountData(MARKET, user)) }),
      theirs,
    })
    yield* linesOf('account data, 10 reserves, first of its block', '@aave/math-utils formatUserSummary', {
      ours: measure({
        operations: USERS,
        now,
        run: () => last(users, (user) => aaveV3.accountData({ ...MARKET }, user)),
      }),
      theirs,
    })
    yield* linesOf('healthFactor of a position', '@morpho-org/blue-sdk getHealthFactor', {
      ours: measure({
        operations: POSITIONS,
        now,
        run: () => last(positions, (each) => morphoBlue.morphoHealthFactor(MORPHO, each, TERMS)),
      }),
      theirs: measure({ operations: POSITIONS, now, run: () => last(positions, peerHealthFactor) }),
    })
  },
}

function last<T, R>(all: readonly T[], of: (each: T) => R): R | null {
  let found: R | null = null
  for (const each of all) found = of(each)
  return found
}

function linesOf(
  name: string,
  against: string,
  { ours, theirs }: { readonly ours: Measurement; readonly theirs: Measurement },
): readonly BenchLine[] {
  const line = { bench: 'lending', against, unit: '1/s' }
  return [
    { ...line, case: name, value: 1e9 / ours.median, ratio: theirs.median / ours.median },
    { ...line, case: `${name}, worst run`, value: 1e9 / ours.max, ratio: theirs.median / ours.max },
  ]
}

/**
 * The figures are the same. Morpho's to the last unit. The peer of Aave does not round values to base currency asset by asset as the
 * contract does: totals agree to a unit for each reserve, and the healthFactor to what that unit can move it.
 */
function requireAgreement(
  users: readonly aaveV3.AaveUser[],
  peers: readonly PeerUser[],
  positions: readonly morphoBlue.MorphoPosition[],
): void {
  for (const [index, user] of users.entries()) {
    const ours = aaveV3.accountData(MARKET, user)
    const theirs = peerSummary(peers[index] ?? [])
    near('collateral', ours.totalCollateralBase, scaled(theirs.totalCollateralMarketReferenceCurrency, 8), RESERVES)
    near('debt', ours.totalDebtBase, scaled(theirs.totalBorrowsMarketReferenceCurrency, 8), RESERVES)
    near('threshold', ours.currentLiquidationThreshold, scaled(theirs.currentLiquidationThreshold, 4), 0)
    near('healthFactor', ours.healthFactor, scaled(theirs.healthFactor, 18), 10 ** 9)
  }
  for (const position of positions) {
    const ours = morphoBlue.morphoHealthFactor(MORPHO, position, TERMS)
    if (ours !== peerHealthFactor(position)) throw new Error(`a healthFactor of ${ours} is not the peer's`)
  }
}

function near(name: string, ours: bigint, theirs: bigint, units: number): void {
  const distance = ours > theirs ? ours - theirs : theirs - ours
  if (distance > BigInt(units)) throw new Error(`${name}: ${ours} is not the peer's ${theirs}`)
}

/** A decimal string at a scale, cut. */
function scaled(decimal: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0').slice(0, decimals))
}

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lending } from '../formats/lending.js'
import { type Fields, isRecord } from '../registry.js'
import { lendingProtocols } from './index.js'

const document = JSON.parse(readFileSync(new URL('../../vectors/lending.json', import.meta.url), 'utf8')) as Fields
const sets = document.sets as readonly Fields[]

test('every recorded vector holds', () => {
  const faults = lending.cases(document).map((each) => [each.id, each.fault(lendingProtocols)])
  expect(faults.filter(([, fault]) => fault !== null)).toEqual([])
  expect(faults.length).toBeGreaterThan(700)
})

/** Figures of the record that nothing is computed from: each must make its vector fail when it is off by one. */
const RECORDED: Readonly<Record<string, readonly string[]>> = {
  'aave-v3': [
    'pre.reserves.0.normalizedIncomeAtT',
    'pre.reserves.1.normalizedDebtAtT',
    'pre.user.positions.0.aTokenBalance',
    'pre.user.positions.2.variableDebt',
    'pre.accountData.totalCollateralBase',
    'pre.accountData.totalDebtBase',
    'pre.accountData.availableBorrowsBase',
    'pre.accountData.currentLiquidationThreshold',
    'pre.accountData.ltv',
    'pre.accountData.healthFactor',
    'result.debtToCover',
    'result.liquidatedCollateralAmount',
    'result.liquidatorDebtTokenDelta',
    'result.treasuryScaledATokenDelta',
    'result.deficits.0.amount',
  ],
  'morpho-blue': [
    'result.accrue.interest',
    'result.accrue.feeShares',
    'result.repaidAssets',
    'result.repaidShares',
    'result.seizedAssets',
    'result.badDebtAssets',
    'result.badDebtShares',
    'result.post.market.totalSupplyAssets',
    'result.post.market.totalSupplyShares',
    'result.post.market.totalBorrowAssets',
    'result.post.market.totalBorrowShares',
  ],
  'compound-v3-comet': [
    'pre.borrowBalanceOf',
    'absorb.basePaidOut',
    'absorb.usdValue',
    'absorb.post.principal',
    'buy.quote',
    'buy.received',
  ],
  'compound-v2': [
    'pre.accountLiquidity.liquidity',
    'pre.accountLiquidity.shortfall',
    'result.seizeTokens',
    'result.liquidatorSeizeTokens',
    'result.protocolSeizeAmountUnderlying',
  ],
  'makerdao-dss': [
    'drip.rateAfter',
    'bark.dink',
    'bark.dart',
    'bark.due',
    'bark.top',
    'bark.tab',
    'bark.coin',
    'priceCurve.3.price',
    'actions.0.owe',
    'actions.0.boughtLot',
    'actions.0.tabAfter',
    'actions.0.lotAfter',
  ],
  'liquity-v1': [
    'pre.ICR',
    'pre.TCR',
    'result.spLUSDBurned',
    'result.spETHGained',
    'result.redistributedDebt',
    'result.redistributedColl',
    'result.collSurplus',
    'result.collGasCompensation',
    'result.LUSDGasCompensation',
  ],
}

describe.each(sets.map((set) => [`${String(set.protocol)} ${String(set.version ?? '')}`, set] as const))(
  '%s',
  (_, set) => {
    const vectors = set.vectors as readonly Fields[]
    test.each(RECORDED[String(set.protocol)] ?? [])('a wrong %s is seen wherever a vector has one', (path) => {
      const keys = path.split('.')
      const having = vectors.filter((vector) => typeof at(vector, keys) === 'string')
      if (!path.startsWith('result.deficits') || set.version !== '3.0.2') expect(having.length).toBeGreaterThan(0)
      for (const vector of having.slice(0, 20)) {
        if (path === 'result.liquidatorDebtTokenDelta' && isOneAsset(vector)) continue
        const off = withValue(vector, keys, (BigInt(at(vector, keys) as string) + 1n).toString())
        const [first] = lending.cases({ sets: [{ ...set, vectors: [off] }] })
        expect(first?.fault(lendingProtocols), `${String(vector.id)} ${path}`).not.toBeNull()
      }
    })
  },
)

test('a wrong entry of the delayed feed is seen', () => {
  const set = sets.find((each) => each.protocol === 'makerdao-dss') as Fields
  const off = withValue(set, ['osmTimeline', '5', 'nxt'], '1')
  expect(lending.cases({ sets: [off] })[0]?.fault(lendingProtocols)).not.toBeNull()
})

function isOneAsset(vector: Fields): boolean {
  const call = vector.call as Fields
  return call.collateral === call.debt
}

function at(of: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (Array.isArray(value) ? value[Number(key)] : isRecord(value) ? value[key] : undefined),
    of,
  )
}

function withValue(of: Fields, keys: readonly string[], value: string): Fields {
  const copy = structuredClone(of) as Record<string, unknown>
  const parent = at(copy, keys.slice(0, -1)) as Record<string, unknown>
  parent[keys.at(-1) ?? ''] = value
  return copy
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountData } from './account.js'
import { aaveChoice, profitAtOraclePrices } from './choices.js'
import { type Liquidation, liquidationCall } from './liquidation.js'
import type { AaveMarket, AaveUser } from './market.js'
import { stateOf, USDC_UNIT, WETH_UNIT } from './testing/states.js'
import { rayDivide, rayMultiply } from './units.js'
import { VERSIONS, versionOf } from './version.js'

const DOLLAR = 10n ** 8n
const pair = { collateral: 'WETH', debt: 'USDC' }
const state = (weth: bigint, usdc: bigint, version = '3.6') =>
  stateOf({ version, supplied: { WETH: weth }, borrowed: { USDC: usdc }, prices: { WETH: 2_000n * DOLLAR } })
const choice = ({ market, user }: { market: AaveMarket; user: AaveUser }) => aaveChoice(market, user, pair)

describe('the sizes of a pair, to the last unit', () => {
  test('between dust and the whole every size is refused', () => {
    // 0.825 × 2,300 = 1,897.50 against 1,900: all may be closed, less than 1,000 may not be left.
    expect(choice(state((115n * WETH_UNIT) / 100n, 1_900n * USDC_UNIT)).sizes).toEqual([
      { from: 1n, to: 900n * USDC_UNIT, refusal: null },
      { from: 900n * USDC_UNIT + 1n, to: 1_900n * USDC_UNIT - 1n, refusal: 'MustNotLeaveDust' },
      { from: 1_900n * USDC_UNIT, to: 1_900n * USDC_UNIT, refusal: null },
    ])
  })

  test('a healthy account has one range, and the reason', () => {
    const got = choice(state(10n * WETH_UNIT, 10_000n * USDC_UNIT))
    expect(got.sizes.map(({ refusal }) => refusal)).toEqual(['HealthFactorNotBelowThreshold'])
    expect([got.best, got.bestOfTwo]).toEqual([null, null])
  })

  test('half of what is owed is the most above 0.95, and two calls earn more', () => {
    const got = choice(state(10n * WETH_UNIT, 17_000n * USDC_UNIT))
    expect(got.best?.debtToCover).toBe(8_500n * USDC_UNIT)
    expect(got.bestOfTwo?.map(({ debtToCover }) => debtToCover > 0n)).toEqual([true, true])
    const [first, second] = got.bestOfTwo ?? []
    const repaid = (first?.debtToCover ?? 0n) + (second?.debtToCover ?? 0n)
    // repay₁ = 500 ÷ (1 − 0.825 × 1.05) = 3,738.31…; then half of the rest.
    expect(repaid / USDC_UNIT).toBe(10_369n)
  })

  test('the frontier is the threshold times the bonus', () => {
    const got = choice(state(10n * WETH_UNIT, 19_048n * USDC_UNIT))
    expect([got.frontier, got.isToxic]).toEqual([866_250_000_000_000_000n, true])
    expect(choice(state(10n * WETH_UNIT, 19_047n * USDC_UNIT)).isToxic).toBe(false)
  })

  test('gas can be counted in', () => {
    const { market, user } = state((115n * WETH_UNIT) / 100n, 1_900n * USDC_UNIT)
    const expensive = aaveChoice(market, user, pair, { profitOf: (got, of) => -profitAtOraclePrices(got, of) })
    expect(expensive.best?.debtToCover).toBe(1n)
  })
})

const anyVersion = fc.constantFrom(...VERSIONS.map(({ version }) => version))
const weth = fc.bigInt({ min: WETH_UNIT / 10n, max: 1_000n * WETH_UNIT })
/** Debt as a part of the collateral's value, per mille: the line is at 825. */
const share = fc.bigInt({ min: 830n, max: 1_200n })

function owed(collateral: bigint, perMille: bigint): bigint {
  return (((collateral * 2_000n * perMille) / 1_000n) * USDC_UNIT) / WETH_UNIT
}

describe('properties of the calls', () => {
  test('the ranges say what the contract says, and no legal size earns more than the best', () => {
    fc.assert(
      fc.property(
        anyVersion,
        weth,
        share,
        fc.bigInt({ min: 1n, max: 1_000n }),
        (version, collateral, perMille, part) => {
          const { market, user } = state(collateral, owed(collateral, perMille), version)
          const got = aaveChoice(market, user, pair)
          const size = ((got.sizes.at(-1)?.to ?? 1n) * part) / 1_000n || 1n
          const outcome = liquidationCall(market, user, { ...pair, debtToCover: size })
          const range = got.sizes.find(({ from, to }) => from <= size && size <= to)
          expect(range?.refusal).toBe(outcome.status === 'reverted' ? outcome.reason : null)
          if (outcome.status === 'reverted' || got.best === null) return
          const profit = (of: Liquidation): bigint =>
            profitAtOraclePrices(of, { collateral: market.reserves[0] as never, debt: market.reserves[2] as never })
          // A unit of USDC is a hundred of base currency: the best end is the best but for that rounding.
          expect(profit(got.best) + 200n >= profit(outcome)).toBe(true)
        },
      ),
    )
  })

  test('health rises under a partial call exactly when collateral ≥ (1 + bonus) × debt, outside the rounding', () => {
    fc.assert(
      fc.property(
        anyVersion,
        weth,
        share,
        fc.bigInt({ min: 10n, max: 490n }),
        (version, collateral, perMille, part) => {
          const debt = owed(collateral, perMille)
          const { market, user } = state(collateral, debt, version)
          const outcome = liquidationCall(market, user, { ...pair, debtToCover: (debt * part) / 1_000n })
          fc.pre(outcome.status === 'done' && outcome.deficits.length === 0)
          if (outcome.status !== 'done') return
          const before = accountData(market, user)
          const after = accountData(market, outcome.user)
          const needed = (before.totalDebtBase * 10_500n) / 10_000n
          const distance = before.totalCollateralBase - needed
          fc.pre((distance < 0n ? -distance : distance) * 10_000n > before.totalDebtBase && outcome.debtToCover < debt)
          expect(after.healthFactor > before.healthFactor).toBe(distance > 0n)
        },
      ),
    )
  })

  test('from 3.5 balances round against the caller', () => {
    const index = fc.bigInt({ min: 10n ** 27n, max: 3n * 10n ** 27n })
    const rules = versionOf('3.5')
    fc.assert(
      fc.property(index, fc.bigInt({ min: 1n, max: 10n ** 30n }), (at, amount) => {
        const supplied = rayMultiply(rayDivide(amount, at, rules.supplyMint), at, rules.supplyBalance)
        const borrowed = rayMultiply(rayDivide(amount, at, rules.debtMint), at, rules.debtBalance)
        const withdrawn = rayMultiply(rayDivide(amount, at, rules.supplyBurn), at, 'floor')
        const repaid = rayMultiply(rayDivide(amount, at, rules.debtBurn), at, 'floor')
        expect([supplied <= amount, borrowed >= amount, withdrawn >= amount, repaid <= amount]).toEqual([
          true,
          true,
          true,
          true,
        ])
      }),
    )
  })
})

describe('the versions', () => {
  test.each(['3.0.2', '3.3', '3.7.1'])('%s is known', (version) => {
    expect(version.startsWith(versionOf(version).version)).toBe(true)
  })

  test.each(['2.0', '3', '3.8', '3.70'])('%s is none', (version) => {
    expect(() => versionOf(version)).toThrow(`has no version ${version}`)
  })

  test('one account stands on either side of the line by its version', () => {
    // Two collaterals of unequal thresholds: the rounded average of to 3.4 against the exact sum of from 3.5.
    const at = (version: string): bigint => {
      const { market, user } = stateOf({
        version,
        supplied: { WETH: WETH_UNIT, LINK: 100n * WETH_UNIT },
        borrowed: { USDC: 2_917_500_000n },
        prices: { WETH: 2_300n * DOLLAR, LINK: 15n * DOLLAR },
      })
      return accountData(market, user).healthFactor
    }
    // Σ = 2,300 × 0.825 + 1,500 × 0.68 = 2,917.5; the average is 7,677.6, cut to 7,677.
    expect([at('3.4'), at('3.5')]).toEqual([999_917_737_789_203_085n, 10n ** 18n])
  })
})

import { describe, expect, test } from 'vitest'
import { accountData } from './account.js'
import { eliminateDeficit } from './deficit.js'
import { closableDebt, liquidationCall, pairOf } from './liquidation.js'
import { becomesCollateral, borrowRefusal, isolationDebtAfter, setEMode } from './modes.js'
import { stateOf, USDC_UNIT, WETH_UNIT, type Written } from './testing/states.js'
import { versionOf } from './version.js'

const MAX = 2n ** 256n - 1n
const DOLLAR = 10n ** 8n

/** One WETH against 1,900 USDC and its like; the recorded scenarios owe one unit more, by the rounding of the borrowing. */
function wethAgainstUsdc(of: { weth: bigint; price: bigint; usdc: bigint } & Written) {
  return stateOf({
    ...of,
    supplied: { WETH: of.weth },
    borrowed: { USDC: of.usdc },
    prices: { WETH: of.price * DOLLAR },
  })
}

function liquidate(
  state: ReturnType<typeof stateOf>,
  debtToCover: bigint = MAX,
  pair = { collateral: 'WETH', debt: 'USDC' },
) {
  return liquidationCall(state.market, state.user, { ...pair, debtToCover })
}

describe('recorded behaviours of the 3.6.0 bytecode', () => {
  const start = 1_800_000_000n
  test.each([
    { name: 'sentinel: up and grace passed, to the second', since: 3600n, reason: 'PriceOracleSentinelCheckFailed' },
    { name: 'sentinel: one second later', since: 3601n, reason: 'done' },
  ])('$name', ({ since, reason }) => {
    const sentinel = { isUp: true, startedAt: start - since, gracePeriod: 3600n }
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 2250n, usdc: 19_000n * USDC_UNIT + 1n, sentinel })
    expect(accountData(state.market, state.user).healthFactor).toBe(976_973_684_159_106_648n)
    const got = liquidate(state)
    expect(got.status === 'reverted' ? got.reason : got.status).toBe(reason)
  })

  test('sentinel: under 0.95 a liquidation needs no sequencer', () => {
    const sentinel = { isUp: false, startedAt: start, gracePeriod: 3600n }
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 2185n, usdc: 19_000n * USDC_UNIT + 1n, sentinel })
    expect(liquidate(state).status).toBe('done')
  })

  test.each([
    { name: 'grace period ends now', until: start, reason: 'LiquidationGraceSentinelCheckFailed' },
    { name: 'grace passed', until: start - 1n, reason: 'done' },
  ])('$name', ({ until, reason }) => {
    const changes = { USDC: { liquidationGracePeriodUntil: until } }
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 1000n, usdc: 19_000n * USDC_UNIT, changes })
    const got = liquidate(state)
    expect(got.status === 'reverted' ? got.reason : got.status).toBe(reason)
  })

  test('HF in (0.95,1), debt < $2000: 100% close factor', () => {
    const state = wethAgainstUsdc({ weth: WETH_UNIT, price: 2240n, usdc: 1_900n * USDC_UNIT + 1n })
    expect(accountData(state.market, state.user).healthFactor).toBe(972_631_578_435_457_063n)
    expect(liquidate(state)).toMatchObject({
      debtToCover: 1_900_000_001n,
      liquidatedCollateral: 886_383_929_037_946_428n,
      deficits: [],
    })
  })

  test('partial leaving debt of $1000 and more goes through, below it is dust', () => {
    const state = wethAgainstUsdc({ weth: (12n * WETH_UNIT) / 10n, price: 2300n, usdc: 2_350n * USDC_UNIT + 1n })
    expect(accountData(state.market, state.user).healthFactor).toBe(968_936_169_800_452_693n)
    expect(liquidate(state, 1_175n * USDC_UNIT)).toMatchObject({
      debtToCover: 1_175_000_000n,
      liquidatedCollateral: 533_858_695_652_173_912n,
      deficits: [],
    })
    const small = wethAgainstUsdc({ weth: WETH_UNIT, price: 2200n, usdc: 1_900n * USDC_UNIT })
    expect(liquidate(small, 900n * USDC_UNIT)).toMatchObject({ debtToCover: 900n * USDC_UNIT })
    expect(liquidate(small, 900n * USDC_UNIT + 1n)).toEqual({ status: 'reverted', reason: 'MustNotLeaveDust' })
  })

  test('a partial that leaves the collateral below $1000 is dust, too', () => {
    const state = wethAgainstUsdc({ weth: WETH_UNIT, price: 2100n, usdc: 3_000n * USDC_UNIT })
    // 1,047.619… repaid seize 1,100: exactly 1,000 stay.
    expect(liquidate(state, 1_047_619_047n)).toMatchObject({ status: 'done' })
    expect(liquidate(state, 1_047_619_049n)).toEqual({ status: 'reverted', reason: 'MustNotLeaveDust' })
  })

  test('partial leaving >= $1000 both sides, but the account is healthy', () => {
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 2400n, usdc: 18_000n * USDC_UNIT })
    expect(liquidate(state, 5_000n * USDC_UNIT)).toEqual({
      status: 'reverted',
      reason: 'HealthFactorNotBelowThreshold',
    })
  })

  test('HF <= 0.95 full close', () => {
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 2185n, usdc: 19_000n * USDC_UNIT + 1n })
    expect(accountData(state.market, state.user).healthFactor).toBe(948_749_999_950_065_789n)
    expect(liquidate(state)).toMatchObject({
      debtToCover: 19_000_000_001n,
      liquidatedCollateral: 9_086_956_522_217_391_304n,
      deficits: [],
    })
  })

  test('bad debt -> deficit', () => {
    const state = wethAgainstUsdc({ weth: 10n * WETH_UNIT, price: 1500n, usdc: 19_000n * USDC_UNIT + 1n })
    expect(accountData(state.market, state.user).healthFactor).toBe(651_315_789_439_404_432n)
    const got = liquidate(state)
    expect(got).toMatchObject({
      debtToCover: 14_285_714_286n,
      liquidatedCollateral: 9_952_380_952_380_952_381n,
      deficits: [{ asset: 'USDC', amount: 4_714_285_715n }],
    })
    expect(got.status === 'done' && got.user.configuration).toBe(0n)
  })

  test('bad debt writes off every other debt as well', () => {
    const state = stateOf({
      supplied: { WETH: WETH_UNIT },
      borrowed: { USDC: 2_000n * USDC_UNIT, DAI: 500n * WETH_UNIT },
      prices: { WETH: 1_500n * DOLLAR },
    })
    expect(liquidate(state)).toMatchObject({
      deficits: [
        { asset: 'USDC', amount: 571_428_571n },
        { asset: 'DAI', amount: 500n * WETH_UNIT },
      ],
    })
  })

  const inDeficit = stateOf({ changes: { USDC: { deficit: 4_714_285_715n } } }).market
  const cover = { asset: 'USDC', amount: 10n ** 12n, isUmbrella: true, hasDebt: false }
  test.each([
    { name: 'by non-umbrella', call: { ...cover, isUmbrella: false }, got: { reason: 'CallerNotUmbrella' } },
    { name: 'by umbrella (amount > deficit is capped)', call: cover, got: { covered: 4_714_285_715n, deficit: 0n } },
    { name: 'by a borrower', call: { ...cover, hasDebt: true }, got: { reason: 'UserCannotHaveDebt' } },
    { name: 'of a reserve without one', call: { ...cover, asset: 'DAI' }, got: { reason: 'ReserveNotInDeficit' } },
  ])('eliminateReserveDeficit $name', ({ call, got }) => {
    expect(eliminateDeficit(inDeficit, call)).toMatchObject(got)
  })

  const isolated = {
    LINK: { debtCeiling: 1_000_00n, isolationModeTotalDebt: 0n },
    USDC: { isBorrowableInIsolation: true },
  }
  test('isolation: borrow above ceiling', () => {
    const { market, user } = stateOf({ supplied: { LINK: 200n * WETH_UNIT }, modes: isolated })
    expect(borrowRefusal(market, user, { asset: 'USDC', amount: 1_000n * USDC_UNIT })).toBeNull()
    // Less than a cent over the ceiling is not seen.
    expect(borrowRefusal(market, user, { asset: 'USDC', amount: 1_000n * USDC_UNIT + 9_999n })).toBeNull()
    expect(borrowRefusal(market, user, { asset: 'USDC', amount: 1_000n * USDC_UNIT + 10_000n })).toBe(
      'DebtCeilingExceeded',
    )
    expect(borrowRefusal(market, user, { asset: 'DAI', amount: WETH_UNIT })).toBe('AssetNotBorrowableInIsolation')
  })

  test('isolation: second collateral while isolated is supplied, but counts nothing', () => {
    const { market, user } = stateOf({ supplied: { LINK: 200n * WETH_UNIT }, modes: isolated })
    expect(becomesCollateral(market, user, 'WETH')).toBe(false)
    const free = stateOf({ supplied: { LINK: 200n * WETH_UNIT } })
    expect(becomesCollateral(free.market, free.user, 'WETH')).toBe(true)
  })

  test('isolation: liquidation all', () => {
    const state = stateOf({
      supplied: { LINK: 200n * WETH_UNIT },
      borrowed: { USDC: 500n * USDC_UNIT },
      prices: { LINK: (36n * DOLLAR) / 10n },
      modes: isolated,
    })
    expect(accountData(state.market, state.user).healthFactor).toBe(979_200_000_000_000_000n)
    const got = liquidate(state, MAX, { collateral: 'LINK', debt: 'USDC' })
    expect(got).toMatchObject({
      debtToCover: 500_000_000n,
      liquidatedCollateral: 146_666_666_666_666_666_666n,
      deficits: [],
    })
    expect(isolationDebtAfter(500_00n, 500_000_000n, { unit: USDC_UNIT })).toBe(0n)
  })

  test('siloed: USDC after siloed DAI, and siloed DAI after USDC', () => {
    const modes = { DAI: { isSiloed: true } }
    const supplied = { WETH: WETH_UNIT }
    const siloed = stateOf({ supplied, borrowed: { DAI: WETH_UNIT }, modes })
    expect(borrowRefusal(siloed.market, siloed.user, { asset: 'USDC', amount: 1n })).toBe('SiloedBorrowingViolation')
    expect(borrowRefusal(siloed.market, siloed.user, { asset: 'DAI', amount: 1n })).toBeNull()
    const other = stateOf({ supplied, borrowed: { USDC: USDC_UNIT }, modes })
    expect(borrowRefusal(other.market, other.user, { asset: 'DAI', amount: 1n })).toBe('SiloedBorrowingViolation')
    const newest = stateOf({ supplied, borrowed: { USDC: USDC_UNIT }, modes, version: '3.7' })
    expect(borrowRefusal(newest.market, newest.user, { asset: 'DAI', amount: 1n })).toBeNull()
  })

  const stable = {
    id: 2,
    ltv: 9000n,
    liquidationThreshold: 9300n,
    liquidationBonus: 10200n,
    collateral: new Set(['DAI']),
    borrowable: new Set(['USDC']),
    ltvZero: new Set<string>(),
  }
  test('leaving an e-mode needs the healthFactor at the base threshold', () => {
    const written = { supplied: { DAI: 1_000n * WETH_UNIT }, eModes: [stable], eMode: 2 }
    const { market, user } = stateOf({ ...written, borrowed: { USDC: 850n * USDC_UNIT } })
    expect(accountData(market, user).healthFactor).toBe(1_094_117_647_058_823_529n)
    expect(setEMode(market, user, 0)).toEqual({
      status: 'reverted',
      reason: 'HealthFactorLowerThanLiquidationThreshold',
    })
    const safe = stateOf({ ...written, borrowed: { USDC: 770n * USDC_UNIT } })
    expect(setEMode(safe.market, safe.user, 0)).toMatchObject({ user: { eMode: 0 } })
    expect(borrowRefusal(market, user, { asset: 'WETH', amount: 1n })).toBe('NotBorrowableInEMode')
  })

  test("in an e-mode the bonus is the category's for its own collateral, the reserve's for any other", () => {
    const written = { eModes: [stable], eMode: 2, borrowed: { USDC: 3_000n * USDC_UNIT } }
    const { market, user } = stateOf({ ...written, supplied: { DAI: 1_000n * WETH_UNIT, WETH: WETH_UNIT } })
    expect(pairOf(market, user, { collateral: 'DAI', debt: 'USDC' }).liquidationBonus).toBe(10_200n)
    expect(pairOf(market, user, { collateral: 'WETH', debt: 'USDC' }).liquidationBonus).toBe(10_500n)
  })
})

test('published: with a threshold of 1000, collateral of $1200 and debt of $900 may be closed in full at 0.96', () => {
  const state = stateOf({
    supplied: { WETH: WETH_UNIT },
    borrowed: { USDC: 900n * USDC_UNIT },
    prices: { WETH: 1_200n * DOLLAR },
    changes: { WETH: { liquidationThreshold: 7_200n } },
  })
  const pair = pairOf(state.market, state.user, { collateral: 'WETH', debt: 'USDC' })
  expect(pair.data.healthFactor).toBe(960_000_000_000_000_000n)
  const rules = { ...versionOf('3.3'), fullCloseBelow: 1_000n * DOLLAR }
  expect(closableDebt(pair, rules)).toBe(900n * USDC_UNIT)
  expect(closableDebt(pair, { ...rules, fullCloseBelow: 900n * DOLLAR })).toBe(450n * USDC_UNIT)
})

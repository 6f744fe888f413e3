import { describe, expect, test } from 'vitest'
import { PlimsollError } from '../../errors.js'
import { ceilToStep, exactly, floorToStep, formatFloor } from '../../number/fraction.js'
import { type Rational, rational } from '../../number/index.js'
import { squareRoot, squareRootFloor } from '../../number/root.js'
import { adlAssignment, adlQuintiles, moveLeverageScore, profitLeverageScore } from './auto-deleveraging.js'
import { multiAssetMargin, unifiedMaintenanceFigure } from './collateral.js'
import { openLoss } from './contracts.js'
import { deadbandRate, fundingPayment, premiumFundingRate } from './funding.js'
import { bufferedLiquidationPrice, inverseLiquidationPrice, linearLiquidationPrice } from './liquidation-price.js'
import { medianOfThree, perpetualFairPrice } from './mark-price.js'
import { bandIndexOf, flatRateOf, riskLimitRates, scaledByBands } from './schedules.js'

/** At twelve decimals, down. */
const shown = (value: Rational | null): string | null => (value === null ? null : formatFloor(value, 12))

describe('funding', () => {
  test.each([
    // inside the band the rate is the interest; outside it follows the premium at the band's distance
    { premium: '0', rate: '0.0001' },
    { premium: '0.0005', rate: '0.0001' },
    { premium: '0.0006', rate: '0.0001' },
    { premium: '0.000601', rate: '0.000101' },
    { premium: '-0.0004', rate: '0.0001' },
    { premium: '-0.000401', rate: '0.000099' },
  ])('a premium of $premium with 0.01 % interest and a band of 0.05 % gives $rate', ({ premium, rate }) => {
    const got = premiumFundingRate({ premium: exactly(premium), interest: exactly('0.0001'), band: exactly('0.0005') })
    expect(shown(got)).toBe(rate)
  })

  test('stated for eight hours and paid each hour it is an eighth', () => {
    const of = { premium: exactly('0.0016'), interest: exactly('0.0001'), band: exactly('0.0005') }
    expect(shown(premiumFundingRate({ ...of, intervals: exactly('8') }))).toBe('0.0001375')
  })

  test.each([
    { premium: '0.00024', rate: '0' },
    { premium: '0.00025', rate: '0' },
    { premium: '0.00026', rate: '0.00001' },
    { premium: '-0.00026', rate: '-0.00001' },
    { premium: '0.02', rate: '0.005' },
    { premium: '-0.02', rate: '-0.005' },
  ])('inside the deadband nothing is paid, beyond it the rest: $premium gives $rate', ({ premium, rate }) => {
    const got = deadbandRate({ premium: exactly(premium), deadband: exactly('0.00025'), cap: exactly('0.005') })
    expect(shown(got)).toBe(rate)
  })

  test('a long pays a positive rate, a short receives it', () => {
    expect(shown(fundingPayment({ positionValue: exactly('20'), rate: exactly('0.0025') }))).toBe('-0.05')
    expect(shown(fundingPayment({ positionValue: exactly('-20'), rate: exactly('0.0025') }))).toBe('0.05')
  })
})

describe('mark prices', () => {
  test('a perpetual is fair at its index as the funding falls due', () => {
    const of = { indexPrice: exactly('10000'), fundingRate: exactly('0.001') }
    expect(shown(perpetualFairPrice({ ...of, intervalLeft: exactly('0') }))).toBe('10000')
    expect(shown(perpetualFairPrice({ ...of, intervalLeft: exactly('0.5') }))).toBe('10005')
  })

  test('the middle one of three, in any order and with equals', () => {
    const [a, b, c] = [exactly('1'), exactly('2'), exactly('3')]
    expect([medianOfThree(a, b, c), medianOfThree(c, a, b), medianOfThree(b, c, a)]).toEqual([b, b, b])
    expect(medianOfThree(a, a, c)).toEqual(a)
  })
})

describe('auto-deleveraging', () => {
  const account = (id: string, quantity: string, score: string) => ({
    id,
    quantity: exactly(quantity),
    score: exactly(score),
  })

  test('equals keep their order, and a quintile ends exactly at its fifth', () => {
    const ranked = adlQuintiles([account('a', '1', '1'), account('b', '1', '1'), account('c', '8', '0')])
    expect(ranked).toEqual([
      { id: 'a', quintile: 20n },
      { id: 'b', quintile: 20n },
      { id: 'c', quintile: 100n },
    ])
  })

  test('what is closed and what remains is what was there, and no more is closed than asked', () => {
    const assigned = adlAssignment(
      [account('a', '3', '1'), account('b', '5', '2'), account('c', '4', '0')],
      exactly('6'),
    )
    expect(assigned.map(({ id, closed, remaining }) => [id, shown(closed), shown(remaining)])).toEqual([
      ['b', '5', '0'],
      ['a', '1', '2'],
    ])
  })

  test('leverage raises the rank of a gain and lowers the one of a loss', () => {
    // value 100 with 20 behind it: leverage 5; a fifth gained is 1, a fifth lost −0.04
    const gain = profitLeverageScore({
      markValue: exactly('120'),
      entryValue: exactly('100'),
      bankruptValue: exactly('96'),
    })
    const loss = profitLeverageScore({
      markValue: exactly('80'),
      entryValue: exactly('100'),
      bankruptValue: exactly('64'),
    })
    expect([shown(gain), shown(loss)]).toEqual(['1', '-0.04'])
    const move = { notional: exactly('500'), accountValue: exactly('100'), entryPrice: exactly('100') }
    expect(shown(moveLeverageScore({ ...move, markPrice: exactly('110') }))).toBe('5.5')
  })
})

describe('rates by size', () => {
  test.each([
    { value: '100', steps: 0n, maintenance: '0.005', initial: '0.02' },
    { value: '100.00000001', steps: 1n, maintenance: '0.01', initial: '0.025' },
    { value: '150', steps: 1n, maintenance: '0.01', initial: '0.025' },
    { value: '150.00000001', steps: 2n, maintenance: '0.015', initial: '0.03' },
  ])('a value of $value XBT is $steps steps', ({ value, steps, maintenance, initial }) => {
    const rates = riskLimitRates({
      value: exactly(value),
      baseLimit: exactly('100'),
      step: exactly('50'),
      baseMaintenance: exactly('0.005'),
      baseInitial: exactly('0.02'),
    })
    expect([rates.steps, shown(rates.maintenanceRate), shown(rates.initialRate)]).toEqual([steps, maintenance, initial])
  })

  test('a flat table has no rate below its first bound, and its bounds are inclusive', () => {
    const tiers = [
      { min: exactly('1'), rate: exactly('0.01') },
      { min: exactly('2001'), rate: exactly('0.015') },
    ]
    expect(['0', '1', '2000', '2001'].map((size) => shown(flatRateOf(tiers, exactly(size))))).toEqual([
      null,
      '0.01',
      '0.01',
      '0.015',
    ])
  })

  test('below every floor is the first band', () => {
    expect(bandIndexOf([exactly('5'), exactly('10')], exactly('1'))).toBe(0)
    expect(bandIndexOf([exactly('5'), exactly('10')], exactly('10'))).toBe(1)
  })

  test('a charge beyond the last band counts nothing more', () => {
    const bands = [
      { upTo: exactly('10'), multiplier: exactly('1') },
      { upTo: exactly('30'), multiplier: exactly('2') },
    ]
    expect(['5', '10', '20', '30', '99'].map((raw) => shown(scaledByBands(exactly(raw), bands)))).toEqual([
      '5',
      '10',
      '30',
      '50',
      '50',
    ])
  })
})

describe('collateral', () => {
  const usd = { asset: 'USD', indexPrice: exactly('1'), bidBuffer: exactly('0.05'), askBuffer: exactly('0.1') }

  test('what is owned is marked down, what is owed is marked up', () => {
    const equity = (wallet: string): string | null =>
      shown(multiAssetMargin({ assets: [{ ...usd, wallet: exactly(wallet) }], positions: [] }).accountEquity)
    expect([equity('100'), equity('0'), equity('-100')]).toEqual(['95', '0', '-110'])
  })

  test('a position in an asset that is not listed is refused', () => {
    const position = {
      asset: 'EUR',
      quantity: exactly('1'),
      entryPrice: exactly('1'),
      markPrice: exactly('1'),
      initialRate: exactly('0.1'),
      maintenanceRate: exactly('0.05'),
    }
    expect(() => multiAssetMargin({ assets: [{ ...usd, wallet: exactly('1') }], positions: [position] })).toThrow(
      PlimsollError,
    )
  })

  test('a unified figure counts a debt whole and does not exist where nothing is required', () => {
    const assets = [
      { value: exactly('1000'), collateralWeight: exactly('0.95') },
      { value: exactly('-200'), collateralWeight: exactly('0.9') },
    ]
    expect(shown(unifiedMaintenanceFigure({ assets, maintenanceRequirement: exactly('500') }))).toBe('1.5')
    expect(unifiedMaintenanceFigure({ assets, maintenanceRequirement: exactly('0') })).toBe(null)
  })
})

describe('prices that do not exist', () => {
  test('a rate of 100 % never liquidates a long at any price', () => {
    const leg = { quantity: exactly('1'), entryPrice: exactly('100'), rate: exactly('1') }
    expect(linearLiquidationPrice({ marginEquity: exactly('10'), legs: [leg] })).toBe(null)
  })

  test('an inverse short that its coin covers exactly has none', () => {
    const leg = { quantity: exactly('-100'), entryPrice: exactly('100'), rate: exactly('0.01') }
    expect(inverseLiquidationPrice({ marginEquity: exactly('1'), legs: [leg] })).toBe(null)
  })

  test('a formula that divides by 0 is refused with a code, never Infinity', () => {
    const leg = { quantity: exactly('1'), entryPrice: exactly('0'), rate: exactly('0.01') }
    expect(() => inverseLiquidationPrice({ marginEquity: exactly('1'), legs: [leg] })).toThrow(PlimsollError)
  })
})

test('an order loses at once only where its price is worse than the mark', () => {
  const at = { quantity: exactly('2'), markPrice: exactly('100') }
  const loss = (side: 'buy' | 'sell', orderPrice: string) =>
    shown(openLoss({ ...at, side, orderPrice: exactly(orderPrice) }))
  expect([loss('buy', '101'), loss('buy', '99'), loss('sell', '99'), loss('sell', '101')]).toEqual(['2', '0', '2', '0'])
})

test('a buffer moves a long’s price up and a short’s down', () => {
  const of = { liquidationPrice: exactly('80'), entryPrice: exactly('100'), buffer: exactly('0.05') }
  expect(shown(bufferedLiquidationPrice({ ...of, side: 'long' }))).toBe('81')
  expect(shown(bufferedLiquidationPrice({ ...of, liquidationPrice: exactly('120'), side: 'short' }))).toBe('119')
})

test('roots are floored and steps are exact on both sides of 0', () => {
  expect([0n, 1n, 3n, 4n, 99n, 100n, 10n ** 40n - 1n].map(squareRootFloor)).toEqual([
    0n,
    1n,
    1n,
    2n,
    9n,
    10n,
    10n ** 20n - 1n,
  ])
  expect(formatFloor(squareRoot(rational(2n), { decimals: 12 }), 12)).toBe('1.414213562373')
  const step = exactly('0.5')
  expect([floorToStep(exactly('-0.6'), step), ceilToStep(exactly('-0.6'), step)].map(shown)).toEqual(['-1', '-0.5'])
  expect([floorToStep(exactly('1'), step), ceilToStep(exactly('1'), step)].map(shown)).toEqual(['1', '1'])
})

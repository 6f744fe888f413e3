import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PlimsollError } from '../../errors.js'
import type { RiskTier, RiskTierRow } from '../../model/index.js'
import { type Ratio, ratio, type Value, value, WAD } from '../../number/index.js'
import { deductionsOf, tierAt, tierTable } from './tiers.js'

/** Binance BTCUSDT, the first four tiers of late 2024. */
const rows: readonly RiskTierRow[] = [
  row('0', '50000', '0.004', '125'),
  row('50000', '600000', '0.005', '100'),
  row('600000', '3000000', '0.0065', '75'),
  row('3000000', null, '0.01', '50'),
]

describe('deductions', () => {
  test('recompute the figures that Binance publishes', () => {
    expect(deductionsOf(rows)).toEqual([value('0'), value('50'), value('950'), value('11450')])
  })

  test('of no tiers are none', () => {
    expect(deductionsOf([])).toEqual([])
  })

  test('keep the last unit where the product has exactly 18 decimals, and refuse 19', () => {
    const first = { floor: value('0'), maintenanceRate: ratio('0.1') }
    const finest = ratio('0.100000000000000001')
    expect(deductionsOf([first, { floor: value('1'), maintenanceRate: finest }])).toEqual([0n, 1n])
    const tooFine = [first, { floor: value('0.1'), maintenanceRate: finest }]
    expect(refusal(() => deductionsOf(tooFine))).toMatchObject({
      code: 'tiers_invalid',
      details: { tier: '2', reason: 'precision_loss' },
    })
  })
})

describe('a tier table', () => {
  test('carries every row with its deduction', () => {
    expect(tierTable(rows)[2]).toEqual({ ...rows[2], deduction: value('950') })
  })

  test.each([
    { fault: 'no tiers', rows: [], tier: undefined, says: 'at least one' },
    { fault: 'a first floor above 0', rows: [row('1', null, '0.01', '50')], tier: '1', says: 'start the table at 0' },
    {
      fault: 'floors that do not rise',
      rows: [row('0', '0', '0.01', '50'), row('0', null, '0.02', '25')],
      tier: '1',
      says: 'not above the floor',
    },
    {
      fault: 'floors that fall',
      rows: [row('0', '10', '0.01', '50'), row('10', '5', '0.02', '25'), row('5', null, '0.03', '20')],
      tier: '2',
      says: 'not above the floor',
    },
    {
      fault: 'a gap between tiers',
      rows: [row('0', '9', '0.01', '50'), row('10', null, '0.02', '25')],
      tier: '1',
      says: 'not the next floor',
    },
    {
      fault: 'an open tier in the middle',
      rows: [row('0', null, '0.01', '50'), row('10', null, '0.02', '25')],
      tier: '1',
      says: 'only the last',
    },
    { fault: 'a rate of 0', rows: [row('0', null, '0', '50')], tier: '1', says: 'not in (0, 1]' },
    { fault: 'a rate above 1', rows: [row('0', null, '1.000000000000000001', '1')], tier: '1', says: 'not in (0, 1]' },
    {
      fault: 'a falling rate',
      rows: [row('0', '10', '0.02', '50'), row('10', null, '0.019999999999999999', '25')],
      tier: '2',
      says: 'never fall',
    },
    { fault: 'no leverage', rows: [row('0', null, '0.01', '0')], tier: '1', says: 'not above 0' },
  ])('with $fault is refused, and the tier is named', ({ rows, tier, says }) => {
    const error = refusal(() => tierTable(rows))
    expect(error.code).toBe('tiers_invalid')
    expect(error.details.tier).toBe(tier)
    expect(error.message).toContain(says)
  })

  test('takes a rate of exactly 1 and equal neighbouring rates', () => {
    expect(tierTable([row('0', '10', '1', '1'), row('10', '20', '1', '1')])).toHaveLength(2)
  })
})

describe('the tier of a notional', () => {
  const tiers = tierTable(rows)
  test.each([
    { notional: value('0') - 1n, tier: 0 },
    { notional: value('0'), tier: 0 },
    { notional: value('50000') - 1n, tier: 0 },
    { notional: value('50000'), tier: 1 }, // on a floor: the higher tier
    { notional: value('50000') + 1n, tier: 1 },
    { notional: value('600000') - 1n, tier: 1 },
    { notional: value('600000'), tier: 2 },
    { notional: value('3000000'), tier: 3 },
    { notional: value('900000000'), tier: 3 },
  ])('$notional is tier $tier', ({ notional, tier }) => {
    expect(tierAt(tiers, notional as Value)).toBe(tiers[tier])
  })

  test('above the last cap is the last tier', () => {
    const capped = tierTable([row('0', '10', '0.01', '50'), row('10', '20', '0.02', '25')])
    expect(tierAt(capped, value('21'))).toBe(capped[1])
  })
})

describe('for any valid table', () => {
  /** Rates in steps of 1e-4 and floors in cents: every deduction is exact. */
  const tables = fc
    .array(fc.record({ width: fc.bigInt({ min: 1n, max: 10n ** 11n }), rise: fc.bigInt({ min: 0n, max: 900n }) }), {
      minLength: 1,
      maxLength: 11,
    })
    .map((bands) => {
      let floor = 0n
      let rate = 1n
      const made: RiskTierRow[] = bands.map(({ width, rise }, index) => {
        const start = floor
        floor += width * 10n ** 16n
        rate += index === 0 ? 0n : rise
        const cap = index === bands.length - 1 ? null : (floor as Value)
        return { floor: start as Value, cap, maintenanceRate: (rate * 10n ** 14n) as Ratio, leverageMax: ratio('10') }
      })
      return tierTable(made)
    })

  test('maintenance is continuous at every floor', () => {
    fc.assert(
      fc.property(tables, (tiers) => {
        for (const [index, tier] of tiers.entries()) {
          const below = tiers[index - 1]
          if (below !== undefined) expect(exact(tier, tier.floor)).toBe(exact(below, tier.floor))
        }
      }),
    )
  })

  test('maintenance is convex, never below 0, and the deduction never falls', () => {
    const notional = fc.bigInt({ min: 0n, max: 10n ** 31n })
    fc.assert(
      fc.property(tables, notional, notional, (tiers, a, b) => {
        const at = (n: bigint): bigint => exact(tierAt(tiers, n as Value), n)
        const middle = (a + b) / 2n
        if ((a + b) % 2n === 0n) expect(2n * at(middle) <= at(a) + at(b)).toBe(true)
        expect(at(a) >= 0n).toBe(true)
        for (const [index, tier] of tiers.entries())
          expect(tier.deduction >= (tiers[index - 1]?.deduction ?? 0n)).toBe(true)
      }),
    )
  })

  test('the deduction gives the sum of the bands, each at its own rate', () => {
    fc.assert(
      fc.property(tables, fc.bigInt({ min: 0n, max: 10n ** 31n }), (tiers, notional) => {
        let sum = 0n
        for (const tier of tiers) {
          const end = tier.cap === null || notional < tier.cap ? notional : tier.cap
          if (end > tier.floor) sum += (end - tier.floor) * tier.maintenanceRate
        }
        expect(exact(tierAt(tiers, notional as Value), notional)).toBe(sum)
      }),
    )
  })
})

/** Maintenance at 36 decimals, unrounded. */
function exact(tier: RiskTier, notional: bigint): bigint {
  return notional * tier.maintenanceRate - tier.deduction * WAD
}

function row(floor: string, cap: string | null, rate: string, leverage: string): RiskTierRow {
  return {
    floor: value(floor),
    cap: cap === null ? null : value(cap),
    maintenanceRate: ratio(rate),
    leverageMax: ratio(leverage),
  }
}

function refusal(action: () => unknown): PlimsollError {
  try {
    action()
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

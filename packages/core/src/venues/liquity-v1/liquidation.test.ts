import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divFloor } from '../../number/index.js'
import { liquidateTrove } from './liquidation.js'
import { NO_REDISTRIBUTION, pendingOf, redistribute, stakeOf } from './redistribution.js'
import { collateralGain, compoundedDeposit, type Deposit, deposit, EMPTY_POOL, offset } from './stability-pool.js'
import { type LiquityConstants, type LiquitySystem, LIQUITY_ONE as ONE } from './trove.js'

const constants: LiquityConstants = {
  minimumRatio: (11n * ONE) / 10n,
  criticalRatio: (15n * ONE) / 10n,
  gasCompensation: 200n * ONE,
  gasDivisor: 200n,
  poolMin: ONE,
}
const system: LiquitySystem = {
  coll: 1_000n * ONE,
  debt: 100_000n * ONE,
  poolLusd: 50_000n * ONE,
  price: 200n * ONE,
  isLastTrove: false,
}
/** The system at 140 %: recovery mode. */
const recovering = { ...system, coll: 700n * ONE }
const debt = 2_000n * ONE

describe('which troves are liquidated', () => {
  test.each([
    { name: 'normal, one unit under 110 %', of: system, coll: 11n * ONE - 1n, is: true },
    { name: 'normal, at 110 %', of: system, coll: 11n * ONE, is: false },
    { name: 'recovery, at 110 %', of: recovering, coll: 11n * ONE, is: true },
    { name: "recovery, one unit under the system's ratio", of: recovering, coll: 14n * ONE - 1n, is: true },
    { name: "recovery, at the system's ratio", of: recovering, coll: 14n * ONE, is: false },
    {
      name: 'recovery, above 110 % without enough in the pool',
      of: { ...recovering, poolLusd: 2_000n * ONE },
      coll: 12n * ONE,
      is: false,
    },
    {
      name: 'recovery, above 110 % with exactly enough',
      of: { ...recovering, poolLusd: 2_001n * ONE },
      coll: 12n * ONE,
      is: true,
    },
    { name: 'the last trove', of: { ...system, isLastTrove: true }, coll: 1n, is: false },
  ])('$name: $is', ({ of, coll, is }) => {
    expect(liquidateTrove(of, { debt, coll }, constants).status).toBe(is ? 'done' : 'reverted')
  })

  test('the pool takes what it can, the rest is redistributed in proportion', () => {
    const of = { ...system, poolLusd: 501n * ONE }
    expect(liquidateTrove(of, { debt, coll: 10n * ONE }, constants)).toMatchObject({
      poolBurned: 500n * ONE,
      redistributedDebt: 1_500n * ONE,
      collGasCompensation: ONE / 20n,
      poolGained: (995n * ONE) / 400n,
      redistributedColl: (2_985n * ONE) / 400n,
    })
  })

  test('up to 100 % in recovery mode the pool takes nothing', () => {
    expect(liquidateTrove(recovering, { debt, coll: 10n * ONE }, constants)).toMatchObject({
      poolBurned: 0n,
      redistributedDebt: debt,
    })
  })

  test('above 110 % the owner keeps what is beyond 110 % of the debt', () => {
    expect(liquidateTrove(recovering, { debt, coll: 12n * ONE }, constants)).toMatchObject({
      poolBurned: debt,
      collSurplus: ONE,
      collGasCompensation: (11n * ONE) / 200n,
      poolGained: 11n * ONE - (11n * ONE) / 200n,
    })
  })
})

describe('the stability pool', () => {
  test('gains of a pool burned down to its last digits are off by a part in 10⁹ a step, not more', () => {
    const { pool, deposit: made } = deposit(EMPTY_POOL, ONE)
    const shares = [900_000_001n, 999_999_991n, 2n]
    const burned = shares.reduce(
      (left, share) => offset(left, { debt: divFloor(left.deposits * share, 10n ** 9n), coll: 10n * ONE }),
      pool,
    )
    const gained = collateralGain(burned, made)
    expect(gained).toBeGreaterThan(30n * ONE)
    expect(gained).toBeLessThanOrEqual(30n * ONE + (6n * 30n * ONE) / 10n ** 9n)
  })

  test('shares losses and gains, and starts anew when it is emptied', () => {
    const first = deposit(EMPTY_POOL, 100n * ONE)
    const second = deposit(first.pool, 300n * ONE)
    const after = offset(second.pool, { debt: 200n * ONE, coll: 4n * ONE })
    expect(compoundedDeposit(after, first.deposit)).toBe(50n * ONE - 100n)
    expect([collateralGain(after, first.deposit), collateralGain(after, second.deposit)]).toEqual([ONE, 3n * ONE])
    const emptied = offset(after, { debt: 200n * ONE, coll: ONE })
    expect(emptied.epoch).toBe(1)
    expect(compoundedDeposit(emptied, first.deposit)).toBe(0n)
    const late = deposit(emptied, ONE).deposit
    expect(collateralGain(emptied, late)).toBe(0n)
  })

  test('never owes its depositors more LUSD than it has, nor more collateral than it got', () => {
    const amount = fc.bigInt({ min: ONE, max: 10n ** 24n })
    const step = fc.record({ share: fc.bigInt({ min: 1n, max: 10n ** 9n }), coll: amount })
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 5 }),
        fc.array(step, { maxLength: 12 }),
        (amounts, steps) => {
          let pool = EMPTY_POOL
          const deposits: Deposit[] = []
          for (const each of amounts) {
            const made = deposit(pool, each)
            pool = made.pool
            deposits.push(made.deposit)
          }
          let coll = 0n
          for (const each of steps) {
            const debt = (pool.deposits * each.share) / 10n ** 9n
            if (debt === 0n) continue
            pool = offset(pool, { debt, coll: each.coll })
            coll += each.coll
          }
          const owed = deposits.reduce((sum, each) => sum + compoundedDeposit(pool, each), 0n)
          const gained = deposits.reduce((sum, each) => sum + collateralGain(pool, each), 0n)
          expect(owed <= pool.deposits).toBe(true)
          // The product keeps nine digits at least, and a factor as many: each step may be off by a part in 10⁹ on either account.
          expect(gained <= coll + (2n * BigInt(steps.length) * coll) / 10n ** 9n).toBe(true)
        },
      ),
    )
  })
})

describe('redistribution', () => {
  test('what does not divide is carried into the next', () => {
    let state = { ...NO_REDISTRIBUTION, stakes: 3n * ONE }
    const seen = { stake: ONE, collSeen: 0n, debtSeen: 0n }
    for (let round = 0; round < 3; round++) state = redistribute(state, { coll: 10n, debt: 10n })
    expect(pendingOf(state, seen)).toEqual({ coll: 10n, debt: 10n })
  })

  test('a stake is corrected by what the last liquidation left', () => {
    expect(stakeOf(12n, { stakes: 0n, coll: 0n })).toBe(12n)
    expect(stakeOf(12n, { stakes: 100n, coll: 120n })).toBe(10n)
  })
})

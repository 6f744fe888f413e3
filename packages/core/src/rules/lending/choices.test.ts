import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Account, CROSS } from '../../model/index.js'
import { type Quantity, type Ratio, ratio, type Value, value, WAD } from '../../number/index.js'
import { liquidationChoices, toxicFrontier } from './choices.js'
import { fixedSpreadBound } from './fixed-spread.js'
import { type LiquidationStep, previewLiquidation } from './liquidation.js'
import { sizeRanges } from './sizes.js'
import { accountOf, bookOf, viewOf } from './testing/accounts.js'

const UNIT = WAD
const step = (repay: bigint): LiquidationStep => ({
  scope: CROSS,
  collateral: 'C',
  debt: 'D',
  repay: repay as Quantity,
})

describe('what a liquidation would do', () => {
  const book = bookOf({
    weight: ratio('0.8'),
    bonus: ratio('0.05'),
    liquidation: {
      closeFactor: ratio('0.5'),
      closeFactorOf: 'account',
      fullCloseHealthFactor: ratio('0.95'),
      fullCloseBelow: value('2000'),
      leftoverMin: value('1000'),
      venueShare: ratio('0.1'),
    },
  })
  const account = accountOf(12_000n * UNIT, 9_700n * UNIT)

  test('repaid, seized, fee, profit and the health factor afterwards', () => {
    expect(previewLiquidation(account, book, viewOf(), step(1_000n * UNIT))).toMatchObject({
      status: 'done',
      repaid: 1_000n * UNIT,
      seized: 1_050n * UNIT,
      toVenue: 5n * UNIT,
      toLiquidator: 1_045n * UNIT,
      profit: 45n * UNIT,
      badDebt: 0n,
      // 0.8 × 10,950 ÷ 8,700
      healthFactor: 1_006_896_551_724_137_931n,
    })
  })

  test.each([
    { name: 'half of everything owed', repay: 4_850n * UNIT, got: { status: 'done' } },
    { name: 'one unit more than half', repay: 4_850n * UNIT + 1n, got: { reason: 'above_close_factor' } },
    { name: 'more than is owed', repay: 9_701n * UNIT, got: { reason: 'above_close_factor' } },
  ])('$name', ({ repay, got }) => {
    expect(previewLiquidation(account, book, viewOf(), step(repay))).toMatchObject(got)
  })

  test('sizes between dust and the whole are refused', () => {
    const small = accountOf(2_300n * UNIT, 1_900n * UNIT)
    const [choice] = liquidationChoices(small, book, viewOf())
    expect(choice?.sizes).toEqual([
      { from: 1n, to: 900n * UNIT, refusal: null },
      { from: 900n * UNIT + 1n, to: 1_900n * UNIT - 1n, refusal: 'leaves_dust' },
      { from: 1_900n * UNIT, to: 1_900n * UNIT, refusal: null },
    ])
    expect(choice?.best?.repaid).toBe(1_900n * UNIT)
  })

  test('a repayment beyond the collateral is taken down, and the rest is bad debt', () => {
    const lost = accountOf(1_050n * UNIT, 1_500n * UNIT)
    expect(previewLiquidation(lost, book, viewOf(), step(1_500n * UNIT))).toMatchObject({
      repaid: 1_000n * UNIT,
      seized: 1_050n * UNIT,
      badDebt: 500n * UNIT,
    })
    const strict = bookOf({ weight: ratio('0.8'), bonus: ratio('0.05'), liquidation: { beyondCollateral: 'refused' } })
    expect(previewLiquidation(lost, strict, viewOf(), step(1_000n * UNIT))).toMatchObject({ repaid: 1_000n * UNIT })
    expect(previewLiquidation(lost, strict, viewOf(), step(1_000n * UNIT + 1n))).toMatchObject({
      reason: 'beyond_collateral',
    })
    expect(liquidationChoices(lost, strict, viewOf())[0]?.sizes.map(({ to, refusal }) => [to, refusal])).toEqual([
      [1_000n * UNIT, null],
      [1_500n * UNIT, 'beyond_collateral'],
    ])
  })

  test.each([
    { name: 'a healthy scope', of: accountOf(20_000n * UNIT, 9_700n * UNIT), reason: 'not_liquidatable' },
    { name: 'a missing price', of: account, view: { prices: new Map(), atMs: null }, reason: 'price_missing' },
  ])('$name offers nothing: $reason', ({ of, view, reason }) => {
    expect(previewLiquidation(of, book, view ?? viewOf(), step(UNIT))).toEqual({ status: 'refused', reason })
    expect(liquidationChoices(of, book, view ?? viewOf())).toEqual([])
  })

  test('a pair that the account does not have is refused by its side', () => {
    const turned = { ...step(UNIT), collateral: 'D' }
    expect(previewLiquidation(account, book, viewOf(), turned)).toMatchObject({ reason: 'not_collateral' })
    expect(previewLiquidation(account, book, viewOf(), { ...step(UNIT), debt: 'C' })).toMatchObject({
      reason: 'not_borrowed',
    })
  })

  test('worthless collateral can be taken for nothing, and all of the debt is bad', () => {
    expect(previewLiquidation(account, book, viewOf(0n), step(UNIT))).toMatchObject({
      repaid: 0n,
      seized: 12_000n * UNIT,
      badDebt: 9_700n * UNIT,
    })
  })
})

describe('two steps', () => {
  const terms = { closeFactor: ratio('0.5'), closeFactorOf: 'asset', beyondCollateral: 'refused' } as const
  const book = bookOf({ weight: ratio('0.8'), bonus: ratio('0.05'), liquidation: terms })
  const account = accountOf(1_200n * UNIT, 1_000n * UNIT)

  test('pay more than one: first as much as stays under the line, then the close factor', () => {
    const [choice] = liquidationChoices(account, book, viewOf())
    const bound = fixedSpreadBound({
      collateral: value('1200'),
      debt: value('1000'),
      maintenanceWeight: ratio('0.8'),
      liquidationBonus: ratio('0.05'),
      closeFactor: ratio('0.5'),
    })
    expect(bound).toEqual({ oneStep: value('25'), bound: value('31.25') })
    expect(choice?.best?.profit).toBe(value('25'))
    const two = choice?.bestOfTwo?.reduce((sum, each) => sum + each.profit, 0n)
    expect(two === undefined ? 0n : value('31.25') - two <= 2n).toBe(true)
  })

  test('gas for each step can make one step the better', () => {
    const [choice] = liquidationChoices(account, book, viewOf(), {
      profitOf: (effect) => effect.profit - value('7'),
    })
    expect(choice?.bestOfTwo).toBeNull()
  })
})

test('the toxic frontier is the weight times the bonus', () => {
  expect(toxicFrontier({ maintenanceWeight: ratio('0.95'), liquidationBonus: ratio('0.06') })).toBe(ratio('1.007'))
  const book = bookOf({ weight: ratio('0.8'), bonus: ratio('0.05') })
  const at = (collateral: bigint) => liquidationChoices(accountOf(collateral, 1_000n * UNIT), book, viewOf())[0]
  expect([at(1_049n * UNIT)?.isToxic, at(1_050n * UNIT)?.isToxic]).toEqual([true, false])
})

describe('properties', () => {
  const percent = 10n ** 16n
  /** Multiples of 100 units, so that bonuses of whole percents divide exactly. */
  const amount = fc.bigInt({ min: 1n, max: 10n ** 24n }).map((hundreds) => hundreds * 100n)

  test('health rises under a liquidation exactly when collateral ≥ (1 + bonus) × debt', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 50n, max: 99n }),
        fc.bigInt({ min: 0n, max: 30n }),
        amount,
        fc.bigInt({ min: 80n, max: 130n }),
        fc.bigInt({ min: 1n, max: 99n }),
        fc.bigInt({ min: -2n, max: 2n }),
        (weight, bonus, debt, ratioPercent, part, nudge) => {
          // Half of the cases sit on the line itself, or a unit beside it.
          const edge = (debt * (100n + bonus)) / 100n + nudge
          const collateral = nudge === 2n ? (debt * ratioPercent) / 100n : edge
          const repay = ((debt / 100n) * part) / 100n
          fc.pre(collateral > 0n && repay > 0n)
          const book = bookOf({ weight: (weight * percent) as Ratio, bonus: (bonus * percent) as Ratio })
          const effect = previewLiquidation(accountOf(collateral, debt), book, viewOf(), step(repay * 100n))
          fc.pre(effect.status === 'done' && effect.repaid === repay * 100n && effect.repaid < debt)
          if (effect.status !== 'done') return
          const left = { collateral: collateral - effect.seized, debt: debt - effect.repaid }
          const rises = left.collateral * debt >= collateral * left.debt
          expect(rises).toBe(collateral * 100n >= (100n + bonus) * debt)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('no sequence of partial liquidations pays more than the bound, plus a unit a step', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 50n, max: 95n }),
        fc.bigInt({ min: 1n, max: 15n }),
        fc.bigInt({ min: 10n, max: 100n }),
        fc.bigInt({ min: 10n ** 6n, max: 10n ** 24n }),
        fc.bigInt({ min: 60n, max: 160n }),
        fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 20 }),
        (weight, bonus, closeFactor, debt, ratioPercent, parts) => {
          const terms = {
            maintenanceWeight: (weight * percent) as Ratio,
            liquidationBonus: (bonus * percent) as Ratio,
            closeFactor: (closeFactor * percent) as Ratio,
          }
          const collateral = (debt * ratioPercent) / 100n
          const bound = fixedSpreadBound({ collateral: collateral as Value, debt: debt as Value, ...terms })
          fc.pre(bound !== null)
          const book = bookOf({
            weight: terms.maintenanceWeight,
            bonus: terms.liquidationBonus,
            liquidation: { closeFactor: terms.closeFactor, beyondCollateral: 'refused' },
          })
          let account: Account = accountOf(collateral, debt)
          let [earned, steps, owed] = [0n, 0n, debt]
          for (const part of parts) {
            const most = (owed * terms.closeFactor) / WAD
            const effect = previewLiquidation(account, book, viewOf(), step((most * part) / 1_000n || 1n))
            if (effect.status === 'refused') continue
            account = effect.account
            owed -= effect.repaid
            earned += effect.profit
            steps += 1n
          }
          expect(earned <= (bound?.bound ?? 0n) + steps + 1n).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('ranges say of every size what the venue says', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1_500n, max: 4_000n }),
        fc.bigInt({ min: 90n, max: 125n }),
        fc.bigInt({ min: 1n, max: 1_000n }),
        fc.constantFrom('capped', 'refused') as fc.Arbitrary<'capped' | 'refused'>,
        (debt, ratioPercent, share, beyondCollateral) => {
          const book = bookOf({
            weight: ratio('0.8'),
            bonus: ratio('0.05'),
            liquidation: {
              closeFactor: ratio('0.5'),
              closeFactorOf: 'account',
              fullCloseHealthFactor: ratio('0.95'),
              fullCloseBelow: value('2000'),
              leftoverMin: value('1000'),
              beyondCollateral,
            },
          })
          const account = accountOf((debt * UNIT * ratioPercent) / 100n, debt * UNIT)
          for (const { sizes } of liquidationChoices(account, book, viewOf())) {
            const size = (debt * UNIT * share) / 1_000n
            const range = sizes.find(({ from, to }) => from <= size && size <= to)
            const effect = previewLiquidation(account, book, viewOf(), step(size))
            expect(range?.refusal).toBe(effect.status === 'refused' ? effect.reason : null)
          }
        },
      ),
    )
  })
})

test.each([
  {
    marks: [1n, 9n],
    got: [
      [1n, 5n, null],
      [6n, 9n, 'too_much'],
    ],
  },
  { marks: [6n, 9n], got: [[6n, 9n, 'too_much']] },
  {
    marks: [5n, 6n, 1n],
    got: [
      [1n, 5n, null],
      [6n, 6n, 'too_much'],
    ],
  },
])('ranges of $marks', ({ marks, got }) => {
  const ranges = sizeRanges((size) => (size > 5n ? 'too_much' : null), marks)
  expect(ranges.map(({ from, to, refusal }) => [from, to, refusal])).toEqual(got)
})

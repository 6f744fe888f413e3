import { describe, expect, test } from 'vitest'
import type { LendingRulebook } from '../model/index.js'
import { ratio, value } from '../number/index.js'
import { rulebookOf, VENUES } from './index.js'
import { lintRulebook } from './lint.js'

const aave = rulebookOf('aave-v3-ethereum') as LendingRulebook
const weth = aave.reserves.get('WETH')
if (weth === undefined) throw new Error('WETH is a reserve')

function withWeth(changes: Partial<typeof weth>): LendingRulebook {
  return {
    ...aave,
    reserves: new Map([...aave.reserves, ['WETH', { ...(weth as NonNullable<typeof weth>), ...changes }]]),
  }
}

test.each(VENUES.map((book) => [book.id, book] as const))('%s has no errors', (_, book) => {
  expect(lintRulebook(book).filter(({ severity }) => severity === 'error')).toEqual([])
})

describe('the toxic frontier', () => {
  test.each([
    { weight: '0.95', bonus: '0.052631578947368421', found: [] },
    { weight: '0.95', bonus: '0.052631578947368422', found: ['error toxic_frontier WETH'] },
    { weight: '0.95', bonus: '0.06', found: ['error toxic_frontier WETH'] },
  ])('a weight of $weight with a bonus of $bonus', ({ weight, bonus, found }) => {
    const book = withWeth({ maintenanceWeight: ratio(weight), liquidationBonus: ratio(bonus) })
    expect(shown(book)).toEqual(found)
  })

  test('a price impact narrows the room', () => {
    // 0.825 × 1.05 = 0.86625.
    expect(shown(aave, { priceImpact: ratio('0.03') })).toEqual([])
    expect(shown(withWeth({}), { priceImpact: ratio('0.13375') })).toContain('warning toxic_frontier WETH')
    expect(shown(withWeth({}), { priceImpact: ratio('0.133749999999999999') })).not.toContain(
      'warning toxic_frontier WETH',
    )
  })
})

describe('order, bonus and dust', () => {
  test('an asset that opens under its own line is an error', () => {
    expect(shown(withWeth({ initialWeight: ratio('0.83') }))).toContain('error weights_order WETH')
    expect(shown(withWeth({ initialWeight: ratio('0.825') }))).toContain('warning weights_order WETH')
  })

  test('a mode below the weights outside it is a warning', () => {
    const mode = aave.eModes.get(1)
    if (mode === undefined) throw new Error('mode 1 is one')
    const lower = { ...mode, initialWeight: ratio('0.7'), maintenanceWeight: ratio('0.815') }
    expect(shown({ ...aave, eModes: new Map([[1, lower]]) })).toEqual(['warning weights_order eMode 1 WETH'])
  })

  test('collateral without a bonus is an error', () => {
    expect(shown(withWeth({ liquidationBonus: null }))).toEqual(['error bonus_missing WETH'])
  })

  test('what may be left must pay for its gas', () => {
    // 1,000 × 5 % × 90 % = 45.
    const found = (gas: string): readonly string[] => shown(aave, { gasCost: value(gas) })
    expect(found('45')).not.toContain('warning dust_below_gas WETH')
    expect(found('45.000000000000000001')).toContain('warning dust_below_gas WETH')
  })

  test('sizes that can be neither left nor closed are an error', () => {
    const { liquidation } = aave
    if (liquidation === null) throw new Error('Aave liquidates')
    expect(shown({ ...aave, liquidation: { ...liquidation, leftoverMin: value('2000.01') } })).toContain(
      'error leftover_order null',
    )
  })

  test('a vault whose line does not cover the penalty is a warning', () => {
    const maker = rulebookOf('maker-eth-a')
    expect(shown(maker)).toEqual([])
    // 1.5 × (1 − 0.247) is below 1.13.
    expect(shown(maker, { priceImpact: ratio('0.247') })).toEqual(['warning penalty_uncovered null'])
    expect(shown(maker, { priceImpact: ratio('0.246') })).toEqual([])
  })
})

function shown(...args: Parameters<typeof lintRulebook>): readonly string[] {
  return lintRulebook(...args).map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`)
}

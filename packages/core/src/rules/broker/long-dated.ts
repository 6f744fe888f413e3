import type { BrokerRulebook } from '../../model/index.js'
import { divFloor, type Ratio, subtract, type Value, WAD, ZERO_VALUE } from '../../number/index.js'
import type { RuleStep } from '../family.js'
import type { Terms, TermsInput } from '../terms-family.js'
import { contractOf } from './option-terms.js'

/**
 * What may be lent on bought options that expire late enough: value × (1 − longDated), down, as a relief of both sides. Only where the
 * time is known; `null` where nothing is lent.
 */
export function longDatedRelief(input: TermsInput<BrokerRulebook>): Terms | null {
  const { book, atMs } = input
  if (atMs === null) return null
  const from = monthsLater(atMs, book.optionRates.longDatedMonths)
  const lent = subtract(WAD as Ratio, book.optionRates.longDated)
  const steps = input.legs.flatMap(({ leg, worth }): readonly RuleStep[] => {
    const contract = 'position' in leg.of ? contractOf(leg.of.position, book) : undefined
    if (contract === undefined || leg.quantity <= 0n || contract.expiry <= from) return []
    return [
      {
        name: `${contract.id} loan value`,
        formula: '−⌊value × (1 − longDated)⌋',
        value: -divFloor(worth * lent, WAD) as Value,
      },
    ]
  })
  if (steps.length === 0) return null
  const relief = steps.reduce((sum, { value }) => sum + value, ZERO_VALUE as bigint) as Value
  return { initial: relief, maintenance: relief, steps, strategies: [] }
}

/** The day so many months after an instant, UTC. */
function monthsLater(atMs: number, months: number): string {
  const day = new Date(atMs)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, day.getUTCDate()))
    .toISOString()
    .slice(0, 10)
}

import type { BrokerRulebook } from '../../model/index.js'
import {
  differenceOf,
  exact,
  largestOf,
  NOUGHT,
  portionCeil,
  type Rational,
  ratioFloor,
  type Value,
  ZERO_VALUE,
} from '../../number/index.js'
import type { RuleStep } from '../family.js'
import type { LegFigures } from '../leg.js'
import type { Terms, TermsInput } from '../terms-family.js'

/**
 * What a house adds where one security is a large share of the long value: from each step's share on it keeps at least that step's rate.
 *
 *   share = ⌊value ÷ Σ long values⌋; extra = max(0, ⌈value × rate⌉ − what it keeps alone)
 */
export function concentrationTerms(input: TermsInput<BrokerRulebook>): Terms | null {
  const { concentration } = input.book
  const longs = input.legs.filter(isLongSecurity)
  const total = longs.reduce((sum, each) => sum + each.worth, 0n) as Value
  if (concentration.length === 0 || total === 0n) return null
  const steps = longs.flatMap((figures): readonly RuleStep[] => {
    const share = ratioFloor(figures.worth, total)
    const step = concentration.findLast((each) => share >= each.share)
    if (step === undefined) return []
    const extra = (portionCeil(figures.notional, step.rate) - figures.maintenanceRequirement) as Value
    return extra <= 0n
      ? []
      : [
          {
            name: `${nameOf(figures)} concentration`,
            formula: '⌈value × rate of its share⌉ − requirement',
            value: extra,
          },
        ]
  })
  const extra = steps.reduce((sum, { value }) => sum + value, 0n) as Value
  return { initial: ZERO_VALUE, maintenance: extra, steps, strategies: [] }
}

/** Prices of a factor where a security's share reaches a step: value × (1 − share) = share × the others. */
export function concentrationKinks(input: TermsInput<BrokerRulebook>, factor: string): readonly Rational[] {
  const longs = input.legs.filter(isLongSecurity)
  const own = longs.find(({ leg }) => leg.factor === factor)
  if (own === undefined) return []
  const others = longs.reduce((sum, each) => (each === own ? sum : sum + each.worth), 0n)
  const today = exact(own.price)
  const edges = input.book.concentration.flatMap(({ share }): readonly Rational[] => {
    const free = differenceOf(exact(10n ** 18n), exact(share))
    const size = exact(own.leg.quantity)
    if (free.numerator <= 0n || size.numerator === 0n) return []
    const value = { numerator: share * others, denominator: 10n ** 36n }
    return [
      {
        numerator: value.numerator * free.denominator * size.denominator,
        denominator: value.denominator * free.numerator * size.numerator,
      },
    ]
  })
  return [today, ...edges.map((edge) => largestOf(NOUGHT, edge))]
}

function isLongSecurity({ leg }: LegFigures): boolean {
  return 'holding' in leg.of && leg.factor !== null && leg.quantity > 0n
}

function nameOf({ leg }: LegFigures): string {
  return 'holding' in leg.of ? leg.of.holding.asset : leg.of.position.id
}

import {
  differenceOf,
  exact,
  largestOf,
  NOUGHT,
  productOf,
  type Quantity,
  type Rational,
  sumOf,
  toValueCeil,
  type Value,
} from '../../number/index.js'

/** What one long unit gains (+) or loses (−) in each scenario, exact money; all arrays of one portfolio have one length. */
export type ScenarioArray = readonly Rational[]

/** So many units of something whose scenarios are known. */
export interface ScenarioHolding {
  readonly array: ScenarioArray
  /** Signed units. */
  readonly quantity: Quantity
}

/**
 * The gains of a portfolio, scenario by scenario: Σ quantity × array.
 * @example scanArray([{ array: future, quantity: quantity('1') }, { array: call, quantity: quantity('-1') }])
 */
export function scanArray(holdings: readonly ScenarioHolding[]): ScenarioArray {
  const length = Math.max(0, ...holdings.map(({ array }) => array.length))
  return Array.from({ length }, (_, scenario) =>
    sumOf(NOUGHT, ...holdings.map((each) => productOf(exact(each.quantity), each.array[scenario] ?? NOUGHT))),
  )
}

/** The largest loss of an array, exact, ≥ 0, and the scenario where it is; `null` where no scenario loses. */
export function worstOf(array: ScenarioArray): { readonly loss: Rational; readonly scenario: number | null } {
  let loss = NOUGHT
  let scenario: number | null = null
  for (const [index, gain] of array.entries()) {
    const here = differenceOf(NOUGHT, gain)
    if (here.numerator * loss.denominator > loss.numerator * here.denominator) {
      loss = here
      scenario = index
    }
  }
  return { loss, scenario }
}

/** The largest loss of an array as a requirement, up; 0 where no scenario loses. */
export function scanRequirementCeil(array: ScenarioArray): Value {
  return toValueCeil(largestOf(NOUGHT, worstOf(array).loss))
}

/** A group of holdings that offset each other: a class, a combined commodity. */
export interface ScenarioGroup {
  readonly name: string
  readonly array: ScenarioArray
  /** ≥ 0: what the group requires at least, whatever the scenarios say (per contract, short option minimum). */
  readonly minimum: Value
}

/** What a group requires: its own worst scenario, or its minimum, and which of the two binds. */
export interface GroupRequirement {
  readonly name: string
  readonly requirement: Value
  readonly binding: 'scan' | 'minimum'
  readonly scenario: number | null
}

export function groupRequirement(group: ScenarioGroup): GroupRequirement {
  const { loss, scenario } = worstOf(group.array)
  const scan = toValueCeil(loss)
  return scan >= group.minimum
    ? { name: group.name, requirement: scan, binding: 'scan', scenario }
    : { name: group.name, requirement: group.minimum, binding: 'minimum', scenario }
}

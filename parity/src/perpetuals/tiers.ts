import {
  add,
  deductionsOf,
  formatDecimal,
  ONE_RATIO,
  type Ratio,
  type RiskTier,
  tierAt,
  type Value,
  ZERO_VALUE,
} from '@plimsoll/core'
import { listAt, wadAt } from '../read.js'
import type { Fields, Model } from '../registry.js'

/** Marginal tiers whose deduction ("cum") keeps the requirement continuous. */
export const tierModels: readonly Model[] = [
  {
    format: 'perpetuals',
    name: 'tiers.cum',
    run: (inputs) => ({ cum: deductionsOf(bandsOf(inputs)).map((deduction) => formatDecimal(deduction)) }),
  },
  {
    format: 'perpetuals',
    name: 'tiers.cumStep',
    run(inputs) {
      const before = { floor: ZERO_VALUE, maintenanceRate: wadAt<Ratio>(inputs, 'prevRate') }
      const [, step = ZERO_VALUE] = deductionsOf([before, bandOf(inputs)])
      return { cum: formatDecimal(add(wadAt<Value>(inputs, 'prevCum'), step)) }
    },
  },
  {
    format: 'perpetuals',
    name: 'tiers.lookup',
    run(inputs) {
      if (inputs.boundary !== 'floor-inclusive') throw new Error(`unknown boundary ${String(inputs.boundary)}`)
      const tier = tierAt(tiersOf(inputs), wadAt<Value>(inputs, 'notional'))
      return { rate: formatDecimal(tier.maintenanceRate), cum: formatDecimal(tier.deduction) }
    },
  },
]

type Band = Pick<RiskTier, 'floor' | 'maintenanceRate'>

function bandOf(row: Fields): Band {
  return { floor: wadAt<Value>(row, 'floor'), maintenanceRate: wadAt<Ratio>(row, 'rate') }
}

function bandsOf(inputs: Fields): readonly Band[] {
  return listAt(inputs, 'tiers').map(bandOf)
}

/** Vectors say neither caps nor leverage; a lookup reads neither. */
function tiersOf(inputs: Fields): readonly RiskTier[] {
  const bands = bandsOf(inputs)
  const deductions = deductionsOf(bands)
  return bands.map((band, index) => ({
    ...band,
    cap: bands[index + 1]?.floor ?? null,
    leverageMax: ONE_RATIO,
    deduction: deductions[index] ?? ZERO_VALUE,
  }))
}

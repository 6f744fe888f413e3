import type { Holding } from '../model/index.js'
import { ONE_RATIO, type Quantity, type Ratio, ZERO_VALUE } from '../number/index.js'
import type { Leg } from './leg.js'
import { NOTHING, type Schedule } from './schedule.js'

/** Units of an asset (10^−18) in what is stored in units of 10^−decimals. */
export function amountOf(holding: Holding, decimals: number): Quantity {
  return (decimals === 18 ? holding.stored : holding.stored * 10n ** BigInt(18 - decimals)) as Quantity
}

/** A holding as a leg; `borrowed` counts against equity. Weights 1 and nothing required unless said. */
export function holdingLeg(
  holding: Holding,
  options: {
    readonly decimals: number
    readonly currency: string
    readonly initialWeight?: Ratio
    readonly maintenanceWeight?: Ratio
    readonly initial?: Schedule
    readonly maintenance?: Schedule
  },
): Leg {
  const amount = amountOf(holding, options.decimals)
  return {
    of: { holding },
    factor: holding.asset === options.currency ? null : holding.asset,
    quantity: (holding.kind === 'borrowed' ? -amount : amount) as Quantity,
    entryValue: ZERO_VALUE,
    initialWeight: options.initialWeight ?? ONE_RATIO,
    maintenanceWeight: options.maintenanceWeight ?? ONE_RATIO,
    initial: options.initial ?? NOTHING,
    maintenance: options.maintenance ?? NOTHING,
  }
}

/** Weight 0: a debt that stands as the requirement is not taken from marginEquity a second time. */
export const NO_WEIGHT: Ratio = 0n as Ratio

import type { MaintenanceBasis, Position } from '../model/index.js'
import { absolute, ONE_QUANTITY, ONE_RATIO, type Price } from '../number/index.js'
import type { Leg } from './leg.js'
import { NOTHING, requirementCeil, type Schedule } from './schedule.js'

/** A linear position as a leg; with basis `entry` its maintenance is taken once, on the entry value. */
export function positionLeg(
  position: Position,
  options: { readonly initial: Schedule; readonly maintenance: Schedule; readonly basis: MaintenanceBasis },
): Leg {
  return {
    of: { position },
    factor: position.market,
    quantity: position.quantity,
    entryValue: position.entryValue,
    initialWeight: ONE_RATIO,
    maintenanceWeight: ONE_RATIO,
    initial: options.initial,
    maintenance: options.basis === 'mark' ? options.maintenance : onEntry(position, options.maintenance),
  }
}

function onEntry(position: Position, schedule: Schedule): Schedule {
  if (schedule.by !== 'notional') return NOTHING
  // One unit at a price of the entry notional has the entry notional.
  const requirement = requirementCeil(schedule, ONE_QUANTITY, absolute(position.entryValue) as bigint as Price)
  return { by: 'fixed', requirement }
}

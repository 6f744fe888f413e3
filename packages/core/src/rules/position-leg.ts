import type { MaintenanceBasis, Position } from '../model/index.js'
import { absolute, ONE_RATIO, WAD } from '../number/index.js'
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
  const entryNotional = absolute(position.entryValue)
  // requirementCeil takes size × price; one unit at the entry notional is the entry notional.
  const requirement = requirementCeil(schedule, WAD as typeof position.quantity, entryNotional as bigint as never)
  return { by: 'fixed', requirement }
}

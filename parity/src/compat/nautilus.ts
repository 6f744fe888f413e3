import { formulas } from '@plimsoll/core'
import { model } from '../perpetuals/model.js'
import { flagAt, numberAt } from '../read.js'
import type { Model } from '../registry.js'

/** NautilusTrader's generic margin models: a rate on the notional over the leverage, linear or inverse. Another engine's convention. */
export const nautilusModels: readonly Model[] = [
  model('nautilus.margin', (inputs) => {
    const quantity = numberAt(inputs, 'qty')
    const price = numberAt(inputs, 'price')
    const notional = flagAt(inputs, 'inverse')
      ? formulas.inverseNotional(quantity, price)
      : formulas.linearNotional(quantity, price)
    const over = formulas.initialMargin(notional, numberAt(inputs, 'leverage'))
    return { margin: formulas.tieredMaintenance({ notional: over, rate: numberAt(inputs, 'rate') }) }
  }),
]

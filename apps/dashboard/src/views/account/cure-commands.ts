import type { Cure, PreviewCommand } from '../../data/wire.js'
import { isNegative, negate } from '../../number/decimal.js'
import type { Shown } from './shown.js'

/** The commands that would carry a cure out, for a preview; `null` where no command of the engine does it. */
export function commandsOf(cure: Cure, shown: Shown): readonly PreviewCommand[] | null {
  const scope = cure.scope ?? 'cross'
  switch (cure.kind) {
    case 'deposit':
      return cure.asset === undefined ? null : [{ type: 'deposit', asset: cure.asset, amount: cure.amount, scope }]
    case 'repay': {
      const isCash = shown.holdings.some(
        (held) => held.asset === cure.asset && held.scope === scope && held.kind === 'cash',
      )
      return cure.asset !== undefined && isCash
        ? [{ type: 'deposit', asset: cure.asset, amount: cure.amount, scope }]
        : null
    }
    case 'reduce':
    case 'close':
      return reduction(cure, shown, scope) ?? sale(cure, shown, scope)
    case 'sell':
      return sale(cure, shown, scope)
    case 'transfer':
      return cure.asset === undefined || scope === 'cross'
        ? null
        : [{ type: 'transfer', asset: cure.asset, amount: cure.amount, from: 'cross', to: scope }]
    case 'combination':
      return null
  }
}

/** A trade against the position, at its mark. */
function reduction(cure: Cure, shown: Shown, scope: string): readonly PreviewCommand[] | null {
  const position = shown.positions.find(
    (held) => held.market === cure.market && held.scope === scope && (cure.leg === undefined || held.leg === cure.leg),
  )
  if (position === undefined || position.markPrice === null) return null
  const quantity = isNegative(position.quantity) ? cure.amount : negate(cure.amount)
  return [{ type: 'fill', market: position.market, quantity, price: position.markPrice, scope, leg: position.leg }]
}

/** A trade against an asset that is held, at its price: a share sold, a short one bought back. */
function sale(cure: Cure, shown: Shown, scope: string): readonly PreviewCommand[] | null {
  const asset = cure.asset ?? cure.market
  const holding = shown.holdings.find((held) => held.asset === asset && held.scope === scope)
  if (holding === undefined || holding.price === null) return null
  const quantity = isNegative(holding.amount) ? cure.amount : negate(cure.amount)
  return [{ type: 'fill', market: holding.asset, quantity, price: holding.price, scope }]
}

/** A cure's name on the page and to a preview: what it does to what. */
export function cureKey({ kind, asset, market, leg, scope }: Cure): string {
  return [kind, asset, market, leg, scope].filter((part) => part !== undefined).join(' ')
}

import { type Position, type Rulebook, type Scope, withHolding } from '../model/index.js'
import { absolute, divCeil, divFloor, type Quantity, type Ratio, WAD } from '../number/index.js'
import { decimalsOf, familyOf, type LegFigures } from '../rules/index.js'
import type { Act } from './smallest.js'

/**
 * Taking a leg smaller at its price, with a fee on the closed notional: a position is closed in part, an asset that is held is sold (or,
 * short, bought back) against the currency. Amounts are in steps of the venue's lot. `null` for a leg that requires nothing.
 */
export function reductionOf(
  held: Scope,
  figures: LegFigures,
  options: { readonly book: Rulebook; readonly fee: Ratio },
): Act | null {
  const { leg } = figures
  if (leg.maintenance.by === 'none' || leg.quantity === 0n) return null
  const market = 'position' in leg.of ? leg.of.position.market : leg.of.holding.asset
  const policies = familyOf(options.book).policies(options.book)
  const most = absolute('position' in leg.of ? leg.of.position.quantity : leg.quantity)
  return {
    unit: policies.lotOf(market),
    most,
    after: (amount) => {
      const fee = isPlain(figures)
        ? divCeil(amount * figures.price * options.fee, WAD * WAD)
        : divCeil(figures.notional * amount * options.fee, most * WAD)
      const smaller =
        'position' in leg.of ? closed(held, leg.of.position, amount, figures) : sold(held, figures, amount)
      return inCurrency(smaller.scope, smaller.proceeds - fee, options.book)
    },
  }

  function sold(scope: Scope, of: LegFigures, amount: Quantity): { scope: Scope; proceeds: bigint } {
    const asset = market
    const change = of.leg.quantity > 0n ? -amount : amount
    const stored = storedOf(change, asset, options.book)
    return { scope: withHolding(scope, { asset, kind: 'cash', stored }), proceeds: divFloor(-change * of.price, WAD) }
  }
}

/** The scope with part of a position closed at its price; `proceeds` is the profit or loss that this settles. */
function closed(held: Scope, position: Position, amount: Quantity, at: LegFigures): { scope: Scope; proceeds: bigint } {
  const part = position.quantity > 0n ? amount : -amount
  const entryClosed = divCeil(position.entryValue * amount, absolute(position.quantity))
  const left: Position = {
    ...position,
    quantity: (position.quantity - part) as Quantity,
    entryValue: (position.entryValue - entryClosed) as Position['entryValue'],
  }
  const positions = held.positions
    .map((each) => (each === position ? left : each))
    .filter(({ quantity }) => quantity !== 0n)
  const proceeds = isPlain(at)
    ? divFloor(part * at.price, WAD) - entryClosed
    : divFloor(at.worth * amount, absolute(position.quantity))
  return { scope: { ...held, positions }, proceeds }
}

function inCurrency(scope: Scope, amount: bigint, book: Rulebook): Scope {
  return withHolding(scope, { asset: book.currency, kind: 'cash', stored: storedOf(amount, book.currency, book) })
}

/** Stored units of an amount (10^−18): floored, never in the account's favour. */
export function storedOf(amount: bigint, asset: string, book: Rulebook): bigint {
  return divFloor(amount, 10n ** BigInt(18 - decimalsOf(book, asset)))
}

/** Worth quantity × price − entryValue in the position's own units: not inverse, and one unit stands for one. */
function isPlain({ leg }: LegFigures): boolean {
  return leg.entryCoin === undefined && (!('position' in leg.of) || leg.quantity === leg.of.position.quantity)
}

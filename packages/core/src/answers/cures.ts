import {
  type Account,
  type Holding,
  isUnder,
  type Position,
  type Rulebook,
  type Scope,
  withHolding,
} from '../model/index.js'
import {
  absolute,
  divCeil,
  divFloor,
  formatDecimal,
  notionalFloor,
  type Price,
  type Quantity,
  type Ratio,
  WAD,
} from '../number/index.js'
import { decimalsOf, familyOf, type LegFigures, type ScopeAssessment, type View } from '../rules/index.js'
import type { Cure } from './answer.js'

export interface CureQuery {
  readonly account: Account
  readonly book: Rulebook
  readonly view: View
  readonly scope: ScopeAssessment
  /** healthFactor to reach. */
  readonly target: Ratio
}

/**
 * The smallest act of each kind that brings a scope to the target healthFactor alone: each is found and verified by the forward rule, so
 * one unit (or one lot) less does not reach it. Reductions and sales are taken at today's price, without fee or slippage. Empty when
 * the scope stands at the target already, or when a price is missing.
 */
export function curesOf(query: CureQuery): readonly Cure[] {
  const { account, scope, target } = query
  const held = account.scopes.get(scope.scope)
  if (held === undefined || scope.risk === null || reaches(scope, target)) return []
  return [
    ...deposits(query, held),
    ...scope.legs.flatMap((figures) => {
      if ('position' in figures.leg.of) return reduction(query, held, figures, figures.leg.of.position)
      return ofHolding(query, held, figures, figures.leg.of.holding)
    }),
  ]
}

function reaches(scope: ScopeAssessment, target: Ratio): boolean {
  return scope.risk !== null && !isUnder(scope.risk.maintenance, { boundary: 'safe', level: target })
}

function deposits(query: CureQuery, held: Scope): readonly Cure[] {
  const { book } = query
  const unit = 10n ** BigInt(18 - decimalsOf(book, book.currency))
  const isLending = book.family === 'lending' || book.family === 'collateralized'
  // A lender's collateral is what is supplied already; cash in the currency is collateral only where cash counts.
  const assets = isLending
    ? held.holdings.filter((holding) => holding.kind === 'supplied' && holding.isCollateral).map(({ asset }) => asset)
    : [book.currency]
  return assets.flatMap((asset) =>
    smallest(query, {
      unit,
      most: null,
      cure: { kind: 'deposit', asset },
      act: (amount) =>
        withHolding(held, { asset, kind: isLending ? 'supplied' : 'cash', stored: storedOf(amount, asset, book) }),
    }),
  )
}

function reduction(query: CureQuery, held: Scope, figures: LegFigures, position: Position): readonly Cure[] {
  const { book } = query
  const size = absolute(position.quantity)
  const found = smallest(query, {
    unit: familyOf(book).policies(book).lotOf(position.market),
    most: size,
    cure: { kind: 'reduce', market: position.market, ...(position.leg !== 'net' && { leg: position.leg }) },
    act: (amount) => reduced(held, { position, amount, price: figures.price, book }),
  })
  return found.map((cure) => (cure.amount === formatDecimal(size) ? { ...cure, kind: 'close' } : cure))
}

function ofHolding(query: CureQuery, held: Scope, figures: LegFigures, holding: Holding): readonly Cure[] {
  const { book } = query
  const decimals = decimalsOf(book, holding.asset)
  const size = absolute(figures.leg.quantity)
  if (size === 0n) return []
  if (holding.kind === 'borrowed') {
    return smallest(query, {
      unit: 10n ** BigInt(18 - decimals),
      most: size,
      cure: { kind: 'repay', asset: holding.asset },
      act: (amount) =>
        withHolding(held, { asset: holding.asset, kind: 'borrowed', stored: -storedOf(amount, holding.asset, book) }),
    })
  }
  if (figures.leg.maintenance.by === 'none' || holding.kind !== 'cash' || holding.asset === book.currency) return []
  // Selling a long, or buying back a short, at today's price.
  const isLong = holding.stored > 0n
  return smallest(query, {
    unit: familyOf(book).policies(book).lotOf(holding.asset),
    most: size,
    cure: { kind: isLong ? 'sell' : 'reduce', asset: holding.asset },
    act: (amount) => {
      const change = (isLong ? -amount : amount) as Quantity
      const traded = withHolding(held, {
        asset: holding.asset,
        kind: 'cash',
        stored: storedOf(change, holding.asset, book),
      })
      const proceeds = storedOf(notionalFloor(-change as Quantity, figures.price), book.currency, book)
      return withHolding(traded, { asset: book.currency, kind: 'cash', stored: proceeds })
    },
  })
}

/** The scope with `amount` of a position closed at a price; equity does not change, to the rounding. */
function reduced(held: Scope, trade: { position: Position; amount: Quantity; price: Price; book: Rulebook }): Scope {
  const { position, amount, price, book } = trade
  const closed = (position.quantity > 0n ? amount : -amount) as Quantity
  const entryClosed = divCeil(position.entryValue * amount, absolute(position.quantity))
  const realized = divFloor(closed * price, WAD) - entryClosed
  const left = {
    ...position,
    quantity: (position.quantity - closed) as Quantity,
    entryValue: (position.entryValue - entryClosed) as Position['entryValue'],
  }
  const positions = held.positions
    .map((each) => (each === position ? left : each))
    .filter(({ quantity }) => quantity !== 0n)
  return withHolding(
    { ...held, positions },
    { asset: book.currency, kind: 'cash', stored: storedOf(realized, book.currency, book) },
  )
}

/** Stored units of an amount (10^−18): floored, never in the account's favour. */
function storedOf(amount: bigint, asset: string, book: Rulebook): bigint {
  return divFloor(amount, 10n ** BigInt(18 - decimalsOf(book, asset)))
}

interface Search {
  /** Step of the amount, in units of 10^−18. */
  readonly unit: bigint
  /** Largest amount there is; `null`: no limit. */
  readonly most: bigint | null
  readonly cure: Pick<Cure, 'kind' | 'asset' | 'market' | 'leg'>
  readonly act: (amount: Quantity) => Scope
}

/** Doubling until an amount reaches the target, then halving the gap to one unit: the health factor only rises with the amount. */
function smallest(query: CureQuery, search: Search): readonly Cure[] {
  const { account, book, view, scope, target } = query
  const steps = search.most === null ? null : search.most / search.unit
  const after = (step: bigint): ScopeAssessment => {
    const amount = (step === steps && search.most !== null ? search.most : step * search.unit) as Quantity
    const changed = search.act(amount)
    const only = { ...account, scopes: new Map([[scope.scope, changed]]) }
    return familyOf(book).assess(only, book, view).scopes[0] ?? scope
  }
  let high = 1n
  if (steps === null) {
    while (!reaches(after(high), target)) {
      if (high > 10n ** 60n) return []
      high *= 2n
    }
  } else {
    if (steps === 0n || !reaches(after(steps), target)) return []
    high = steps
  }
  let low = 0n
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (reaches(after(middle), target)) high = middle
    else low = middle
  }
  const amount = high === steps && search.most !== null ? search.most : high * search.unit
  const reached = after(high)
  return [
    {
      ...search.cure,
      ...(scope.scope !== 'cross' && { scope: scope.scope }),
      amount: formatDecimal(amount),
      healthFactor: reached.healthFactor === null ? null : formatDecimal(reached.healthFactor),
    },
  ]
}

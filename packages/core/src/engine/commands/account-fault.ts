import {
  type Account,
  isolatedScopeId,
  positionId,
  type Refusal,
  type Rulebook,
  type Scope,
} from '../../model/index.js'
import { absolute } from '../../number/index.js'
import { familyOf } from '../../rules/index.js'
import { firstRefusal, refuse } from '../context.js'

/** What an account that comes in contradicts of itself: its books could not be kept, or a liquidation could not end it. */
export function accountFault(account: Account, book: Rulebook): Refusal | null {
  const faults = [...account.scopes].flatMap(([id, scope]) => [
    id === scope.id ? null : invalid(`the scope ${id} calls itself ${scope.id}: give both one name`),
    scope.orders.length === 0 ? null : invalid(`${id} has open orders, which are not run yet: remove them`),
    id.startsWith('isolated:') === (scope.kind === 'isolated')
      ? null
      : invalid(`${id} is of kind ${scope.kind}: isolated scopes, and no others, are called isolated:MARKET`),
    ...positionFaults(scope),
    ...lotFaults(scope, book),
  ])
  const unknown = account.memo.calls.find(({ scope }) => !account.scopes.has(scope))
  return firstRefusal(
    ...faults,
    unknown === undefined ? null : invalid(`a call is of the scope ${unknown.scope}, which is not there: remove it`),
  )
}

function positionFaults(scope: Scope): readonly (Refusal | null)[] {
  const seen = new Set<string>()
  return scope.positions.map(({ id, market, leg, quantity, entryValue }) => {
    if (id !== positionId(market, leg))
      return invalid(`the position ${id} is called ${positionId(market, leg)}: rename it`)
    if (seen.has(id)) return invalid(`${scope.id} has ${id} twice: add the two up`)
    seen.add(id)
    if (scope.kind === 'isolated' && scope.id !== isolatedScopeId(market, leg))
      return invalid(`${scope.id} holds ${id}: an isolated scope holds the position that it is named after`)
    if (quantity === 0n) return invalid(`${id} has the quantity 0: leave out what is closed`)
    if (quantity > 0n !== entryValue > 0n) return invalid(`${id} has an entry value of the other sign: turn it`)
    if (leg !== 'net' && (leg === 'long') !== quantity > 0n)
      return invalid(`${id} has the sign of the other side: the long leg is +, the short leg −`)
    return null
  })
}

/** A liquidation sells in lots: a part of one could never be closed. */
function lotFaults(scope: Scope, book: Rulebook): readonly (Refusal | null)[] {
  if (book.family !== 'derivatives') return []
  const policies = familyOf(book).policies(book)
  return scope.positions.map(({ market, quantity }) =>
    absolute(quantity) % policies.lotOf(market) === 0n
      ? null
      : refuse('quantity_off_lot', `Quantities of ${market} come in its lot: round to it.`),
  )
}

function invalid(fault: string): Refusal {
  return refuse('account_invalid', `The account contradicts itself: ${fault}.`)
}

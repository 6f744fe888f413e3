import { type Account, type Answer, check, fail, type Ratio, type State, suggestion } from '@plimsoll/core'
import type { ServerContext } from './context.js'
import { stampOf } from './stamp.js'
import type { AccountReply } from './wire.js'

/** What the rules say of one account in a state, with the liquidations that only the engine knows of. */
export function answerIn(state: State, account: Account, options: { readonly target?: Ratio } = {}): Answer {
  const book = state.rulebooks.get(account.venue)
  if (book === undefined) return fail('unknown_venue', `No rulebook is loaded for "${account.venue}".`)
  const open = [...state.liquidations.values()].filter((each) => each.account === account.id)
  return check({
    account,
    book,
    view: { prices: state.prices, atMs: state.atMs },
    liquidating: new Set(open.map((each) => each.scope)),
    ...options,
  })
}

/** @throws `unknown_account` with the nearest known one */
export function accountOf(state: State, id: string): Account {
  const account = state.accounts.get(id)
  if (account !== undefined) return account
  // Comparing with every name is for mistyped ones in a small house; in a large one it would cost more than it helps.
  const hint = state.accounts.size <= 1000 ? suggestion(id, state.accounts.keys()) : ''
  return fail('unknown_account', `No account is called "${id}".${hint || ' GET /v1/accounts lists them.'}`)
}

export function accountReply(
  { host }: Pick<ServerContext, 'host'>,
  id: string,
  options: { readonly target?: Ratio } = {},
): AccountReply {
  const { state } = host
  const { asOf: _, ...answer } = answerIn(state, accountOf(state, id), options)
  const liquidations = [...state.liquidations.values()].filter((open) => open.account === id).map((open) => open.id)
  return { id, ...stampOf(host), ...answer, liquidations }
}

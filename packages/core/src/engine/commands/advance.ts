import { type CommandPayloads, compareText } from '../../model/index.js'
import type { Handler } from '../context.js'

/** Time passes: calls that have fallen due are looked at, in the order of their accounts. */
export const advance: Handler<CommandPayloads['advance']> = (context) => {
  const due: string[] = []
  for (const account of context.books.accounts.values()) {
    const isDue = account.memo.calls.some(({ dueAtMs }) => dueAtMs !== null && dueAtMs <= context.atMs)
    if (isDue) due.push(account.id)
  }
  for (const account of due.sort(compareText)) context.examine(account, null)
  return null
}

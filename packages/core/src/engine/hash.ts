import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { accountCodec, compareText } from '../model/index.js'
import type { State } from './state.js'

/** SHA-256 over the state in one fixed order, fed piece by piece so that no text of the whole is ever made. */
export function hashState(state: State): string {
  const hash = sha256.create()
  const feed = (...parts: readonly unknown[]): void => {
    hash.update(utf8ToBytes(`${JSON.stringify(parts, bigintText)}\n`))
  }
  feed('plimsoll-state/1', state.seq, state.atMs)
  for (const [id, book] of sorted(state.rulebooks)) feed('rulebook', id, book.version)
  for (const [factor, quote] of sorted(state.prices)) feed('price', factor, quote)
  for (const [, account] of sorted(state.accounts)) feed('account', accountCodec.encode(account))
  for (const [, cash] of sorted(state.houseCash)) feed('house', cash)
  for (const [, position] of sorted(state.outsidePositions)) feed('outside', position)
  for (const [, liquidation] of sorted(state.liquidations)) feed('liquidation', liquidation)
  for (const [venue, totals] of sorted(state.totals)) feed('totals', venue, totals)
  return bytesToHex(hash.digest())
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => compareText(a, b))
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

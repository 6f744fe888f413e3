import {
  type Command,
  createDepthMarket,
  createEngine,
  type Depth,
  type DerivativesRulebook,
  type Engine,
  formatDecimal,
  houseKey,
  invariant,
  type Json,
  type Outcome,
  type Price,
  parseDocument,
  type Quantity,
  settle,
  type TriggersKind,
  type Value,
} from '@plimsoll/core'
import { encodeEntry, type JournalHead, type JournalStore, type RulebookSetup } from '@plimsoll/journal'
import type { AccountSource, WalkPoint } from '../input/index.js'
import { atPlace, atRefusal } from './place.js'
import { createTally, type Tally } from './tally.js'

export interface ReplayInput {
  readonly book: DerivativesRulebook
  readonly setup: RulebookSetup
  readonly accounts: Iterable<AccountSource>
  /** First price of each market: what the accounts open at. */
  readonly openings: ReadonlyMap<string, Price>
  readonly points: Iterable<WalkPoint>
  readonly fromMs: number
  readonly toMs: number
  readonly depth: Depth
  /** ≥ 0, in the rulebook's currency. */
  readonly fund: Value
  readonly triggers: TriggersKind
  /** Called once every account is open: an input that is refused before leaves no journal behind. */
  readonly openJournal: () => Promise<JournalStore>
  /** Called a few times a second with the share done, 0 to 1, and the market's time. */
  readonly onProgress?: (share: number, atMs: number) => void
}

export interface ReplayResult {
  readonly engine: Engine
  readonly tally: Tally
  readonly accounts: number
  readonly prices: number
  readonly events: number
  readonly stateHash: string
  readonly residual: bigint
  /** Where the journal ends. */
  readonly journal: JournalHead
}

const HOUR_MS = 3_600_000

/**
 * Runs prices through an engine full of accounts: every command goes through the journal as in production, liquidation orders are
 * answered by a depth market at once, and the figures are kept hour by hour. Deterministic: the same input gives the same state hash.
 */
export async function replay(input: ReplayInput): Promise<ReplayResult> {
  const { book } = input
  const engine = createEngine({ rulebooks: [book], triggers: input.triggers })
  const market = createDepthMarket(input.depth)
  const tally = createTally()
  let events = 0
  let accounts = 0
  let prices = 0
  let atMs = input.fromMs

  let journal: JournalStore | null = null
  const waiting: { atMs: number; payload: string }[] = []
  const log = (entry: Parameters<typeof encodeEntry>[0]): void => {
    const line = { atMs, payload: encodeEntry(entry) }
    if (journal === null) waiting.push(line)
    else journal.append(line)
  }
  const apply = (command: Command): Outcome => {
    const outcome = engine.apply(command, atMs)
    if (outcome.reply.status === 'accepted') log({ type: 'command', command })
    events += outcome.events.length
    for (const event of outcome.events) tally.see(event)
    return outcome
  }
  const answer = (): void => settle(market, engine, apply)

  log({ type: 'setup', rulebooks: [input.setup] })
  if (input.fund > 0n)
    apply({ type: 'fund', venue: book.id, asset: book.currency, amount: input.fund as bigint as Quantity })
  for (const [name, price] of input.openings) apply({ type: 'price', market: name, price })
  for (const source of input.accounts) {
    accounts += 1
    atPlace(source.place, () => {
      const { account } = parseDocument(source.document as Json, { rulebook: book, id: idOf(source, accounts) })
      const { reply } = apply({ type: 'open_account', account })
      if (reply.status === 'rejected') throw atRefusal(reply.reason, reply.message)
    })
  }
  answer()
  const opened = await input.openJournal()
  for (const line of waiting.splice(0)) opened.append(line)
  journal = opened
  await opened.commit()
  tally.begin()

  let hourEndsMs = input.fromMs + HOUR_MS
  for (const point of input.points) {
    while (point.atMs >= hourEndsMs) {
      tally.closeHour(hourEndsMs - HOUR_MS, fundOf(engine, book))
      hourEndsMs += HOUR_MS
      await opened.commit()
      input.onProgress?.((point.atMs - input.fromMs) / (input.toMs - input.fromMs), point.atMs)
    }
    atMs = point.atMs
    prices += 1
    const { reply } = apply({ type: 'price', market: point.market, price: point.price })
    invariant(reply.status === 'accepted', 'a price of the tape is taken', { at: point.atMs, of: point.market })
    answer()
  }
  tally.closeHour(hourEndsMs - HOUR_MS, fundOf(engine, book))
  const stateHash = engine.stateHash()
  log({ type: 'checkpoint', events, stateHash })
  await opened.commit()
  input.onProgress?.(1, input.toMs)
  return { engine, tally, accounts, prices, events, stateHash, residual: engine.residual(), journal: opened.head }
}

function idOf(source: AccountSource, index: number): string {
  const { id } = source.document
  return typeof id === 'string' ? id : `account-${formatDecimal(BigInt(index), 0).padStart(6, '0')}`
}

function fundOf(engine: Engine, book: DerivativesRulebook): Value {
  const decimals = book.collateral.get(book.currency)?.decimals ?? 18
  const stored = engine.state.houseCash.get(houseKey('insurance_fund', book.id, book.currency))?.stored ?? 0n
  return (stored * 10n ** BigInt(18 - decimals)) as Value
}

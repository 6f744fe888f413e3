import type {
  AccountRow,
  Channel,
  LiquidationRow,
  PreviewRequest,
  PriceRow,
  Status,
  StatusReply,
  WireEvent,
} from '../src/data/wire.js'
import {
  answerOf,
  assess,
  type FakeAccount,
  floor,
  makeAccounts,
  ONE,
  RULES,
  rowOf,
  standingAt,
  text,
  units,
  VENUE,
} from './fake-accounts.js'

/** What the fake server knows: accounts, marks and liquidations, with sequence numbers that only go up. */
export interface FakeEngine {
  seq(): number
  prices(): readonly PriceRow[]
  accounts(): readonly FakeAccount[]
  rows(): readonly AccountRow[]
  setPrice(market: string, price: bigint): void
  setStatus(market: string, status: 'ok' | 'stale'): void
  /** Gives an account the cash for this healthFactor, in percent; its id. */
  stand(index: number, percent: number): string
  liquidate(account: string): LiquidationRow
  fill(id: string): LiquidationRow
  /** A channel's snapshot; `null` for an account that is not there. */
  channel(channel: Channel, id?: string): unknown
  /** `null`: 404. */
  reply(method: string, url: URL, body: string): unknown
}

const STATUSES: readonly Status[] = [
  'healthy',
  'warned',
  'called',
  'unknown',
  'liquidatable',
  'liquidating',
  'bankrupt',
]

export function createFakeEngine(count: number): FakeEngine {
  const marks = new Map<string, bigint>(
    count === 0
      ? []
      : [
          ['BTCUSDT', units('96412.5')],
          ['ETHUSDT', units('3418.2')],
          ['SOLUSDT', units('187.42')],
        ],
  )
  const priceStatus = new Map<string, 'ok' | 'stale'>()
  const accounts = new Map(makeAccounts(count, marks).map((account) => [account.id, account]))
  const liquidations = new Map<string, LiquidationRow>()
  const courses = new Map<string, WireEvent[]>()
  let fund = units('48210000')
  let seq = count === 0 ? 0 : 48_213_906
  let forced = 0n
  let rows: readonly AccountRow[] | null = null

  const stamp = () => ({ asOf: count === 0 ? null : new Date().toISOString(), seq, journalSeq: seq })
  const change = (): void => {
    seq += 1
    rows = null
  }
  const rowsNow = (): readonly AccountRow[] => {
    rows ??= [...accounts.values()].map((account) => rowOf(account, marks)).sort(byHealth)
    return rows
  }

  function system(): StatusReply {
    const all = rowsNow()
    const byStatus = Object.fromEntries(
      STATUSES.map((status) => [status, all.filter((row) => row.status === status).length]),
    ) as {
      [S in Status]: number
    }
    const counts = { total: all.length, byStatus }
    const sum = (of: (row: AccountRow) => string | null): string =>
      text(all.reduce((total, row) => total + units(of(row) ?? '0'), 0n))
    return {
      ...stamp(),
      engineVersion: '0.1.0',
      startedAt: new Date(Date.now() - 3_600_000).toISOString(),
      stateHash: '9f3c51d6a80b7e24c1f0a17d',
      stateHashJournalSeq: seq,
      accounts: counts,
      venues:
        count === 0
          ? []
          : [
              {
                id: VENUE,
                family: 'derivatives',
                ruleVersion: RULES,
                validFrom: '2026-11-18',
                source: 'made up for tests',
                currency: 'USDT',
                boundary: 'safe',
                breach: 'liquidate',
                warningLevel: '1.25',
                targetHealthFactor: '1.25',
                accounts: counts,
                equity: sum((row) => row.equity),
                maintenanceRequirement: sum((row) => row.maintenanceRequirement),
                notional: sum((row) => row.notional),
                fund: [{ asset: 'USDT', amount: text(fund) }],
                badDebt: [],
                openLiquidations: [...liquidations.values()].filter((row) => row.status === 'open').length,
                totals: {
                  liquidations: liquidations.size,
                  forcedNotional: text(forced),
                  fees: text(forced / 200n),
                  shortfall: '0',
                  fromFund: '0',
                  badDebt: '0',
                },
              },
            ],
      prices: prices(),
    }
  }

  function prices(): readonly PriceRow[] {
    return [...marks].map(([market, price]) => {
      const status = priceStatus.get(market) ?? 'ok'
      const ageMs = status === 'ok' ? 300 : 14_200
      return {
        market,
        status,
        price: status === 'ok' ? text(price) : null,
        observedAt: new Date(Date.now() - ageMs).toISOString(),
        ageMs,
      }
    })
  }

  function newestLiquidations(account: string | null): readonly LiquidationRow[] {
    return [...liquidations.values()]
      .filter((row) => account === null || row.account === account)
      .sort((a, b) => b.startedSeq - a.startedSeq)
  }

  function accountReply(id: string): unknown {
    const account = accounts.get(id)
    if (account === undefined) return null
    const { asOf: _, ...answer } = answerOf(account, marks)
    const open = [...liquidations.values()].filter((row) => row.account === id && row.status === 'open')
    return { ...stamp(), id, liquidations: open.map((row) => row.id), ...answer }
  }

  function accountPage(query: URLSearchParams): unknown {
    const q = query.get('q') ?? ''
    const status = query.get('status')
    const matching = rowsNow().filter((row) => (status === null || row.status === status) && row.id.includes(q))
    const sort = query.get('sort') ?? 'healthFactor'
    const ordered =
      sort === 'id'
        ? [...matching].sort((a, b) => (a.id < b.id ? -1 : 1))
        : sort === 'equity'
          ? [...matching].sort(byEquity)
          : matching
    const from = Number(query.get('cursor') ?? 0)
    const limit = Number(query.get('limit') ?? 50)
    const next = from + limit
    return {
      ...stamp(),
      items: ordered.slice(from, next),
      nextCursor: next < ordered.length ? String(next) : null,
      total: ordered.length,
    }
  }

  function preview(id: string, body: string): unknown {
    const account = accounts.get(id)
    if (account === undefined) return null
    let after = account
    for (const command of (JSON.parse(body) as PreviewRequest).commands as readonly { [key: string]: string }[])
      after = applied(after, command)
    return {
      ...stamp(),
      id,
      ruleVersion: RULES,
      before: answerOf(account, marks),
      after: answerOf(after, marks),
      refusals: [],
      events: [],
    }
  }

  return {
    seq: () => seq,
    prices,
    accounts: () => [...accounts.values()],
    rows: rowsNow,
    setPrice(market, price) {
      marks.set(market, price)
      change()
    },
    setStatus(market, status) {
      priceStatus.set(market, status)
      change()
    },
    stand(index, percent) {
      const account = [...accounts.values()][index]
      if (account === undefined) throw new Error(`no account ${index}`)
      accounts.set(account.id, standingAt(account, percent, marks))
      change()
      return account.id
    },
    liquidate(id) {
      const account = accounts.get(id)
      const [position] = account?.positions ?? []
      if (account === undefined || position === undefined) throw new Error(`nothing to liquidate in ${id}`)
      const { equity, requirement, notional } = assess(account, marks)
      accounts.set(id, { ...account, isLiquidating: true })
      change()
      const mark = marks.get(position.market) ?? 0n
      const row: LiquidationRow = {
        id: `liq-${seq}`,
        account: id,
        scope: 'cross',
        venue: VENUE,
        ruleVersion: RULES,
        status: 'open',
        outcome: null,
        startedAt: new Date().toISOString(),
        startedSeq: seq,
        completedAt: null,
        lastSeq: seq,
        cause: { factor: position.market, price: text(mark) },
        equity: text(equity),
        marginEquity: text(equity),
        requirement: text(requirement),
        notional: text(notional),
        ordersMade: 1,
        fills: 0,
        filledNotional: '0',
        realizedPnl: '0',
        fees: '0',
        shortfall: '0',
        fromFund: '0',
        badDebt: '0',
        openOrder: {
          id: `order-${seq}`,
          market: position.market,
          leg: 'net',
          quantity: text(-position.quantity / 2n),
          markPrice: text(mark),
        },
      }
      liquidations.set(row.id, row)
      const common = { seq, atMs: Date.now(), postings: [], account: id, scope: 'cross', liquidation: row.id }
      courses.set(row.id, [
        {
          ...common,
          type: 'liquidation.started',
          cause: row.cause,
          equity: row.equity,
          marginEquity: row.equity,
          requirement: row.requirement,
          notional: row.notional,
          ruleVersion: RULES,
        },
        {
          ...common,
          seq: seq + 1,
          type: 'liquidation.ordered',
          order: `order-${seq}`,
          market: position.market,
          leg: 'net',
          quantity: text(-position.quantity / 2n),
          markPrice: text(mark),
        },
      ])
      return row
    },
    fill(id) {
      const row = liquidations.get(id)
      const account = row === undefined ? undefined : accounts.get(row.account)
      if (row === undefined || account === undefined || row.openOrder === null)
        throw new Error(`no open liquidation ${id}`)
      const { openOrder } = row
      const price = units(openOrder.markPrice)
      const quantity = units(openOrder.quantity)
      const filled = floor((quantity < 0n ? -quantity : quantity) * price, ONE)
      const fee = filled / 200n
      const after = applied(account, {
        type: 'fill',
        market: openOrder.market,
        quantity: openOrder.quantity,
        price: openOrder.markPrice,
      })
      const { isLiquidating: _, ...calm } = { ...after, cash: after.cash - fee }
      accounts.set(account.id, calm)
      fund += fee
      forced += filled
      change()
      const done: LiquidationRow = {
        ...row,
        status: 'completed',
        outcome: 'restored',
        completedAt: new Date().toISOString(),
        lastSeq: seq,
        fills: 1,
        filledNotional: text(filled),
        fees: text(fee),
        openOrder: null,
      }
      liquidations.set(id, done)
      const common = { seq, atMs: Date.now(), postings: [], account: row.account, scope: 'cross', liquidation: id }
      courses.get(id)?.push(
        {
          ...common,
          type: 'liquidation.filled',
          order: openOrder.id,
          market: openOrder.market,
          quantity: openOrder.quantity,
          price: openOrder.markPrice,
          notional: text(filled),
          realizedPnl: '0',
          fee: text(fee),
        },
        { ...common, seq: seq + 1, type: 'liquidation.completed', outcome: 'restored' },
      )
      return done
    },
    channel(channel, id) {
      if (channel === 'system') return system()
      if (channel === 'prices') return { prices: prices() }
      if (channel === 'liquidations') return { liquidations: newestLiquidations(id ?? null).slice(0, 50) }
      return id === undefined
        ? { ...stamp(), counts: system().accounts, worst: rowsNow().slice(0, 50) }
        : accountReply(id)
    },
    reply(method, url, body) {
      const [, , what, id, act] = url.pathname.split('/')
      if (what === 'status') return system()
      if (what === 'prices') return { ...stamp(), prices: prices() }
      if (what === 'accounts' && id === undefined) return accountPage(url.searchParams)
      if (what === 'accounts' && method === 'POST' && act === 'preview')
        return preview(decodeURIComponent(id ?? ''), body)
      if (what === 'accounts') return accountReply(decodeURIComponent(id ?? ''))
      if (what === 'liquidations' && id !== undefined) {
        const row = liquidations.get(id)
        return row === undefined ? null : { ...stamp(), ...row, course: courses.get(id) ?? [] }
      }
      if (what === 'liquidations')
        return { ...stamp(), items: newestLiquidations(url.searchParams.get('account')), nextCursor: null }
      return null
    },
  }
}

function applied(account: FakeAccount, command: { readonly [key: string]: string }): FakeAccount {
  if (command.type === 'deposit') return { ...account, cash: account.cash + units(command.amount ?? '0') }
  const quantity = units(command.quantity ?? '0')
  const price = units(command.price ?? '0')
  const held = account.positions.find((position) => position.market === command.market)
  if (held === undefined) return account
  const left = held.quantity + quantity
  const realized = floor(-quantity * (price - held.entry), ONE)
  const others = account.positions.filter((position) => position !== held)
  return {
    ...account,
    cash: account.cash + realized,
    positions: left === 0n ? others : [{ ...held, quantity: left }, ...others],
  }
}

/** Nothing required comes last. */
function byHealth(a: AccountRow, b: AccountRow): number {
  if (a.healthFactor === null || b.healthFactor === null)
    return a.healthFactor === b.healthFactor ? 0 : a.healthFactor === null ? 1 : -1
  return compareUnits(a.healthFactor, b.healthFactor)
}

function byEquity(a: AccountRow, b: AccountRow): number {
  return compareUnits(a.equity ?? '0', b.equity ?? '0')
}

function compareUnits(a: string, b: string): number {
  const difference = units(a) - units(b)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

import type { AccountRow, Answer, AnswerPosition, Cure, Status } from '../src/data/wire.js'

/** A small exact model behind the fake server: cash and linear positions, maintenance at a rate of the notional. Amounts at 8 decimals. */
export interface FakePosition {
  readonly market: string
  readonly quantity: bigint
  readonly entry: bigint
}

export interface FakeAccount {
  readonly id: string
  readonly cash: bigint
  readonly positions: readonly FakePosition[]
  readonly isLiquidating?: boolean
}

export const ONE = 100_000_000n
const RATES: { readonly [market: string]: bigint } = { BTCUSDT: 1_000_000n, ETHUSDT: 1_250_000n, SOLUSDT: 2_000_000n }
const WARNING = 125_000_000n
export const RULES = 'fake@2026-11-18'
export const VENUE = 'fake-usdm'

export type Marks = ReadonlyMap<string, bigint>

export function text(units: bigint): string {
  const size = (units < 0n ? -units : units).toString().padStart(9, '0')
  const fraction = size.slice(-8).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${size.slice(0, -8)}${fraction === '' ? '' : `.${fraction}`}`
}

export function units(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const size = BigInt(whole + fraction.padEnd(8, '0'))
  return decimal.startsWith('-') ? -size : size
}

export const floor = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n)
const ceil = (a: bigint, b: bigint): bigint => -floor(-a, b)
const size = (n: bigint): bigint => (n < 0n ? -n : n)

interface Assessed {
  readonly equity: bigint
  readonly requirement: bigint
  readonly notional: bigint
  readonly health: bigint | null
  readonly status: Status
}

function parts({ market, quantity, entry }: FakePosition, marks: Marks) {
  const mark = marks.get(market) ?? entry
  const notional = floor(size(quantity) * mark, ONE)
  const rate = RATES[market] ?? 5_000_000n
  return { mark, rate, notional, pnl: floor(quantity * (mark - entry), ONE), requirement: ceil(notional * rate, ONE) }
}

export function assess(account: FakeAccount, marks: Marks): Assessed {
  const each = account.positions.map((position) => parts(position, marks))
  const sum = (of: (part: (typeof each)[number]) => bigint): bigint =>
    each.reduce((total, part) => total + of(part), 0n)
  const equity = account.cash + sum((part) => part.pnl)
  const requirement = sum((part) => part.requirement)
  const health = requirement === 0n ? null : floor(equity * ONE, requirement)
  const status: Status = account.isLiquidating
    ? 'liquidating'
    : equity < 0n
      ? 'bankrupt'
      : health === null || health >= WARNING
        ? 'healthy'
        : health >= ONE
          ? 'warned'
          : 'liquidatable'
  return { equity, requirement, notional: sum((part) => part.notional), health, status }
}

export function rowOf(account: FakeAccount, marks: Marks): AccountRow {
  const { equity, requirement, notional, health, status } = assess(account, marks)
  const answer = positionsOf(account, marks)
  const [largest] = [...answer].sort((a, b) => Number(units(b.notional ?? '0') - units(a.notional ?? '0')))
  const line = answer.find((position) => position.liquidationPrice !== null && position.market === largest?.market)
  return {
    id: account.id,
    venue: VENUE,
    status,
    ...(health === null
      ? { healthFactor: null, healthFactorReason: 'no_requirement' as const }
      : { healthFactor: text(health) }),
    equity: text(equity),
    maintenanceRequirement: text(requirement),
    excessMargin: text(equity - requirement),
    ...(equity <= 0n
      ? { leverage: null, leverageReason: 'no_equity' as const }
      : { leverage: text(ceil(notional * ONE, equity)) }),
    notional: text(notional),
    largestPosition:
      largest === undefined
        ? null
        : { market: largest.market, leg: 'net', quantity: largest.quantity, notional: largest.notional ?? '0' },
    nearestLiquidation:
      line === undefined ||
      line.liquidationPrice === null ||
      line.markPrice === null ||
      status === 'liquidatable' ||
      status === 'bankrupt'
        ? null
        : {
            market: line.market,
            liquidationPrice: line.liquidationPrice,
            markPrice: line.markPrice,
            move: text(floor((units(line.liquidationPrice) - units(line.markPrice)) * ONE, units(line.markPrice))),
            notional: line.notional ?? '0',
          },
    ruleVersion: RULES,
  }
}

function positionsOf(account: FakeAccount, marks: Marks): AnswerPosition[] {
  const { equity, requirement } = assess(account, marks)
  return account.positions.map((position) => {
    const { mark, rate, notional, pnl, requirement: own } = parts(position, marks)
    const q = position.quantity
    // cash + other P&L + q (P − entry) = other requirements + rate |q| P
    const fixed = equity - pnl - (requirement - own)
    const slope = q - floor(size(q) * rate, ONE)
    const line =
      q > 0n
        ? ceil((floor(q * position.entry, ONE) - fixed) * ONE, slope)
        : floor((floor(q * position.entry, ONE) - fixed) * ONE, slope)
    const isUnder = equity < requirement
    return {
      market: position.market,
      scope: 'cross',
      leg: 'net',
      quantity: text(q),
      entryPrice: text(position.entry),
      markPrice: text(mark),
      notional: text(notional),
      unrealizedPnl: text(pnl),
      initialRequirement: text(2n * own),
      maintenanceRequirement: text(own),
      ...(isUnder || line <= 0n
        ? {
            liquidationPrice: null,
            liquidationPriceReason: isUnder ? ('already_under' as const) : ('no_price_solution' as const),
          }
        : { liquidationPrice: text(line) }),
      bankruptcyPrice: text(position.entry - floor((equity - pnl) * ONE, q)),
    }
  })
}

export function answerOf(account: FakeAccount, marks: Marks): Answer {
  const row = rowOf(account, marks)
  const { equity, requirement, health } = assess(account, marks)
  const side = { marginEquity: text(equity), requirement: text(requirement) }
  const initial = { marginEquity: text(equity), requirement: text(2n * requirement) }
  const ratio = (over: bigint): string | null => (over === 0n ? null : text(floor(equity * ONE, over)))
  return {
    venue: VENUE,
    ruleVersion: RULES,
    asOf: null,
    status: row.status,
    equity: row.equity,
    healthFactor: row.healthFactor,
    ...(row.healthFactorReason === undefined ? {} : { healthFactorReason: row.healthFactorReason }),
    marginLevel: ratio(2n * requirement),
    ...(requirement === 0n ? { marginLevelReason: 'no_requirement' as const } : {}),
    equityRatio: ratio(units(row.notional)),
    ...(requirement === 0n ? { equityRatioReason: 'no_position' as const } : {}),
    leverage: row.leverage,
    ...(row.leverageReason === undefined ? {} : { leverageReason: row.leverageReason }),
    loanToValue: null,
    loanToValueReason: 'no_debt',
    collateralRatio: null,
    collateralRatioReason: 'no_debt',
    initial,
    maintenance: side,
    excessMargin: text(equity - requirement),
    availableMargin: text(equity - 2n * requirement),
    native: null,
    scopes: [
      {
        id: 'cross',
        kind: 'cross',
        status: row.status,
        healthFactor: row.healthFactor,
        equity: row.equity,
        initial,
        maintenance: side,
      },
    ],
    positions: positionsOf(account, marks),
    holdings: [
      {
        asset: 'USDT',
        kind: 'cash',
        scope: 'cross',
        amount: text(account.cash),
        price: '1',
        value: text(account.cash),
        initialWeight: '1',
        maintenanceWeight: '1',
        liquidationPrice: null,
        liquidationPriceReason: 'no_price_solution',
      },
    ],
    call: null,
    cures: health !== null && health < WARNING ? curesOf(account, marks) : [],
    missing: [],
    why: [],
  }
}

function curesOf(account: FakeAccount, marks: Marks): Cure[] {
  const { equity, requirement } = assess(account, marks)
  const cent = 1_000_000n
  const gap = ceil(ceil(requirement * WARNING, ONE) - equity, cent) * cent
  const cures: Cure[] = [
    {
      kind: 'deposit',
      asset: 'USDT',
      scope: 'cross',
      amount: text(gap),
      healthFactor: text(floor((equity + gap) * ONE, requirement)),
    },
  ]
  for (const position of account.positions) {
    const { mark, rate, requirement: own } = parts(position, marks)
    const lot = 100_000n
    const amount = ceil(ceil((requirement - floor(equity * ONE, WARNING)) * ONE * ONE, rate * mark), lot) * lot
    if (amount >= size(position.quantity)) continue
    const after = requirement - floor(own * amount, size(position.quantity))
    cures.push({
      kind: 'reduce',
      market: position.market,
      leg: 'net',
      scope: 'cross',
      amount: text(amount),
      healthFactor: text(floor(equity * ONE, after)),
    })
  }
  return cures
}

/** The account with as much cash as gives it this healthFactor, in percent. */
export function standingAt(account: FakeAccount, percent: number, marks: Marks): FakeAccount {
  const { equity, requirement } = assess(account, marks)
  return { ...account, cash: account.cash + floor(requirement * BigInt(percent), 100n) - equity }
}

/** The same accounts for the same seed: mostly calm, some near the line, a few under it. */
export function makeAccounts(count: number, marks: Marks): FakeAccount[] {
  let seed = 1876
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((seed / 4_294_967_296) * below)
  }
  const markets = [...marks.keys()]
  return Array.from({ length: count }, (_, index) => {
    const positions: FakePosition[] = []
    for (let n = 0; n <= random(3) % 2; n++) {
      const market = markets[(random(markets.length) + n) % markets.length] ?? 'BTCUSDT'
      if (positions.some((position) => position.market === market)) continue
      const mark = marks.get(market) ?? ONE
      const notional = BigInt(500 + random(60_000) + (random(20) === 0 ? random(900_000) : 0)) * ONE
      const quantity = (floor(notional * ONE, mark) / 100_000n) * 100_000n + 100_000n
      const side = random(100) < 56 ? 1n : -1n
      const entry = floor(mark * BigInt(9_700 + random(600)), 10_000n * 1_000_000n) * 1_000_000n
      positions.push({ market, quantity: side * quantity, entry: entry > 0n ? entry : mark })
    }
    const bare = { id: `u-${200_000 + index}`, cash: 0n, positions }
    const { equity, requirement } = assess(bare, marks)
    const roll = random(10_000)
    const health =
      roll < 4
        ? 86 + random(13)
        : roll < 5
          ? -20
          : roll < 180
            ? 101 + random(24)
            : 126 + random(roll < 6_000 ? 900 : 6_000)
    const cash = floor(requirement * BigInt(health), 100n) - equity
    return {
      ...bare,
      cash: (cash / 1_000_000n) * 1_000_000n,
      ...(random(2_500) === 0 && health > 0 && health < 100 ? { isLiquidating: true } : {}),
    }
  })
}

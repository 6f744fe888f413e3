import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Command, commandCodec, eventCodec, type Json } from '../model/index.js'
import { formatDecimal } from '../number/index.js'
import { createAuditor } from '../testing/audit.js'
import { Desk } from '../testing/desk.js'
import type { TriggersKind } from '../triggers/index.js'
import type { Engine } from './index.js'

type Step = { readonly kind: string; readonly [key: string]: unknown }

const TRADERS = ['a0', 'a1', 'a2', 'a3']
const SHAREHOLDERS = ['s0', 's1']
const trader = fc.constantFrom(...TRADERS)
const market = fc.constantFrom('BTCUSDT', 'ETHUSDT')
const ticks = fc.integer({ min: 100_000, max: 600_000 })
const leg = fc.constantFrom('net', 'net', 'long', 'short')
const scope = fc.constantFrom('cross', 'cross', 'isolated:BTCUSDT', 'isolated:ETHUSDT:long', 'isolated:ETHUSDT:short')
const units = fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n })

/** Random commands, prices within a wide range: most are accepted, many liquidate. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('price'), market, ticks }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fill'),
      account: trader,
      other: fc.option(trader),
      market,
      scope,
      leg,
      otherLeg: leg,
      lots: fc.integer({ min: -300, max: 300 }),
      ticks,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cash'), account: trader, scope, units }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('transfer'), account: trader, from: scope, to: scope, units }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer'),
      off: fc.integer({ min: -500, max: 500 }),
      percent: fc.constantFrom(100, 100, 50, 1),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('shares'),
      account: fc.constantFrom(...SHAREHOLDERS),
      other: fc.option(fc.constantFrom(...SHAREHOLDERS)),
      count: fc.integer({ min: -150, max: 150 }),
      cents: fc.integer({ min: 100, max: 20_000 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('share price'), cents: fc.integer({ min: 0, max: 20_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('days'), days: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fund'), units }) },
) as fc.Arbitrary<Step>

const decimal = (digits: unknown, decimals: number): string =>
  formatDecimal(BigInt(digits as number | bigint), decimals)

function commandOf(step: Step, engine: Engine): Json | null {
  const { kind, account, market, other } = step as { [key: string]: string }
  switch (kind) {
    case 'price':
      return { type: 'price', market: market as string, price: decimal(step.ticks, 2) }
    case 'share price':
      return { type: 'price', market: 'AAPL', price: decimal(step.cents, 2) }
    case 'fill':
      return {
        type: 'fill',
        account: account as string,
        market: market as string,
        scope: step.scope as string,
        leg: step.leg as string,
        ...(other !== null && { counterparty: other as string, counterpartyLeg: step.otherLeg as string }),
        quantity: decimal(step.lots, 3),
        price: decimal(step.ticks, 2),
      }
    case 'shares':
      return {
        type: 'fill',
        account: account as string,
        market: 'AAPL',
        ...(other !== null && { counterparty: other as string }),
        quantity: decimal(step.count, 0),
        price: decimal(step.cents, 2),
      }
    case 'cash':
    case 'transfer':
    case 'fund': {
      const amount = step.units as bigint
      const move = { asset: 'USDT', amount: decimal(amount < 0n ? -amount : amount, 8) }
      if (kind === 'fund') return { type: 'fund', venue: 'binance-usdm', ...move }
      if (kind === 'transfer')
        return {
          type: 'transfer',
          account: account as string,
          ...move,
          from: step.from as string,
          to: step.to as string,
        }
      return {
        type: amount < 0n ? 'withdraw' : 'deposit',
        account: account as string,
        ...move,
        scope: step.scope as string,
      }
    }
    case 'answer': {
      const [open] = engine.state.liquidations.values()
      if (open === undefined) return null
      const { id, quantity, markPrice, leg } = open.order
      const lot = leg === null ? 10n ** 18n : 10n ** 15n
      const part = (quantity / lot / (100n / BigInt(step.percent as number))) * lot
      const at = markPrice / 10n ** 16n + BigInt(step.off as number)
      return {
        type: 'liquidation_fill',
        order: id,
        quantity: formatDecimal(part === 0n ? quantity : part),
        price: formatDecimal(at > 0n ? at : 1n, 2),
      }
    }
    default:
      return { type: 'advance' }
  }
}

function run(
  steps: readonly Step[],
  triggers: TriggersKind,
): { desk: Desk; auditor: ReturnType<typeof createAuditor> } {
  const desk = new Desk({ triggers })
  const auditor = createAuditor(desk.engine)
  const apply = (command: Command, afterMs: number): void => {
    desk.atMs += afterMs
    const { state } = desk.engine
    const before = { accounts: new Map(state.accounts), seq: state.seq }
    const outcome = desk.engine.apply(command, desk.atMs)
    desk.events.push(...outcome.events)
    auditor.see(command, outcome, before)
  }
  const decode = (json: Json): Command => commandCodec.decode(json, 'command')
  for (const market of ['BTCUSDT', 'ETHUSDT']) apply(decode({ type: 'price', market, price: '3000' }), 1000)
  const empty = { kind: 'cross', positions: [], orders: [], id: 'cross' }
  const open = (id: string, venue: string, asset: string, stored: string): void =>
    apply(
      decode({
        type: 'open_account',
        account: {
          id,
          venue,
          scopes: { cross: { ...empty, holdings: [{ asset, kind: 'cash', stored, isCollateral: true }] } },
          settings: { leverage: venue === 'binance-usdm' ? { BTCUSDT: '50', ETHUSDT: '10' } : {} },
          memo: { calls: [] },
        },
      }),
      1000,
    )
  for (const id of TRADERS) open(id, 'binance-usdm', 'USDT', '10000000000')
  for (const id of SHAREHOLDERS) open(id, 'finra-reg-t', 'USD', '5000000000000000000000')
  for (const each of steps) {
    const command = commandOf(each, desk.engine)
    if (command !== null) apply(decode(command), 1000 + 86_400_000 * ((each.days as number | undefined) ?? 0))
  }
  return { desk, auditor }
}

test('CONSERVE_1, TRIGGER_1, REPLAY_1: an auditor agrees at every step, and every kind of trigger gives the same state', () => {
  const total = { liquidations: 0, closed: 0, shortfalls: 0, calls: 0, isolated: 0 }
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 120 }), (steps) => {
      const naive = run(steps, 'naive')
      const boxes = run(steps, 'boxes')
      expect(boxes.desk.engine.stateHash()).toBe(naive.desk.engine.stateHash())
      expect(boxes.desk.events).toEqual(naive.desk.events)
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += naive.auditor.seen[key]
      for (const event of naive.desk.events) {
        const json = JSON.parse(JSON.stringify(eventCodec.encode(event))) as Json
        expect(eventCodec.decode(json, 'event')).toEqual(event)
      }
    }),
    { numRuns: 300, seed: 7 },
  )
  // The sequences are worth their time only where everything happens in them.
  for (const [what, count] of Object.entries(total)) expect([what, count >= 5 || count]).toEqual([what, true])
})

test('a fork is an engine of its own, at any moment, with its triggers', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 40 }),
      fc.array(step, { minLength: 5, maxLength: 20 }),
      fc.constantFrom<TriggersKind>('naive', 'boxes'),
      (before, after, triggers) => {
        const { desk } = run(before, triggers)
        const hash = desk.engine.stateHash()
        const forks = [desk.engine.fork(), desk.engine.fork()]
        const results = forks.map((fork) => {
          const outcomes = after.map((each, index) => {
            const command = commandOf(each, fork)
            return command === null ? null : fork.apply(commandCodec.decode(command, 'command'), desk.atMs + index)
          })
          expect(desk.engine.stateHash()).toBe(hash)
          return { outcomes, hash: fork.stateHash() }
        })
        expect(results[1]).toEqual(results[0])
      },
    ),
    { numRuns: 15, seed: 11 },
  )
})

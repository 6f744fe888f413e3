import {
  absolute,
  formatDecimal,
  larger,
  type Price,
  price,
  quantity,
  type Ratio,
  ratio,
  subtract,
  WAD,
} from '@plimsoll/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bar } from './bars.js'
import { parseKlines } from './klines.js'
import { refusal } from './testing/refusal.js'
import { pathOf, type WalkMarket, type WalkPoint, walk } from './walk.js'

const HOUR = 3_600_000
const start = Date.UTC(2020, 2, 12)
const barAt = (hour: number, [open, high, low, close]: readonly [string, string, string, string]): Bar => ({
  openMs: start + hour * HOUR,
  open: price(open),
  high: price(high),
  low: price(low),
  close: price(close),
  volume: quantity('1'),
})
const marketOf = (bars: readonly Bar[], tick = '0.01'): WalkMarket => ({ bars, intervalMs: HOUR, tick: price(tick) })
const shown = (prices: readonly Price[]): readonly string[] => prices.map((at) => formatDecimal(at))

describe('the path of a bar', () => {
  test.each([
    { bar: ['100', '103', '99', '101'], path: ['100', '99', '103', '101'], why: 'rose: the low first' },
    { bar: ['100', '103', '99', '100'], path: ['100', '99', '103', '100'], why: 'stayed: the low first' },
    { bar: ['101', '103', '99', '100'], path: ['101', '103', '99', '100'], why: 'fell: the high first' },
    { bar: ['100', '101', '100', '101'], path: ['100', '101'], why: 'no price twice in a row' },
    { bar: ['100', '100', '100', '100'], path: ['100'], why: 'one price' },
  ] as const)('$bar is $path ($why)', ({ bar, path }) => {
    expect(shown(pathOf(barAt(0, bar), { step: null, tick: price('0.01') }))).toEqual(path)
  })

  test.each([
    { step: '0.005', path: ['100', '100.5', '101', '101.2'], why: 'the share is of the price where the leg starts' },
    { step: '0.012', path: ['100', '101.2'], why: 'exactly one step' },
    { step: '0.0119', path: ['100', '101.1', '101.2'], why: 'a unit short of it: the farthest tick within' },
    { step: '0.00099', path: steps('100', '101.2', 12), why: 'a step below the tick: tick by tick' },
  ])('from 100 to 101.2 on ticks of 0.1 in steps of $step is $path ($why)', ({ step, path }) => {
    const bar = barAt(0, ['100', '101.2', '100', '101.2'])
    expect(shown(pathOf(bar, { step: ratio(step), tick: price('0.1') }))).toEqual(path)
  })

  test('visits points that are not on the tick exactly, and the ticks between them', () => {
    const bar = barAt(0, ['100.07', '100.31', '100.07', '100.31'])
    expect(shown(pathOf(bar, { step: ratio('0.001'), tick: price('0.1') }))).toEqual([
      '100.07',
      '100.1',
      '100.2',
      '100.3',
      '100.31',
    ])
  })
})

test.each([
  { to: '200.150024', path: ['200.05', '200.150024'] },
  { to: '200.150025', path: ['200.05', '200.150025'] }, // 0.0005 of 200.05 exactly
  { to: '200.150026', path: ['200.05', '200.1', '200.150026'] },
])('a leg from 200.05 to $to in steps of 0.0005 is $path', ({ to, path }) => {
  const bar = barAt(0, ['200.05', to, '200.05', to])
  expect(shown(pathOf(bar, { step: ratio('0.0005'), tick: price('0.1') }))).toEqual(path)
})

describe('the walk', () => {
  test('spreads a bar evenly over its interval and starts at its open', () => {
    const points = [...walk(new Map([['A', marketOf([barAt(0, ['100', '103', '99', '101'])])]]), { step: null })]
    expect(points).toEqual([
      { atMs: start, market: 'A', price: price('100') },
      { atMs: start + HOUR / 4, market: 'A', price: price('99') },
      { atMs: start + HOUR / 2, market: 'A', price: price('103') },
      { atMs: start + (3 * HOUR) / 4, market: 'A', price: price('101') },
    ])
  })

  test('does not repeat the close as the next open, and does not soften a jump between them', () => {
    const bars = [
      barAt(0, ['100', '101', '100', '101']),
      barAt(1, ['101', '102', '101', '102']),
      barAt(2, ['150', '150', '150', '150']),
    ]
    const points = [...walk(new Map([['A', marketOf(bars)]]), { step: ratio('0.1') })]
    expect(shown(points.map((point) => point.price))).toEqual(['100', '101', '102', '150'])
    expect(points.map(({ atMs }) => (atMs - start) / HOUR)).toEqual([0, 0.5, 1.5, 2])
  })

  test('puts markets in the order of time, and of their names at one time', () => {
    const bars = [barAt(0, ['100', '101', '100', '101'])]
    const markets = new Map([
      ['B', marketOf(bars)],
      ['A', marketOf(bars)],
      ['C', marketOf([{ ...(bars[0] as Bar), openMs: start + 1 }])],
    ])
    const order = [...walk(markets, { step: null })].map(({ market, atMs }) => `${market}${atMs - start}`)
    expect(order).toEqual(['A0', 'B0', 'C1', 'A1800000', 'B1800000', 'C1800001'])
  })

  test('ends a bar before the next where bars stand closer than the interval', () => {
    const first = barAt(0, ['100', '103', '99', '101'])
    const bars = [first, { ...first, openMs: start + HOUR / 10 }]
    const times = [...walk(new Map([['A', marketOf(bars)]]), { step: null })].map(({ atMs }) => atMs)
    expect(times[3]).toBeLessThan(start + HOUR / 10)
  })

  test('of no bars is empty', () => {
    expect([...walk(new Map([['A', marketOf([])]]))]).toEqual([])
    expect([...walk(new Map())]).toEqual([])
  })

  test('takes no more bars than are asked for', () => {
    const taken: number[] = []
    const bars = Array.from({ length: 100 }, (_, hour) => barAt(hour, ['1', '2', '1', '2']))
    const watched = new Proxy(bars, {
      get(target, key, receiver) {
        if (typeof key === 'string' && /^\d+$/.test(key)) taken.push(Number(key))
        return Reflect.get(target, key, receiver)
      },
    })
    walk(new Map([['A', marketOf(watched)]])).next()
    expect(Math.max(...taken)).toBeLessThan(3)
  })

  test.each([
    { step: ratio('0'), tick: '0.1' },
    { step: -1n as Ratio, tick: '0.1' },
    { step: ratio('0.005'), tick: '0' },
  ])('is refused at once with a step of $step and a tick of $tick', ({ step, tick }) => {
    expect(refusal(() => walk(new Map([['A', marketOf([], tick)]]), { step })).code).toBe('option_invalid')
  })

  test('goes over what a file gave, from the default step', () => {
    const { bars, report } = parseKlines(`${start},100,101,99,100.5,1\n${start + HOUR},100.5,102,100,101,1`, {
      file: 'k',
    })
    const points = [...walk(new Map([['A', { bars, intervalMs: report.intervalMs, tick: price('0.1') }]]))]
    expect(shown(points.map((point) => point.price))).toEqual(
      '100 99.5 99 99.4 99.8 100.2 100.6 101 100.5 100 100.5 101 101.5 102 101.5 101'.split(' '),
    )
  })
})

describe('for any bars', () => {
  /** Prices in hundredths; the tick may be coarser, as where a venue has changed it since. */
  const hundredths = fc.bigInt({ min: 950n, max: 1250n })
  const prices = fc.tuple(hundredths, hundredths, hundredths, hundredths)
  const bars = fc.array(prices, { minLength: 1, maxLength: 8 }).map((figures) =>
    figures.map((four, hour): Bar => {
      const [low, a, b, high] = [...four]
        .sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
        .map((cents) => cents * 10n ** 16n)
      const [open, close] = four[0] < four[1] ? [a, b] : [b, a]
      return { openMs: start + hour * HOUR, open, high, low, close, volume: quantity('0') } as Bar
    }),
  )
  const steps = fc.option(fc.bigInt({ min: 1n, max: 300n }).map((tenths) => (tenths * 10n ** 14n) as Ratio))
  const ticks = fc.constantFrom(price('0.01'), price('0.05'), price('0.1'), price('1'))

  test('each bar is walked in order through its four points, inside its range, on ticks, without long jumps', () => {
    fc.assert(
      fc.property(bars, steps, ticks, (drawn, step, tick) => {
        const points = [...walk(new Map([['A', { bars: drawn, intervalMs: HOUR, tick }]]), { step })]
        let before: Price | null = null
        for (const bar of drawn) {
          const inside = points.filter(({ atMs }) => atMs >= bar.openMs && atMs < bar.openMs + HOUR)
          const walked = inside.map((point) => point.price)
          if (before === bar.open) walked.unshift(bar.open) // not repeated: it is where the last bar closed
          expect([walked[0], walked.at(-1)]).toEqual([bar.open, bar.close])
          const turns = bar.close >= bar.open ? [bar.low, bar.high] : [bar.high, bar.low]
          expect(walked.indexOf(turns[0] as Price)).toBeGreaterThanOrEqual(0)
          expect(walked.lastIndexOf(turns[1] as Price)).toBeGreaterThanOrEqual(walked.indexOf(turns[0] as Price))
          const corners = [bar.open, bar.high, bar.low, bar.close]
          const longest = larger(((bar.high * (step ?? WAD)) / WAD) as Price, tick) // a leg starts at most at the high
          const fault = walked.find((at, index) => {
            const moved = absolute(subtract(at, walked[index - 1] ?? at))
            const isInside = at >= bar.low && at <= bar.high
            const isOnGrid = corners.includes(at) || at % tick === 0n
            return !isInside || !isOnGrid || moved > longest || (index > 0 && moved === 0n)
          })
          expect(fault).toBeUndefined()
          before = bar.close
        }
      }),
    )
  })

  test('no leg jumps farther than the step of the price where it starts', () => {
    fc.assert(
      fc.property(bars, fc.bigInt({ min: 10n, max: 300n }), ticks, (drawn, tenths, tick) => {
        const step = (tenths * 10n ** 14n) as Ratio
        for (const bar of drawn) {
          const up: Bar = { ...bar, open: bar.low, close: bar.high }
          const reach = (bar.low * step) / WAD
          const path = pathOf(up, { step, tick })
          for (const [index, at] of path.entries())
            if (index > 0) expect(at - (path[index - 1] as Price) <= larger(reach as Price, tick)).toBe(true)
        }
      }),
    )
  })

  test('time never runs back, points of one time stand by name, and the same bars give the same walk', () => {
    const many = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(many, fc.array(bars, { minLength: 4, maxLength: 4 }), steps, ticks, (names, each, step, tick) => {
        const markets = new Map(names.map((name, index) => [name, { bars: each[index] ?? [], intervalMs: HOUR, tick }]))
        const points = [...walk(markets, { step })]
        const misplaced = points.find((point, index) => {
          const previous = points[index - 1] ?? point
          const isLater =
            point.atMs > previous.atMs || (point.atMs === previous.atMs && point.market >= previous.market)
          return !isLater || !Number.isInteger(point.atMs)
        })
        expect(misplaced).toBeUndefined()
        const reordered = new Map([...markets].reverse())
        expect(told(walk(reordered, { step }))).toBe(told(points))
        for (const name of names) {
          const alone = [...walk(new Map([[name, markets.get(name) as WalkMarket]]), { step })]
          expect(told(points.filter(({ market }) => market === name))).toBe(told(alone))
        }
      }),
    )
  })
})

/** A walk as one text: comparing thousands of points one by one is slow. */
function told(points: Iterable<WalkPoint>): string {
  return [...points].map(({ atMs, market, price }) => `${atMs} ${market} ${price}`).join('\n')
}

/** `from` and every tenth after it. */
function steps(from: string, to: string, count: number): readonly string[] {
  const tenth = 10n ** 17n
  const all = Array.from({ length: count + 1 }, (_, index) => formatDecimal(price(from) + BigInt(index) * tenth))
  return all.at(-1) === to ? all : []
}

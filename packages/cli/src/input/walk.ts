import { divCeil, divFloor, formatDecimal, type Price, type Ratio, ratio, WAD } from '@plimsoll/core'
import { failInput } from '../errors.js'
import type { Bar } from './bars.js'

/** One market's bars and what the walk must know of it. */
export interface WalkMarket {
  /** In the order of time, each open time once. */
  readonly bars: readonly Bar[]
  /** Length of a bar, as the file's report says; null (a single bar): a minute. */
  readonly intervalMs: number | null
  /** The market's price step: prices between a bar's own four points stand on it. */
  readonly tick: Price
}

export interface WalkPoint {
  readonly atMs: number
  readonly market: string
  readonly price: Price
}

/** The longest step inside a bar, as a share of the price where the leg starts. */
export const STEP_DEFAULT: Ratio = ratio('0.005')
const SINGLE_BAR_MS = 60_000

/**
 * The prices of several markets in one order of time, made from their bars; lazily, the same points for the same bars.
 *
 * A bar says where a price went and not in which order. Assumed: a bar that did not fall went open → low → high → close, one that fell
 * open → high → low → close (docs/replay-input.md). Between two of these points the price moves in steps of at most `step` of the price
 * where it starts, each the farthest tick within that; where a tick is larger than the step, tick by tick. `null`: the four points only.
 * A market's price is not repeated when it stays. The way from a close to the next open is a real jump and stays one.
 *
 * A bar's points stand evenly in its interval, the open at its start; points of one time come in the order of the markets' names.
 * @throws `option_invalid` a step or a tick that is not above 0
 * @example [...walk(new Map([['BTCUSDT', { bars, intervalMs: 3_600_000, tick: price('0.1') }]]), { step: null })]
 */
export function walk(
  markets: ReadonlyMap<string, WalkMarket>,
  options: { step?: Ratio | null | undefined } = {},
): Generator<WalkPoint, void, undefined> {
  const step = options.step === undefined ? STEP_DEFAULT : options.step
  if (step !== null && step <= 0n)
    failInput('option_invalid', `A step of ${formatDecimal(step)} never arrives: give a share above 0, e.g. 0.005.`)
  for (const [name, { tick }] of markets) {
    if (tick <= 0n) failInput('option_invalid', `The tick of ${name} is ${formatDecimal(tick)}: give one above 0.`)
  }
  return merge(markets, step) // checked before the first point is asked for
}

function* merge(markets: ReadonlyMap<string, WalkMarket>, step: Ratio | null): Generator<WalkPoint, void, undefined> {
  const names = [...markets.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const lanes: { points: Iterator<WalkPoint>; next: WalkPoint }[] = []
  for (const name of names) {
    const points = walkMarket(name, markets.get(name) as WalkMarket, step)
    const first = points.next()
    if (first.done !== true) lanes.push({ points, next: first.value })
  }
  while (lanes.length > 0) {
    let earliest = lanes[0] as (typeof lanes)[number]
    for (const lane of lanes) if (lane.next.atMs < earliest.next.atMs) earliest = lane // ties: the earlier name stands first
    yield earliest.next
    const following = earliest.points.next()
    if (following.done === true) lanes.splice(lanes.indexOf(earliest), 1)
    else earliest.next = following.value
  }
}

function* walkMarket(market: string, of: WalkMarket, step: Ratio | null): Generator<WalkPoint, void, undefined> {
  let last: Price | null = null
  for (const [index, bar] of of.bars.entries()) {
    const lengthMs = of.intervalMs ?? SINGLE_BAR_MS
    const untilNextMs = (of.bars[index + 1]?.openMs ?? Number.POSITIVE_INFINITY) - bar.openMs
    const spanMs = Math.min(lengthMs, untilNextMs)
    const path = pathOf(bar, { step, tick: of.tick })
    for (const [position, price] of path.entries()) {
      if (price === last) continue // only an open can equal the close before it
      last = price
      yield { atMs: bar.openMs + Math.floor((position * spanMs) / path.length), market, price }
    }
  }
}

/**
 * The prices that a bar's walk visits, the open first and the close last, none twice in a row.
 * @example pathOf(bar, { step: null, tick }) // [open, low, high, close]
 */
export function pathOf(bar: Bar, options: { step: Ratio | null; tick: Price }): readonly Price[] {
  const turns = bar.close >= bar.open ? [bar.low, bar.high, bar.close] : [bar.high, bar.low, bar.close]
  const path: Price[] = [bar.open]
  let from = bar.open
  for (const to of turns) {
    if (options.step !== null) pushBetween(path, { from, to, step: options.step, tick: options.tick })
    if (to !== from) path.push(to)
    from = to
  }
  return path
}

/** Adds the prices strictly between two points of the path. */
function pushBetween(path: Price[], leg: { from: Price; to: Price; step: Ratio; tick: Price }): void {
  const { from, to, step, tick } = leg
  const reach = divFloor(from * step, WAD)
  const direction = to > from ? 1n : -1n
  let at: bigint = from
  while ((to - at) * direction > reach) {
    const within = direction > 0n ? divFloor(at + reach, tick) * tick : divCeil(at - reach, tick) * tick
    const adjacent = direction > 0n ? (divFloor(at, tick) + 1n) * tick : (divCeil(at, tick) - 1n) * tick
    at = (within - at) * direction > 0n ? within : adjacent
    if ((to - at) * direction <= 0n) return
    path.push(at as Price)
  }
}

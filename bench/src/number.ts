import { notionalCeil, notionalFloor, type Price, type Quantity, ratioFloor, type Value, WAD } from '@plimsoll/core'
import type { Bench, BenchLine } from './bench.js'
import { measure } from './measure.js'

const PAIRS = 4096

/** Operands side by side. */
interface Pairs<Operand> {
  readonly left: readonly Operand[]
  readonly right: readonly Operand[]
}

/**
 * Three ways of doing one thing to all pairs. Each loop is written out, although they look alike: a shared one would see many functions,
 * stop inlining, and measure the call. A loop returns its last result, so that none of the work can be left out.
 */
interface Operation {
  readonly name: string
  readonly ours: (pairs: Pairs<bigint>) => bigint
  /** Without a rounding rule: what JavaScript's `/` gives. */
  readonly raw: (pairs: Pairs<bigint>) => bigint
  readonly float: (pairs: Pairs<number>) => number
}

const OPERATIONS: readonly Operation[] = [
  {
    name: 'notionalFloor',
    ours({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = notionalFloor(left[i] as Quantity, right[i] as Price)
      return last
    },
    raw({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = ((left[i] as bigint) * (right[i] as bigint)) / WAD
      return last
    },
    float({ left, right }) {
      let sum = 0
      for (let i = 0; i < PAIRS; i++) sum += (left[i] as number) * (right[i] as number)
      return sum
    },
  },
  {
    name: 'notionalCeil',
    ours({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = notionalCeil(left[i] as Quantity, right[i] as Price)
      return last
    },
    raw({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = ((left[i] as bigint) * (right[i] as bigint)) / WAD
      return last
    },
    float({ left, right }) {
      let sum = 0
      for (let i = 0; i < PAIRS; i++) sum += (left[i] as number) * (right[i] as number)
      return sum
    },
  },
  {
    name: 'ratioFloor',
    ours({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = ratioFloor(left[i] as Value, right[i] as Value)
      return last
    },
    raw({ left, right }) {
      let last = 0n
      for (let i = 0; i < PAIRS; i++) last = ((left[i] as bigint) * WAD) / (right[i] as bigint)
      return last
    },
    float({ left, right }) {
      let sum = 0
      for (let i = 0; i < PAIRS; i++) sum += (left[i] as number) / (right[i] as number)
      return sum
    },
  },
]

const INPUTS = [
  // Whole figures of a usual size: a product leaves no remainder.
  { name: 'best', left: (i: number) => BigInt(i + 1) * WAD, right: (i: number) => BigInt(i + 100) * WAD },
  // A short of a billion units with every decimal in use: the widest product, a remainder, and a quotient to correct for its sign.
  {
    name: 'worst',
    left: (i: number) => -(10n ** 27n + BigInt(i) * 7_919n + 1n),
    right: (i: number) => 10n ** 24n + BigInt(i) * 104_729n + 1n,
  },
] as const

export const number: Bench = {
  name: 'number',
  about: 'One product or quotient of the number kinds, against float64 and against bigint without a rounding rule.',
  *run(now) {
    for (const operation of OPERATIONS) {
      for (const { name, left, right } of INPUTS) {
        const indexes = Array.from({ length: PAIRS }, (_, index) => index)
        const pairs = { left: indexes.map(left), right: indexes.map(right) }
        yield* linesOf(operation, { name, pairs, now })
      }
    }
  },
}

function linesOf(
  operation: Operation,
  { name, pairs, now }: { name: string; pairs: Pairs<bigint>; now: () => number },
): readonly BenchLine[] {
  const toFloat = (integer: bigint) => Number(integer) / Number(WAD)
  const floats = { left: pairs.left.map(toFloat), right: pairs.right.map(toFloat) }
  const time = (run: () => unknown) => measure({ run, operations: PAIRS, now }).median
  const value = time(() => operation.ours(pairs))
  const line = { bench: 'number', case: `${operation.name} ${name}`, value, unit: 'ns' }
  return [
    { ...line, against: 'float64', ratio: value / time(() => operation.float(floats)) },
    { ...line, against: 'bigint /', ratio: value / time(() => operation.raw(pairs)) },
  ]
}

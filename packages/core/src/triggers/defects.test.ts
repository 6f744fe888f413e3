import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'

// Seeded defects: the conformance suite is bundled with a copy of the code in which one place is wrong, and has to find it. What it finds,
// it finds by construction or within a stated number of random worlds, under a fixed seed.

interface Defect {
  readonly name: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** Which part of the suite finds it. */
  readonly by: 'worlds' | 'tiny world' | 'bound' | 'tiny bound'
}

const boxes = 'triggers/boxes.ts'
const bound = 'rules/bound.ts'
const legs = 'rules/legs-family.ts'

const DEFECTS: readonly Defect[] = [
  {
    name: 'a rise wakes no one',
    file: boxes,
    from: 'price < range.low || price > range.high',
    to: 'price < range.low',
    by: 'worlds',
  },
  {
    name: 'a fall wakes no one',
    file: boxes,
    from: 'price < range.low || price > range.high',
    to: 'price > range.high',
    by: 'worlds',
  },
  {
    name: 'the sides are exchanged',
    file: boxes,
    from: 'price < range.low || price > range.high',
    to: 'price > range.low || price < range.low / 2n',
    by: 'worlds',
  },
  {
    name: 'a box is five units too wide below',
    file: boxes,
    from: 'price < range.low ||',
    to: 'price < range.low - 5n ||',
    by: 'tiny world',
  },
  {
    name: 'a box is five units too wide above',
    file: boxes,
    from: '|| price > range.high',
    to: '|| price > range.high + 5n',
    by: 'tiny world',
  },
  {
    name: 'the box of before a fill stays',
    file: boxes,
    from: 'disarm(account.id)\n      const box',
    to: 'if ([...ranges.values()].some((held) => held.has(account.id))) return\n      const box',
    by: 'worlds',
  },
  {
    name: 'only the first price of an account is watched',
    file: boxes,
    from: 'of familyOf(book).factors(account, book)) {\n        let held',
    to: 'of familyOf(book).factors(account, book).slice(0, 1)) {\n        let held',
    by: 'worlds',
  },
  {
    name: 'a side is opened unproved',
    file: boxes,
    from: 'if (isSafe(wider)) widest = wider',
    to: 'widest = wider',
    by: 'worlds',
  },
  {
    name: 'an account without a box sleeps',
    file: boxes,
    from: 'box?.get(factor) ?? null)',
    to: 'box?.get(factor) ?? { low: 1n as Price, high: (10n ** 60n) as Price })',
    by: 'worlds',
  },
  {
    name: 'a fork shares its boxes',
    file: boxes,
    from: '[factor, new Map(held)]',
    to: '[factor, held as Map<AccountId, Range>]',
    by: 'worlds',
  },
  { name: 'disarm forgets', file: boxes, from: 'held.delete(account)', to: 'held.has(account)', by: 'worlds' },
  {
    name: 'the order of ids is lost',
    file: boxes,
    from: 'return woken.sort(compareText)',
    to: 'return woken.reverse()',
    by: 'worlds',
  },
  {
    name: 'anything that has a bound is safe',
    file: boxes,
    from: 'bound !== null && bound > 0n',
    to: 'bound !== null',
    by: 'worlds',
  },
  { name: 'the high end of a range is left out', file: bound, from: 'consider(range.high)', to: '', by: 'bound' },
  {
    name: 'the best point of a box, not the worst',
    file: bound,
    from: 'if (excess < lowest) lowest = excess',
    to: 'if (excess > lowest) lowest = excess',
    by: 'bound',
  },
  {
    name: 'no allowance for rounding inside',
    file: bound,
    from: '-2n * BigInt(legs.length)',
    to: '0n * BigInt(legs.length)',
    by: 'tiny bound',
  },
  {
    name: 'an allowance of the other sign (floor for ceil)',
    file: bound,
    from: '-2n * BigInt(legs.length)',
    to: '2n * BigInt(legs.length)',
    by: 'bound',
  },
  {
    name: 'a leg without a price of its own is left out',
    file: bound,
    from: 'sum += maintenanceExcess(leg, ONE_PRICE)',
    to: '',
    by: 'bound',
  },
  {
    name: 'a factor that the box lacks is left out',
    file: bound,
    from: 'if (range === undefined) return null',
    to: 'if (range === undefined) continue',
    by: 'bound',
  },
  {
    name: 'the best scope, not the worst',
    file: legs,
    from: 'bound < lowest ? bound : lowest',
    to: 'bound > lowest ? bound : lowest',
    by: 'bound',
  },
  {
    name: 'a debt without a requirement is safe',
    file: legs,
    from: "(leg.maintenance.by === 'none' && leg.quantity > 0n)",
    to: "leg.maintenance.by === 'none'",
    by: 'bound',
  },
  {
    name: 'the requirement raises the excess',
    file: 'rules/leg.ts',
    from: 'return maintenanceEquity(leg, price) - ',
    to: 'return maintenanceEquity(leg, price) + ',
    by: 'bound',
  },
]

interface Suite {
  createTriggers(kind: 'boxes'): never
  conformance(make: () => never, options: { seed: number; runs: number }): { readonly fault: string | null }
  tinyWorld(make: () => never): string | null
  tinyBound(): string | null
  boundConformance(options: { seed: number; runs: number }): string | null
}

const source = fileURLToPath(new URL('..', import.meta.url))
const ENTRY = `export { createTriggers } from '${source}triggers/index.ts'
export { boundConformance, conformance, tinyBound, tinyWorld } from '${source}testing/triggers.ts'`

/** The suite over the code, with one place changed. */
async function suiteWith(defect: Pick<Defect, 'file' | 'from' | 'to'> | null): Promise<Suite> {
  let isSeeded = defect === null
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    root: source,
    plugins: [
      {
        name: 'seeded-defect',
        resolveId: (id) => (id === 'virtual:suite' ? id : null),
        load: (id) => (id === 'virtual:suite' ? ENTRY : null),
        transform: {
          order: 'pre',
          handler: (code, id) => {
            if (defect === null || id !== `${source}${defect.file}`) return null
            isSeeded = code.split(defect.from).length === 2
            return code.replace(defect.from, () => defect.to)
          },
        },
      },
    ],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      write: false,
      minify: false,
      rollupOptions: { input: 'virtual:suite', output: { format: 'es' } },
    },
  })
  if (!isSeeded) throw new Error('The place of the defect is not in the code, or not once: mend the bank.')
  const [chunk] = 'output' in output ? output.output : []
  if (chunk?.type !== 'chunk') throw new Error('a build has one chunk')
  return (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(chunk.code).toString('base64')}`
  )) as Suite
}

/** Random worlds that a defect of the boxes, and random boxes that a defect of the bound, may hide in. */
const RUNS = { worlds: 60, boxes: 250 }

function found(suite: Suite, by: Defect['by'], seed: number): string | null {
  const make = (): never => suite.createTriggers('boxes')
  switch (by) {
    case 'worlds':
      return suite.conformance(make, { seed, runs: RUNS.worlds }).fault
    case 'tiny world':
      return suite.tinyWorld(make)
    case 'tiny bound':
      return suite.tinyBound()
    case 'bound':
      return suite.boundConformance({ seed, runs: RUNS.boxes })
  }
}

describe('a seeded defect is found', () => {
  test('and the code without one has none, in the same bundle', async () => {
    const suite = await suiteWith(null)
    for (const by of ['worlds', 'tiny world', 'bound', 'tiny bound'] as const)
      expect([by, found(suite, by, 1)]).toEqual([by, null])
  })

  test.each(DEFECTS)('$name, by $by, under more than one seed', async (defect) => {
    const suite = await suiteWith(defect)
    for (const seed of defect.by.startsWith('tiny') ? [1] : [1, 2, 3]) {
      expect([seed, found(suite, defect.by, seed)]).toEqual([seed, expect.any(String)])
    }
  })
})

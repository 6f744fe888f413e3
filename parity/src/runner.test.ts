import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { models } from './models.js'
import type { Model, Registered } from './registry.js'
import { runFiles } from './runner.js'

let folder: string
let written = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-parity-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(document: unknown): string {
  const path = join(folder, `${written++}.json`)
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document))
  return path
}

/** Models for these tests: twice the input, an error, and nothing at all. */
const twice = (format: Model['format']): readonly Model[] => [
  { format, name: 'twice', run: ({ x }) => ({ y: BigInt(String(x)) * 2n, isBig: BigInt(String(x)) > 9n, none: null }) },
  {
    format,
    name: 'throws',
    run: () => {
      throw new Error('no\nroot')
    },
  },
  { format, name: 'silent', run: () => ({}) },
]
const REGISTRY: readonly Registered[] = [
  ...twice('perpetuals'),
  ...twice('broker'),
  ...twice('simulation'),
  {
    format: 'lending',
    name: 'double-lend',
    run: ({ pre, result }, { factor }) => ({
      got: { debt: BigInt(String(pre)) * BigInt(String(factor)) },
      expected: { debt: result },
    }),
    runSet: ({ timeline }) => ({ got: { timeline: ['1', '2'] }, expected: { timeline } }),
  },
]

const run = (...documents: unknown[]) => runFiles(documents.map(file), REGISTRY)

const EXACTLY = { mode: 'exact', why: 'ours' }
const perpetuals = (...vectors: object[]) => ({ schema: 'plimsoll-perps-vectors/1', units: '', vectors })
const broker = (...vectors: object[]) => ({ schema: { name: 'ours' }, vectors })
const simulation = (...vectors: object[]) => ({ schema: { name: 'ours' }, vectors, facts: [] })

const perpetual = (id: string, more: object) => ({
  id,
  venue: 'v',
  kind: 'k',
  model: 'twice',
  inputs: { x: '2' },
  expected: { y: '4' },
  tolerance: EXACTLY,
  ...more,
})
const brokered = (id: string, more: object) => ({
  id,
  regime: 'r',
  kind: 'twice',
  inputs: { x: '2' },
  expected: { y: '4' },
  tolerance: '0',
  ...more,
})
const simulated = (id: string, more: object) => ({
  id,
  model: 'twice',
  inputs: { x: '2' },
  expected: { y: '4' },
  tolerance: EXACTLY,
  ...more,
})

describe('perpetuals', () => {
  test('what holds passes and what does not fails, with its field', () => {
    expect(run(perpetuals(perpetual('right', {}), perpetual('wrong', { expected: { y: '5' } })))).toEqual({
      lines: ['wrong: y got 4, expected 5', '1 passed, 1 failed'],
      complaints: [],
      exitCode: 1,
    })
  })

  test('a published figure known to be wrong has to be missed', () => {
    const wrong = { expectMismatch: true, mismatchReason: 'typo' }
    const { lines } = run(
      perpetuals(
        perpetual('missed', { ...wrong, expected: { y: '5' } }),
        perpetual('holds', wrong),
        perpetual('throws', { ...wrong, model: 'throws' }),
        perpetual('silent', { ...wrong, model: 'silent' }),
      ),
    )
    expect(lines).toEqual([
      'holds: the published figure is wrong, but every field of it holds',
      'throws: failed with: no root',
      'silent: no expected field was computed',
      '1 passed, 3 failed',
    ])
  })

  test('an unknown model, an error and an empty expectation fail', () => {
    const { lines, exitCode } = run(
      perpetuals(
        perpetual('unknown', { model: 'thrice' }),
        perpetual('throws', { model: 'throws' }),
        perpetual('empty', { expected: {} }),
        perpetual('untold', { tolerance: undefined }),
        {},
      ),
    )
    expect(exitCode).toBe(1)
    expect(lines).toEqual([
      'unknown: unknown model thrice',
      'throws: failed with: no root',
      'empty: the vector expects nothing',
      'untold: failed with: the vector has no tolerance',
      'vector 5 (without an id): unknown model undefined',
      '0 passed, 5 failed',
    ])
  })

  test('an id counts once, and passes only where all of it passes', () => {
    const document = perpetuals(perpetual('a', {}), perpetual('a', { expected: { y: '5' } }), perpetual('a', {}))
    expect(run(document).lines).toEqual(['a: y got 4, expected 5', '0 passed, 1 failed'])
  })
})

describe('broker', () => {
  test('tolerances are bare or relative, flags are booleans', () => {
    const { lines } = run(
      broker(
        brokered('absolute', { expected: { y: '4.5', isBig: false }, tolerance: '0.5' }),
        brokered('relative', { expected: { y: '5' }, tolerance: 'rel:0.2' }),
        brokered('flag', { expected: { isBig: true } }),
        brokered('far', { expected: { y: '4.51' }, tolerance: '0.5' }),
      ),
    )
    expect(lines).toEqual(['flag: isBig got false, expected true', 'far: y got 4, expected 4.51', '2 passed, 2 failed'])
  })

  test('a published error has to be missed, and every corrected field has to hold', () => {
    const error = { expected: { y: '5' }, publishedError: 'wrong' }
    const { lines } = run(
      broker(
        brokered('right', { ...error, corrected: { y: '4', isBig: false } }),
        brokered('uncorrected', { ...error, corrected: { y: '3' } }),
        brokered('holds', { ...error, expected: { y: '4' }, corrected: { y: '4' } }),
      ),
    )
    expect(lines).toEqual([
      'uncorrected: corrected y got 4, expected 3',
      'holds: the published figure is wrong, but every field of it holds',
      '1 passed, 2 failed',
    ])
  })

  test('a kind is looked for among the models of brokers', () => {
    const { lines } = runFiles([file(broker(brokered('a', {})))], twice('perpetuals'))
    expect(lines[0]).toBe('a: unknown kind twice')
  })
})

test('simulation: null is no such value, and fields have tolerances of their own', () => {
  const tolerance = { ...EXACTLY, fields: { y: { mode: 'rel', value: '0.25', why: '' } } }
  const { lines } = run(
    simulation(
      simulated('loose', { expected: { y: '5', none: null }, tolerance }),
      simulated('wrong', { expected: { y: '6' }, tolerance }),
    ),
  )
  expect(lines).toEqual(['wrong: y got 4, expected 6', '1 passed, 1 failed'])
})

describe('lending', () => {
  const set = (more: object) => ({ protocol: 'double-lend', factor: '2', timeline: ['1', '2'], ...more })
  const vectors = [
    { id: 'right', pre: '2', result: '4' },
    { id: 'wrong', pre: '2', result: '5' },
  ]

  test('each vector goes with its set to the protocol and is compared exactly', () => {
    expect(run({ note: '', sets: [set({ vectors })] }).lines).toEqual([
      'wrong: debt got 4, expected 5',
      '1 passed, 1 failed',
    ])
  })

  test('what a set records beside its vectors is the first one’s to answer for', () => {
    const { lines } = run({ note: '', sets: [set({ vectors, timeline: ['1', '3'] })] })
    expect(lines).toEqual([
      'right: timeline[1] got 2, expected 3',
      'wrong: debt got 4, expected 5',
      '0 passed, 2 failed',
    ])
  })

  test('an unknown protocol fails each of its vectors', () => {
    expect(run({ note: '', sets: [{ protocol: 'other', vectors }] }).lines).toEqual([
      'right: unknown protocol other',
      'wrong: unknown protocol other',
      '0 passed, 2 failed',
    ])
  })
})

describe('files', () => {
  test('the count is over all files', () => {
    const { lines, exitCode } = run(
      perpetuals(perpetual('a', {})),
      broker(brokered('a', {})),
      simulation(simulated('a', {})),
    )
    expect(lines).toEqual(['3 passed, 0 failed'])
    expect(exitCode).toBe(0)
  })

  test('a file that cannot be run is one sentence, and then nothing is run', () => {
    const paths = [
      file(perpetuals(perpetual('a', {}))),
      'missing.json',
      file('{'),
      file({ schema: 'other/1', vectors: [] }),
      file([]),
    ]
    const { lines, complaints, exitCode } = runFiles(paths, REGISTRY)
    expect(lines).toEqual([])
    expect(exitCode).toBe(3)
    expect(complaints).toEqual([
      'There is no file missing.json.',
      expect.stringContaining('is not JSON'),
      expect.stringContaining('has none of the known formats'),
      expect.stringContaining('has none of the known formats'),
    ])
    expect(complaints.join('')).not.toContain('\n')
  })

  test('no file at all says how to name one', () => {
    expect(runFiles([], REGISTRY)).toMatchObject({
      exitCode: 2,
      complaints: [expect.stringContaining('npm run parity')],
    })
  })
})

test('the recorded files are of known formats, and each name is registered once', () => {
  const recorded = ['perpetuals', 'broker', 'simulation', 'lending']
  const paths = recorded.map((name) => new URL(`../vectors/${name}.json`, import.meta.url).pathname)
  expect(runFiles(paths, models).complaints).toEqual([])
  const names = models.map(({ format, name }) => `${format} ${name}`)
  expect(new Set(names).size).toBe(names.length)
})

test('the tiers of perpetuals hold, but for what is not registered', () => {
  const { lines } = runFiles([new URL('../vectors/perpetuals.json', import.meta.url).pathname], models)
  expect(lines.filter((line) => line.includes('tiers.cum') || !line.includes('unknown model'))).toEqual([lines.at(-1)])
})

import { describe, expect, test } from 'vitest'
import { bannedCode } from './banned.js'
import { deadExports } from './dead-exports.js'
import { importDirection } from './direction.js'
import { errorCodes } from './error-codes.js'
import { describeProblem, type Problem, type RepositoryFile } from './files.js'
import { CORE_LAYERS, reach } from './layers.js'
import { fileLength } from './length.js'
import { documentLinks } from './links.js'
import { machinePaths } from './machine-paths.js'

type Texts = Readonly<Record<string, string>>

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name, exports: { '.': { '@plimsoll/source': './src/index.ts' } }, ...more })

const MANIFESTS: Texts = {
  'packages/core/package.json': manifest('@plimsoll/core', { dependencies: { 'pure-rand': '8.4.2' } }),
  'packages/journal/package.json': manifest('@plimsoll/journal'),
  'packages/server/package.json': manifest('@plimsoll/server'),
  'packages/cli/package.json': manifest('plimsoll', { exports: {}, bin: { plimsoll: 'dist/main.js' } }),
  'apps/dashboard/package.json': manifest('@plimsoll/dashboard', { exports: {} }),
}

function found(rule: (files: readonly RepositoryFile[]) => readonly Problem[], texts: Texts): readonly string[] {
  return rule(Object.entries(texts).map(([path, text]) => ({ path, text }))).map(describeProblem)
}

describe('import direction', () => {
  const inFile = (path: string, text: string) => found(importDirection, { ...MANIFESTS, [path]: text })

  test.each([
    ['packages/core/src/rules/simple.ts', "import { add } from '../number/index.js'"],
    [
      'packages/core/src/simulate/fork.ts',
      "import { apply } from '../engine/apply.js'\nimport type { P } from '../number/index.js'",
    ],
    ['packages/core/src/number/divide.ts', "import { invariant } from '../errors.js'"],
    ['packages/core/src/index.ts', "export * from './simulate/index.js'"],
    ['packages/core/src/number/divide.test.ts', "import { apply } from '../engine/apply.js'"],
    ['packages/core/src/engine/hash.ts', "import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'"],
    [
      'packages/server/src/app.ts',
      "import { open } from '@plimsoll/journal'\nimport { readFile } from 'node:fs/promises'",
    ],
    ['packages/cli/src/main.ts', "import { serve } from '@plimsoll/server'"],
    ['apps/dashboard/src/main.ts', "import type { Answer } from '@plimsoll/server'\nimport { h } from 'preact'"],
    ['bench/src/number.ts', "import { add } from '@plimsoll/core'"],
  ])('%s may: %s', (path, text) => {
    expect(inFile(path, text)).toEqual([])
  })

  test.each([
    [
      'packages/core/src/number/divide.ts',
      "import type { Account } from '../model/account.js'",
      '"number" may not import "model"',
    ],
    [
      'packages/core/src/oracle/fold.ts',
      "export { check } from '../rules/index.js'",
      '"oracle" may not import "rules"',
    ],
    ['packages/core/src/errors.ts', "import { WAD } from './number/kinds.js'", '"errors.ts" may not import "number"'],
    ['packages/core/src/rules/simple.ts', "import { add } from '../index.js'", '"rules" may not import "index.ts"'],
    ['packages/core/src/rules/simple.ts', "await import('../engine/apply.js')", '"rules" may not import "engine"'],
    ['packages/core/src/document/read.ts', '', '"document" is no layer of core'],
    [
      'packages/core/src/number/divide.ts',
      "import { open } from '@plimsoll/journal'",
      'may not import @plimsoll/journal',
    ],
    [
      'packages/core/src/engine/hash.ts',
      "import Big from 'big.js'",
      '"big.js" is not among the dependencies of @plimsoll/core',
    ],
    ['packages/journal/src/log.ts', "import { serve } from '@plimsoll/server'", 'may not import @plimsoll/server'],
    [
      'packages/journal/src/log.ts',
      "import { add } from '../../core/src/number/index.js'",
      'reaches into packages/core',
    ],
    ['packages/journal/src/log.ts', "import { add } from '@plimsoll/journal'", 'imports itself by name'],
    ['apps/dashboard/src/main.ts', "import { add } from '@plimsoll/core'", 'may import only types of @plimsoll/core'],
    ['apps/dashboard/src/main.ts', "import type { Log } from '@plimsoll/journal'", 'may not import @plimsoll/journal'],
  ])('%s may not: %s', (path, text, message) => {
    expect(inFile(path, text)).toEqual([expect.stringContaining(message)])
  })

  test('an arrow gives what it names and everything that that may import', () => {
    expect(new Set(reach('liquidation'))).toEqual(
      new Set(['liquidation', 'answers', 'oracle', 'venues', 'rules', 'model', 'number']),
    )
    expect(new Set(reach('simulate'))).toEqual(new Set(Object.keys(CORE_LAYERS)))
  })
})

describe('banned code', () => {
  const inCore = (text: string) => found(bannedCode, { 'packages/core/src/rules/a.ts': text })

  test.each([
    'const atMs = Date.now()',
    'const now = new Date()',
    'const now = Date()',
    'const at = performance.now()',
    'const a = Math.random()',
    'const id = crypto.randomUUID()',
    "import { readFileSync } from 'node:fs'",
    'const a = process.env',
    "const a = Number('1')",
    "const a = Number.parseFloat('1')",
    'const a = (1).toFixed(2)',
    'const a = Math.exp(1)',
    'const a = Math.log10(1)',
    'const a = Math.pow(1, 2)',
    'const a = [2, 1].sort()',
    'const a = [2, 1].toSorted( )',
    'const a: any = 1',
    'const a = b as any',
    'const a: Array<any> = []',
    'enum Side { Long }',
    'setTimeout(f, 1)',
    'test.only("a", f)',
    'describe.skip("a", f)',
    '// FIXME later',
    '/* FIXME later */',
    'const a = Math.random() // tidy-ok:',
    'const a = 1 // tidy-ok: nothing here is banned',
  ])('core may not write: %s', (text) => {
    expect(inCore(text)).toHaveLength(1)
  })

  test.each([
    'const at = new Date(atMs)',
    'const a = Math.max(1, 2)',
    'const a = Number.isInteger(1)',
    'const a = [2, 1].sort((a, b) => a - b)',
    'const anyone: many = company',
    'const a = "Date.now() Math.random() as any"',
    '// Date.now() would ask the world, and so would Math.random()',
    'const a = `process.env and .sort()`',
    'const a = Math.random() // tidy-ok: the one place that needs it',
    'const a = /Number\\(/',
  ])('core may write: %s', (text) => {
    expect(inCore(text)).toEqual([])
  })

  test('outside core a clock is fine, a test that is left out is not', () => {
    expect(found(bannedCode, { 'packages/server/src/a.ts': 'const at = Date.now()' })).toEqual([])
    expect(found(bannedCode, { 'packages/core/src/a.test.ts': 'const at = Date.now()' })).toEqual([])
    expect(found(bannedCode, { 'packages/server/src/a.test.ts': '\nit.only("a", f)' })).toEqual([
      expect.stringContaining('packages/server/src/a.test.ts:2'),
    ])
  })
})

describe('file length', () => {
  const lines = (count: number) => 'a\n'.repeat(count)
  const lengths = (texts: Texts, ratchet: Record<string, number>) => found((files) => fileLength(files, ratchet), texts)

  test.each([
    { count: 400, ratchet: {}, message: null },
    { count: 401, ratchet: {}, message: '401 lines, at most 400' },
    { count: 500, ratchet: { 'a.ts': 500 }, message: null },
    { count: 501, ratchet: { 'a.ts': 500 }, message: '501 lines, at most 500' },
    { count: 499, ratchet: { 'a.ts': 500 }, message: 'lower its entry' },
    { count: 400, ratchet: { 'a.ts': 500 }, message: 'remove it from' },
  ])('$count lines with $ratchet: $message', ({ count, ratchet, message }) => {
    const expected = message === null ? [] : [expect.stringContaining(message)]
    expect(lengths({ 'a.ts': lines(count) }, ratchet)).toEqual(expected)
  })

  test('documents may be long, and a listed file that is gone leaves the list', () => {
    expect(lengths({ 'a.md': lines(1000) }, {})).toEqual([])
    expect(lengths({}, { 'gone.ts': 500 })).toEqual([expect.stringContaining('remove it from')])
  })
})

describe('dead exports', () => {
  const core = (texts: Texts) =>
    found(deadExports, {
      ...MANIFESTS,
      ...Object.fromEntries(Object.entries(texts).map(([path, text]) => [`packages/core/src/${path}`, text])),
    })

  test('a name that the entry point passes on, through any number of files, is alive', () => {
    expect(
      core({
        'index.ts': "export * from './a/index.js'\nexport { b as c } from './b.js'",
        'a/index.ts': "export * from './a.js'",
        'a/a.ts': 'export const a = 1',
        'b.ts': 'export const b = 1',
      }),
    ).toEqual([])
  })

  test('a name that another file imports is alive, also through a file that passes it on', () => {
    expect(
      core({
        'index.ts': '',
        'use.ts': "import { a } from './pass.js'\nimport type { B } from './b.js'\nimport * as c from './c.js'",
        'pass.ts': "export { a } from './a.js'",
        'a.ts': 'export const a = 1',
        'b.ts': 'export interface B {}',
        'c.ts': 'export const c = 1\nexport const d = 2',
      }),
    ).toEqual([])
  })

  test('a type is alive with the name that mentions it, and dead with it', () => {
    const types = 'export interface Options { inner: Inner }\nexport type Inner = 1\n'
    expect(
      core({
        'index.ts': '',
        'use.ts': "import { f } from './f.js'",
        'f.ts': `${types}export const f = (options: Options) => options`,
      }),
    ).toEqual([])
    expect(core({ 'index.ts': '', 'f.ts': `${types}export const f = (options: Options) => options` })).toHaveLength(3)
  })

  test('a name that nothing uses, or only a test, is dead', () => {
    expect(
      core({
        'index.ts': "import { a } from './a.js'",
        'a.ts': 'export const a = 1\nexport const unused = 2\nexport type Unused = 1',
        'a.test.ts': "import { unused } from './a.js'",
        'pass.ts': "export { a as passedOn } from './a.js'",
      }),
    ).toEqual([
      expect.stringContaining('a.ts:2 Nothing outside this file uses "unused"'),
      expect.stringContaining('a.ts:3 Nothing outside this file uses "Unused"'),
      expect.stringContaining('pass.ts:1 Nothing outside this file uses "passedOn"'),
    ])
  })

  test('a package whose entry point is not written yet is not judged', () => {
    expect(core({ 'a.ts': 'export const a = 1' })).toEqual([])
  })

  test('another package, and the file of a command, keep names alive', () => {
    const texts = {
      ...MANIFESTS,
      'packages/server/src/inner.ts': 'export const inner = 1',
      'packages/server/src/index.ts': "export { inner } from './inner.js'",
      'packages/cli/src/main.ts':
        "import { inner } from '@plimsoll/server'\nimport { verb } from './verb.js'\nexport const program = 1",
      'packages/cli/src/verb.ts': 'export const verb = 1',
    }
    expect(found(deadExports, texts)).toEqual([])
  })
})

describe('links in documents', () => {
  const TEXTS: Texts = { 'docs/B.md': '# The title\n## `code`, and more\n## `code`, and more\n', 'src/a.ts': '' }
  const linked = (text: string) => found(documentLinks, { ...TEXTS, 'docs/A.md': text })

  test.each([
    '[b](B.md)',
    '[b](./B.md#the-title)',
    '[b](B.md#code-and-more-1)',
    '[source](../src/)',
    '[code](../src/a.ts#L10)',
    '# Here\n[here](#here)',
    '[out](https://example.org/x.md)',
    '`[no](link.md)`',
    '```js\n[no](link.md)\n```',
    '[b]: B.md',
  ])('leads somewhere: %s', (text) => {
    expect(linked(text)).toEqual([])
  })

  test.each([
    ['[b](C.md)', 'leads nowhere'],
    ['[b](B.md#other)', 'leads to no heading of docs/B.md'],
    ['[b](B.md#code-and-more-2)', 'leads to no heading'],
    ['[here](#here)', 'leads to no heading of docs/A.md'],
    ['![picture](picture.png)', 'leads nowhere'],
    ['[b]: C.md', 'leads nowhere'],
  ])('leads nowhere: %s', (text, message) => {
    expect(linked(text)).toEqual([expect.stringContaining(message)])
  })
})

describe('error codes', () => {
  const errors = "export type ErrorCode =\n  | 'a_b'\n  | 'c'\ntype RefusalReason = 'd'\nexport type Side = 'long'"
  const codes = (document: string) =>
    found(errorCodes, { 'packages/core/src/errors.ts': errors, 'docs/ERRORS.md': document })

  test('rows and headings explain codes', () => {
    expect(
      codes('| code | when |\n|---|---|\n| `a_b` | uses `other` |\n| `c` | |\n\n## `d`\n\nText with `word`.'),
    ).toEqual([])
  })

  test('a code without a row and a row without a code are problems', () => {
    expect(codes('| `a_b` | |\n| `d` | |\n| `gone` | |')).toEqual([
      expect.stringContaining('packages/core/src/errors.ts:3 docs/ERRORS.md does not explain "c"'),
      expect.stringContaining('docs/ERRORS.md:3 No package has the code "gone"'),
    ])
  })
})

describe('folders of one machine', () => {
  test.each(['see /home/ada/notes', 'cd "/tmp/x"', 'ROOT=/work/main', '`/root/.npmrc`'])('%s', (text) => {
    expect(found(machinePaths, { 'docs/A.md': text })).toHaveLength(1)
  })

  test.each(['https://example.org/work/item', 'src/home/page', '../tmp/x', 'a network/root/branch'])('%s', (text) => {
    expect(found(machinePaths, { 'docs/A.md': text })).toEqual([])
  })
})

import { expect, test } from 'vitest'
import { syntaxOf } from './syntax.js'

const of = (text: string, path = 'a.ts') => syntaxOf({ path, text })

test('imports give their names, their line and whether they are types', () => {
  const { references } = of(
    "import type {\n  A,\n  B as C,\n} from './a.js'\nimport d, { e } from 'x'\nimport * as all from './b.js'",
  )
  expect(references).toEqual([
    { specifier: './a.js', line: 1, names: ['A', 'B'], isTypeOnly: true },
    { specifier: 'x', line: 5, names: ['default', 'e'], isTypeOnly: false },
    { specifier: './b.js', line: 6, names: 'all', isTypeOnly: false },
  ])
})

test('a file that is loaded, or whose type is taken, in an expression is a reference to all of it', () => {
  const text = "new Worker(new URL('./w.js', import.meta.url))\nawait import('./x.js')\ntype Y = import('./y.js').Y"
  expect(of(text).references.map(({ specifier, names }) => [specifier, names])).toEqual([
    ['./w.js', 'all'],
    ['./x.js', 'all'],
    ['./y.js', 'all'],
  ])
})

test('exports give their names, and where they come from when they are passed on', () => {
  const text = [
    'export const { a, b: [c] } = x, d = 1',
    'export function f() {}',
    'export interface G {}',
    "export { h as i } from './h.js'",
    'export { d as j }',
    'export default 1',
    "export * from './star.js'",
  ].join('\n')
  const { exports, stars } = of(text)
  expect(exports.map(({ name }) => name)).toEqual(['a', 'c', 'd', 'f', 'G', 'i', 'j', 'default'])
  expect(exports[5]).toEqual({ name: 'i', line: 4, types: [], from: { specifier: './h.js', name: 'h' } })
  expect(stars).toEqual(['./star.js'])
})

test('an exported name knows the types that it mentions', () => {
  const { exports } = of('export function f(a: A): readonly B[] {}\nexport interface C extends D { e: E<F> }')
  expect(exports.map(({ types }) => [...types].sort((a, b) => (a < b ? -1 : 1)))).toEqual([
    ['A', 'B'],
    ['D', 'E', 'F'],
  ])
})

test('code keeps its lines and loses comments, strings, template texts, regular expressions and page texts', () => {
  const text = `const a = 'x.y' // no\nconst b = \`p \${q} r\` /* s\n t */ + 1\nconst c = /u'v/`
  expect(
    of(text)
      .code.split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim()),
  ).toEqual(['const a =', 'const b = q', '+ 1', 'const c ='])
  expect(of("const d = <p>don't {e}</p>", 'd.tsx').code).not.toContain('don')
})

test('unions of string literals are found by their name', () => {
  expect(of("export type Reason =\n  | 'a'\n  | 'b'").unions.get('Reason')).toEqual([
    { text: 'a', line: 2 },
    { text: 'b', line: 3 },
  ])
})

test('a file that does not parse says which', () => {
  expect(() => of('const =', 'broken.ts')).toThrow('broken.ts does not parse')
})

import { expect, test } from 'vitest'
import { describeProblem } from './files.js'
import { runSample } from './run-sample.js'
import { runnableSamples, sampleMarks } from './samples.js'

const document = (...lines: string[]) => [{ path: 'A.md', text: lines.join('\n') }]

test('a sample takes the output that stands directly after it, and no other', () => {
  const files = document(
    '# First use',
    '```js run',
    'run()',
    '```',
    '',
    '```text output',
    'ran',
    '```',
    '```sh run',
    'true',
    '```',
    'Then:',
    '```text',
    'x',
    '```',
  )
  expect(runnableSamples(files)).toEqual([
    { path: 'A.md', line: 2, heading: 'First use', language: 'js', text: 'run()\n', output: 'ran\n' },
    { path: 'A.md', line: 9, heading: 'First use', language: 'sh', text: 'true\n', output: null },
  ])
  expect(sampleMarks(files)).toEqual([])
})

test('a language that nothing runs, and an output that belongs to no run, are problems', () => {
  const files = document(
    '```ts run',
    'run()',
    '```',
    '```sh run',
    'true',
    '```',
    'Prints:',
    '```text output',
    'x',
    '```',
  )
  expect(sampleMarks(files).map(describeProblem)).toEqual([
    'A.md:1 Nothing runs "ts run": samples are marked "js run" or "sh run".',
    'A.md A "text output" block stands directly after the block that prints it.',
  ])
})

test('a module finds the packages of the repository', () => {
  const text = "import { formatDecimal } from '@plimsoll/core'\nconsole.log(formatDecimal(150n, 2))"
  expect(runSample({ language: 'js', text })).toEqual({ exitCode: 0, output: '1.5\n', errors: '' })
})

test('a module that throws fails', () => {
  const run = runSample({ language: 'js', text: "throw new Error('wrong')" })
  expect(run.exitCode).toBe(1)
  expect(run.errors).toContain('wrong')
})

test('shell runs in the root folder and ends at the first command that fails', () => {
  const text = 'test -f tools/test.mjs\necho here\nfalse\necho never'
  expect(runSample({ language: 'sh', text })).toEqual({ exitCode: 1, output: 'here\n', errors: '' })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bannedCode } from './banned.js'
import { deadExports } from './dead-exports.js'
import { importDirection } from './direction.js'
import { errorCodes } from './error-codes.js'
import { describeProblem, type Problem, repositoryFiles, repositoryRoot } from './files.js'
import { fileLength } from './length.js'
import { documentLinks } from './links.js'
import { machinePaths } from './machine-paths.js'
import { runSample } from './run-sample.js'
import { runnableSamples, sampleMarks } from './samples.js'
import { workspacesOf } from './workspaces.js'

const files = repositoryFiles()
const ratchet = JSON.parse(readFileSync(join(repositoryRoot, 'tools/tidy/ratchet.json'), 'utf8')) as Record<
  string,
  number
>

const rules: readonly [string, () => readonly Problem[]][] = [
  ['imports point the way that layers.ts says', () => importDirection(files)],
  ['nothing banned is written', () => bannedCode(files)],
  ['no source file grows too long', () => fileLength(files, ratchet)],
  ['every export is used', () => deadExports(files)],
  ['links in documents lead somewhere', () => documentLinks(files)],
  ['error codes and docs/ERRORS.md are equal, both ways', () => errorCodes(files)],
  ['no file names a folder of one machine', () => machinePaths(files)],
  ['samples are marked so that they run', () => sampleMarks(files)],
]

test.each(rules)('%s', (_, problems) => {
  expect(problems().map(describeProblem)).toEqual([])
})

describe('samples in documents run', () => {
  const samples = runnableSamples(files).map((sample) => [`${sample.path}:${sample.line}`, sample] as const)

  test('there is at least one', () => {
    expect(samples).not.toEqual([])
  })

  test.each(samples)('%s', { timeout: 70_000 }, (_, sample) => {
    const run = runSample(sample)
    expect(run).toMatchObject({ exitCode: 0, ...(sample.output === null ? {} : { output: sample.output }) })
  })
})

describe('what a package exports changes only on purpose (npx vitest run tools/tidy -u writes the lists)', () => {
  const entries = workspacesOf(files)
    .filter(({ folder }) => folder.startsWith('packages/'))
    .flatMap(({ name, entries }) => [...entries].map(([subpath, path]) => ({ name, subpath, path })))
    .filter(({ subpath }) => subpath.startsWith('.'))
    .map(({ name, subpath, path }) => [`${name}${subpath.slice(1)}`, path] as const)

  test.each(entries)('%s', async (entry, path) => {
    const exported = (await import(join(repositoryRoot, path))) as Record<string, unknown>
    const list = Object.keys(exported).sort((a, b) => (a < b ? -1 : 1))
    const fileName = entry.replace('@plimsoll/', '').replaceAll('/', '-')
    await expect(`${list.join('\n')}\n`).toMatchFileSnapshot(`exports/${fileName}.txt`)
  })
})

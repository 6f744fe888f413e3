import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { repositoryRoot } from './tidy/files.js'
import { runnableSamples } from './tidy/samples.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-package-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(command: string, parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(status, `${command} ${parameters.join(' ')}\n${stderr}`).toBe(0)
  return stdout
}

/** What a stranger does with the README: install the package in an empty folder, paste the first sample, run it. */
test('the first use in the README works with the packed package in an empty folder', { timeout: 180_000 }, () => {
  const readme = { path: 'README.md', text: readFileSync(join(repositoryRoot, 'README.md'), 'utf8') }
  const sample = runnableSamples([readme]).find(
    ({ language, heading }) => language === 'js' && heading.includes('First use'),
  )
  if (sample === undefined)
    throw new Error('README.md has no "js run" block under a heading that contains "First use": add one.')

  run('npm', ['pack', '--silent', '--pack-destination', folder], join(repositoryRoot, 'packages/core'))
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'nothing packed'
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "name": "first-use", "private": true, "type": "module" }\n')
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  run('npm', ['install', ...quietly, join(folder, packed)], project)
  writeFileSync(join(project, 'first-use.js'), sample.text)

  expect(run(process.execPath, ['first-use.js'], project)).toBe(sample.output)
})

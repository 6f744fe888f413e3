import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { repositoryRoot } from './files.js'
import type { Sample } from './samples.js'

export interface SampleRun {
  readonly exitCode: number | null
  readonly output: string
  readonly errors: string
}

const TIME_LIMIT_MS = 60_000

/**
 * Runs a sample as its reader would: JavaScript as a module beside the installed packages, so that `@plimsoll/core` is the built
 * one; shell in the root folder with `plimsoll` on the path, ending at the first command that fails.
 */
export function runSample(sample: Pick<Sample, 'language' | 'text'>, root: string = repositoryRoot): SampleRun {
  // A folder below node_modules finds the same packages as the repository, and no tool takes it for source.
  const parent = join(root, 'node_modules', '.samples')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'sample-'))
  try {
    return sample.language === 'js' ? runModule(sample.text, folder) : runShell(sample.text, { root, folder })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runModule(text: string, folder: string): SampleRun {
  const file = join(folder, 'sample.mjs')
  writeFileSync(file, text)
  return spawn(process.execPath, [file], { cwd: folder, env: process.env })
}

function runShell(text: string, { root, folder }: { root: string; folder: string }): SampleRun {
  // npm links a command only if its file exists at install, when nothing is built yet: hence a command of our own.
  const program = join(root, 'packages', 'cli', 'dist', 'main.js')
  writeFileSync(join(folder, 'plimsoll'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, { mode: 0o755 })
  const path = [folder, join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter)
  return spawn('bash', ['-eu', '-c', text], { cwd: root, env: { ...process.env, PATH: path } })
}

function spawn(command: string, parameters: string[], place: { cwd: string; env: NodeJS.ProcessEnv }): SampleRun {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd: place.cwd,
    env: { ...place.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
  })
  return { exitCode: status, output: stdout, errors: error === undefined ? stderr : `${stderr}${error.message}` }
}

// Runs a compiled workspace program whose standard output is an answer: whatever the build says goes to standard error.
import { spawnSync } from 'node:child_process'
import { root } from './run.mjs'
import { build, install, requireNode } from './setup.mjs'

/**
 * @param {string} workspace folder of the workspace, e.g. `parity`
 * @param {string[]} parameters
 */
export async function runProgram(workspace, parameters) {
  requireNode()
  const isReady = (await install({ quiet: true })) && (await build({ quiet: true, only: workspace }))
  if (!isReady) process.exit(1)
  // npm changes to the root folder and keeps in INIT_CWD where the person stands: file names are meant from there.
  const isFromNpm = process.env.npm_lifecycle_event === workspace
  const cwd = (isFromNpm && process.env.INIT_CWD) || process.cwd()
  const { status } = spawnSync(process.execPath, [`${root}${workspace}/dist/main.js`, ...parameters], {
    cwd,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}

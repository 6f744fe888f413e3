// The set-up that every command does for itself. Plain JavaScript without packages, because nothing is installed or compiled yet.
import { existsSync, statSync } from 'node:fs'
import { findChromium, installChromium } from './chromium.mjs'
import { buildDashboard } from './dashboard.mjs'
import { root, run, runInstalled } from './run.mjs'

const NODE_MINIMUM = { major: 20, minor: 19 }

/** Ends the process with one sentence where Node is too old to run any of this. */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const { major: majorNeeded, minor: minorNeeded } = NODE_MINIMUM
  if (major > majorNeeded || (major === majorNeeded && minor >= minorNeeded)) return
  console.error(
    `Plimsoll needs Node ${majorNeeded}.${minorNeeded} or newer; this is ${version}. Install a newer Node and try again.`,
  )
  process.exit(1)
}

/**
 * Installs the packages where none are installed, or where the lockfile is newer than what is. True when they are there afterwards.
 * @param {{ quiet?: boolean }} [options]
 */
export async function install(options = {}) {
  if (isInstalled()) return true
  const parameters = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  return (await run('npm', parameters, options)) === 0
}

/**
 * Compiles the packages (all, or the one named with what it needs), then the dashboard where it has changed. True when all went well.
 * @param {{ quiet?: boolean, only?: string }} [options]
 */
export async function build(options = {}) {
  const isCompiled = (await runInstalled('tsc', ['-b', ...(options.only ? [options.only] : [])], options)) === 0
  if (!isCompiled) return false
  return options.only ? true : buildDashboard(options)
}

/** The path of a Chromium, installed first where it is missing and can be; null, with a sentence on standard error, where there is none. */
export async function chromium() {
  return findChromium() ?? (await installChromium())
}

function isInstalled() {
  const installed = `${root}node_modules/.package-lock.json`
  if (!existsSync(installed)) return false
  return statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs
}

// Browser tests drive the system's Chromium: no package downloads a browser of its own.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** The first of $CHROMIUM_PATH and the usual names on $PATH that can be executed, or null. */
export function findChromium(environment = process.env) {
  const folders = ['/usr/bin', ...(environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')]
  const usual = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [environment.CHROMIUM_PATH, ...usual].find((path) => path && isExecutable(path)) ?? null
}

/** Installs Debian's package where this user may; otherwise says what to do, and returns null. */
export async function installChromium() {
  if (process.getuid?.() !== 0 || !findInPath('apt-get')) {
    console.error('No Chromium was found: install one, or set CHROMIUM_PATH to it.')
    return null
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const isInstalled =
    (await run('apt-get', ['update', '-qq'], { quiet: true, env })) === 0 &&
    (await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { quiet: true, env })) === 0
  const path = isInstalled ? findChromium() : null
  if (path === null)
    console.error('Chromium could not be installed by apt-get: install one, or set CHROMIUM_PATH to it.')
  return path
}

/** @param {string} name */
function findInPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

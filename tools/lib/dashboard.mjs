// The web page is built only where its sources are newer than what was built from them: most commands never touch it.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root, runInstalled } from './run.mjs'

const folder = `${root}apps/dashboard`

/**
 * True when the built page is as new as its sources afterwards, or when there is no page to build.
 * @param {{ quiet?: boolean }} [options]
 */
export async function buildDashboard(options = {}) {
  if (!existsSync(join(folder, 'index.html'))) return true
  const output = await outputFolder()
  if (newest(output) >= newest(folder, output)) return true
  return (await runInstalled('vite', ['build', '--logLevel', 'warn'], { ...options, cwd: folder })) === 0
}

/** Where the page goes is said once, in its own vite configuration. */
async function outputFolder() {
  const { resolveConfig } = await import('vite')
  // Reading the configuration sets NODE_ENV for all that follows, the build included: it has to be what a build is.
  const config = await resolveConfig({ root: folder, logLevel: 'silent' }, 'build', 'production', 'production')
  return resolve(folder, config.build.outDir)
}

/**
 * The newest change time of any file below a folder, 0 where there is none; what is installed or built does not count as a source.
 * @param {string} path
 * @returns {number}
 */
function newest(path, except = '') {
  if (!existsSync(path) || path === except) return 0
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  const names = readdirSync(path).filter((name) => name !== 'node_modules' && name !== 'dist')
  return Math.max(0, ...names.map((name) => newest(join(path, name), except)))
}

// Runs one command and waits for it. Nothing here reads standard input, so that every tool works where there is none.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The command's exit code; a command that a signal ended, or that does not exist, counts as failed (1).
 * `quiet` sends its output to our standard error, for tools whose own standard output is an answer.
 * @param {string} command
 * @param {string[]} parameters
 * @param {{ quiet?: boolean, cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>}
 */
export function run(command, parameters, options = {}) {
  const output = options.quiet ? process.stderr : 'inherit'
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', output, 'inherit'],
    })
    child.once('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(1)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a command of an installed package, e.g. `tsc`, without going through npx.
 * @param {string} name
 * @param {string[]} parameters
 * @param {{ quiet?: boolean, cwd?: string, env?: Record<string, string | undefined> }} [options]
 */
export function runInstalled(name, parameters, options = {}) {
  return run(`${root}node_modules/.bin/${name}`, parameters, options)
}

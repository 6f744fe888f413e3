// `npm start`: from a fresh clone to a running demo. package.json starts it with `exec`: a shell between npm and us would answer
// Ctrl-C itself, and the demo's exit code would be lost.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { root } from './lib/run.mjs'
import { build, install, requireNode } from './lib/setup.mjs'

requireNode()
if (!((await install()) && (await build()))) process.exit(1)

const program = `${root}packages/cli/dist/main.js`
if (!existsSync(program)) {
  console.error('There is no demo to start: packages/cli has not been built.')
  process.exit(1)
}

// The demo gets a process group of its own. At Ctrl-C the terminal and npm both signal us; in our group the demo would be
// signalled by the terminal, by npm and by us, and a second signal commonly means "now, at once".
const demo = spawn(process.execPath, [program, 'demo', ...process.argv.slice(2)], {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
})

const SAME_KEY_MS = 500
let forwardedAtMs = Number.NEGATIVE_INFINITY
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (performance.now() - forwardedAtMs < SAME_KEY_MS) return
    forwardedAtMs = performance.now()
    demo.kill(signal)
  })
}
demo.once('error', (error) => {
  console.error(`The demo could not be started: ${error.message}`)
  process.exit(1)
})
demo.once('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)))

// `npm test`: everything that has to hold, from a fresh clone. A failed stage does not hide what the later ones have to say.
// What follows `--` goes to vitest, e.g. `npm test -- packages/core`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInstalled } from './lib/run.mjs'
import { build, chromium, install, requireNode } from './lib/setup.mjs'
import { addCounts, closingLine, countStage, countTests, NOTHING } from './lib/stages.mjs'

requireNode()
const isCi = process.env.CI === 'true'
let counts = NOTHING

/** @param {string} name @param {() => Promise<import('./lib/stages.mjs').Counts>} work */
async function stage(name, work) {
  const startMs = performance.now()
  console.log(`\n── ${name}`)
  const outcome = await work()
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  console.log(`── ${name}: ${closingLine(outcome)} (${seconds} s)`)
  counts = addCounts(counts, outcome)
}

/** @param {Promise<boolean>} work */
const passes = async (work) => countStage(await work)
/** @param {string} name @param {string[]} parameters */
const succeeds = async (name, ...parameters) => countStage((await runInstalled(name, parameters)) === 0)

async function browserStage() {
  const path = await chromium()
  if (path !== null) {
    process.env.CHROMIUM_PATH = path
    return countStage(true)
  }
  if (isCi) return countStage(false)
  console.log('The browser tests are left out.')
  return { ...NOTHING, skipped: 1 }
}

async function testStage() {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const exitCode = await runInstalled('vitest', ['run', ...reporters, ...process.argv.slice(2)])
  const outcome = countTests(readReport(report), exitCode)
  rmSync(folder, { recursive: true })
  return outcome
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

await stage('install', () => passes(install()))
await stage('build', () => passes(build()))
await stage('types of the page', () => succeeds('tsc', '-p', 'apps/dashboard'))
await stage('types of the tests', () => succeeds('tsc', '-p', 'tsconfig.test.json'))
await stage('lint', () => succeeds('biome', 'check', '--error-on-warnings'))
await stage('browser', browserStage)
await stage('tests', testStage)

console.log(`\n${closingLine(counts)}`)
process.exitCode = counts.failed > 0 ? 1 : 0

// Appends and commits records of 200 bytes; prints one JSON line for each case (medians of RUNS runs, each in a new directory).
// Usage: npm run build && node packages/journal/bench/commit.mjs [DIRECTORY]
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileJournal, readJournal } from '../dist/index.js'

const runs = 7
const parent = process.argv[2] ?? tmpdir()
const payload = JSON.stringify({ type: 'fill', pad: 'x'.repeat(175) })

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const quantile = (values, q) => [...values].sort((a, b) => a - b)[Math.floor(values.length * q)]
const print = (name, value, unit) =>
  console.log(JSON.stringify({ bench: 'journal', case: name, value: Number(value.toPrecision(4)), unit }))

async function inDirectory(run) {
  const directory = mkdtempSync(join(parent, 'plimsoll-bench-'))
  try {
    return await run(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function batches({ records, perCommit }) {
  return inDirectory(async (directory) => {
    const journal = await openFileJournal(directory, { create: true, meta: {} })
    const start = performance.now()
    for (let n = 0; n < records; n += perCommit) {
      for (let m = 0; m < perCommit; m++) journal.append({ atMs: n, payload })
      await journal.commit()
    }
    const writtenMs = performance.now() - start
    await journal.close()
    const startOfVerify = performance.now()
    readJournal(directory)
    return { writtenMs, verifiedMs: performance.now() - startOfVerify }
  })
}

async function singles(count) {
  return inDirectory(async (directory) => {
    const journal = await openFileJournal(directory, { create: true, meta: {} })
    const times = []
    for (let n = 0; n < count; n++) {
      const start = performance.now()
      journal.append({ atMs: n, payload })
      await journal.commit()
      times.push(performance.now() - start)
    }
    await journal.close()
    return times
  })
}

/** What the disk itself takes: 272 bytes in place, then fdatasync, synchronously. */
async function bare(count) {
  return inDirectory(async (directory) => {
    const file = openSync(join(directory, 'bare'), 'w+')
    writeSync(file, Buffer.alloc(4 * 1024 * 1024))
    fdatasyncSync(file)
    const bytes = Buffer.alloc(272, 1)
    const times = []
    for (let n = 0; n < count; n++) {
      const start = performance.now()
      writeSync(file, bytes, 0, bytes.length, n * bytes.length)
      fdatasyncSync(file)
      times.push(performance.now() - start)
    }
    closeSync(file)
    return times
  })
}

await batches({ records: 20_000, perCommit: 1_000 })
const batched = []
const single = []
const disk = []
for (let run = 0; run < runs; run++) {
  batched.push(await batches({ records: 100_000, perCommit: 1_000 }))
  single.push(await singles(2_000))
  disk.push(await bare(2_000))
}
print('100k records, 1,000 a commit', median(batched.map(({ writtenMs }) => writtenMs)), 'ms')
print('100k records, 1,000 a commit, worst run', Math.max(...batched.map(({ writtenMs }) => writtenMs)), 'ms')
print('verify 100k records', median(batched.map(({ verifiedMs }) => verifiedMs)), 'ms')
for (const [name, q] of [
  ['p50', 0.5],
  ['p99', 0.99],
]) {
  print(`one record a commit, ${name}`, median(single.map((times) => quantile(times, q))), 'ms')
  print(`bare write and fdatasync, ${name}`, median(disk.map((times) => quantile(times, q))), 'ms')
}

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { run } from '../run.js'

/** The command as it is built: `npm test` builds before it tests. */
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command here, in this process, with streams of its own: a start of its own takes a hundred times as long. */
export async function plimsoll(...parameters: readonly string[]): Promise<Ended> {
  let [out, err] = ['', '']
  const streams = {
    out: {
      write: (text: string) => {
        out += text
      },
    },
    err: {
      write: (text: string) => {
        err += text
      },
    },
  }
  return { code: await run(parameters, streams), out, err }
}

/** Runs the built command in a folder, in a process of its own. */
export function spawned(folder: string, ...parameters: readonly string[]): Ended {
  if (!existsSync(MAIN)) throw new Error('The command is not built: npm run build.')
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

export interface Running {
  /** The first line on stdout. */
  readonly line: string
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<Ended>
}

/** Starts the built command and waits for its first line, or its end. */
export async function started(folder: string, ...parameters: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, ...parameters], { cwd: folder })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, out, err })))
  const first = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const end = out.indexOf('\n')
      if (end !== -1) resolve(out.slice(0, end))
    })
  })
  const line = await Promise.race([first, ended.then((result) => `ended: ${result.err}`)])
  return {
    line,
    stop: async () => {
      child.kill('SIGTERM')
      return await ended
    },
  }
}

/** A folder of a test file's own, with files in it by name, where its tests stand; it goes when they are done. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cli-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const before = process.cwd()
  process.chdir(folder)
  afterAll(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** The repository's folder that a file stands in, for files beside the tests. */
export const FIXTURES: string = join(dirname(fileURLToPath(import.meta.url)), '..', 'input', 'fixtures')

/** Two synthetic days of hours that ripple and fall by a third: enough to liquidate. */
export function crashBars(start: number, startMs: number = Date.UTC(2020, 2, 11)): string {
  const rows = ['open_time,open,high,low,close,volume']
  let open = start
  for (let hour = 0; hour < 48; hour++) {
    const close = Math.round(open * (hour >= 20 && hour < 26 ? 0.93 : hour % 2 === 0 ? 1.01 : 0.99) * 100) / 100
    const high = Math.max(open, close) * 1.004
    const low = Math.min(open, close) * 0.996
    rows.push([startMs + hour * 3_600_000, ...[open, high, low, close].map((each) => each.toFixed(2)), '10'].join(','))
    open = close
  }
  return `${rows.join('\n')}\n`
}

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchLine } from './bench.js'

/** The command as it is installed. */
const COMMAND = join(dirname(createRequire(import.meta.url).resolve('plimsoll/package.json')), 'dist', 'main.js')
/** Where the real bars stand beside a checkout; they are never part of it. */
const DATA = process.env.PLIMSOLL_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url))

const RUNS = 3
/** What a replay of 20,000 accounts may take. */
const BUDGET_SECONDS = 60

/**
 * The command itself as a whole process: reading bars, opening accounts, the journal and its syncs included. Four days of hourly BTCUSDT and
 * ETHUSDT from 11 March 2020 where the files are, else four made-up days with a crash of the same size; the case says which.
 */
export const replay: Bench = {
  name: 'replay',
  about: 'Real price bars through accounts, as the command does it; journal and verify included',
  run: () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'))
    try {
      return lines(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function lines(folder: string): readonly BenchLine[] {
  const tape = tapeOf(folder)
  let serial = 0
  const once = (accounts: number, triggers: string): { seconds: number; rate: number; journal: string } => {
    serial += 1
    const journal = join(folder, `journal-${serial}`)
    const out = run([
      'replay',
      ...tape.options,
      '--accounts',
      String(accounts),
      '--triggers',
      triggers,
      '--journal',
      journal,
      '--json',
    ])
    const report = JSON.parse(out) as { elapsedMs: number; accountPricesPerSecond: number }
    return { seconds: report.elapsedMs / 1000, rate: report.accountPricesPerSecond, journal }
  }
  const large = Array.from({ length: RUNS }, () => once(20_000, 'boxes')).sort((a, b) => a.seconds - b.seconds)
  const [best, middle, worst] = large
  const few = { boxes: once(1000, 'boxes'), naive: once(1000, 'naive') }
  const verified = JSON.parse(run(['verify', middle?.journal ?? '', '--json'])) as { elapsedMs: number }
  const line = (name: string, value: number, unit: string, against: string, ratio: number): BenchLine => ({
    bench: 'replay',
    case: `${name}, ${tape.name}`,
    value,
    unit,
    against,
    ratio: Math.round(ratio * 1000) / 1000,
  })
  const limit = `${BUDGET_SECONDS} s`
  const seconds = (of: { seconds: number } | undefined): number => of?.seconds ?? 0
  return [
    line('20,000 accounts, median', seconds(middle), 's', limit, seconds(middle) / BUDGET_SECONDS),
    line('20,000 accounts, best', seconds(best), 's', limit, seconds(best) / BUDGET_SECONDS),
    line('20,000 accounts, worst', seconds(worst), 's', limit, seconds(worst) / BUDGET_SECONDS),
    line(
      '20,000 accounts, boxes',
      middle?.rate ?? 0,
      'accounts × prices / s',
      `naive, 1,000 accounts, ${few.naive.rate}`,
      (middle?.rate ?? 0) / few.naive.rate,
    ),
    line(
      '1,000 accounts, boxes against naive',
      few.boxes.seconds,
      's',
      `naive ${few.naive.seconds} s`,
      few.boxes.seconds / few.naive.seconds,
    ),
    line(
      'verify',
      verified.elapsedMs / 1000,
      's',
      `the replay ${seconds(middle)} s`,
      verified.elapsedMs / 1000 / seconds(middle),
    ),
  ]
}

function run(parameters: readonly string[]): string {
  return execFileSync(process.execPath, [COMMAND, ...parameters], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

function tapeOf(folder: string): { readonly name: string; readonly options: readonly string[] } {
  const files = ['BTCUSDT', 'ETHUSDT'].map((market) => [market, join(DATA, 'data', `${market}-1h.csv`)] as const)
  if (files.every(([, file]) => existsSync(file))) {
    const prices = files.flatMap(([market, file]) => ['--prices', `${market}=${file}`])
    return { name: 'real bars', options: [...prices, '--from', '2020-03-11', '--to', '2020-03-14', '--seed', '1'] }
  }
  const made = [
    ['BTCUSDT', 7900],
    ['ETHUSDT', 200],
  ] as const
  const prices = made.flatMap(([market, start]) => {
    const file = join(folder, `${market}.csv`)
    writeFileSync(file, madeBars(start))
    return ['--prices', `${market}=${file}`]
  })
  return { name: 'made-up bars', options: [...prices, '--seed', '1'] }
}

/** Ninety-six hours that ripple by one percent and fall by two fifths in the middle. */
function madeBars(start: number): string {
  const rows: string[] = []
  let open = start
  for (let hour = 0; hour < 96; hour++) {
    const fall = hour >= 34 && hour < 44 ? -0.05 : hour % 2 === 0 ? 0.01 : -0.01
    const close = open * (1 + fall)
    const [low, high] = [Math.min(open, close) * 0.995, Math.max(open, close) * 1.005]
    rows.push(
      [1_583_884_800_000 + hour * 3_600_000, ...[open, high, low, close].map((each) => each.toFixed(2)), '1'].join(','),
    )
    open = Number(close.toFixed(2))
  }
  return `${rows.join('\n')}\n`
}
